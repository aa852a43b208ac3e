"""Gathering the words that people read, for their translation. Needed to translate, not to run."""
