"""Members: joining, signing in, sessions, address and password."""
