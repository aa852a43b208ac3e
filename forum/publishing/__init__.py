"""The road of a post, from accept to store, and the verdict of a moderator."""
