"""News by e-mail: subscriptions, editions, what is in them, leaving with one press."""
