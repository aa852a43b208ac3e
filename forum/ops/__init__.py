"""What keeps the house running: serving, health, the demo, tidying up."""
