"""Of zxcvbn 4.5 we use one list only."""
