"""Comfort: how pages look for one person, a rest, and the place where somebody stopped reading."""
