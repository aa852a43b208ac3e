"""How long a browser keeps what was chosen in it."""

# The longest that browsers allow.
COOKIE_DAYS = 400
