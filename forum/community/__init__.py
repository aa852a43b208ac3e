"""What an operator may change while the program runs: the settings of the community."""
