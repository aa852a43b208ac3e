"""Commands for those who work on the program: drawing its icons and taking its pictures."""
