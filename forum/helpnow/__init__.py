"""Help now: signs of danger, what to do, and numbers. It asks the database nothing."""
