"""Cases and what moderators see of them."""
