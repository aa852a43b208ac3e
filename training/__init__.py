"""Making the trained score of the claims engine from the labelled posts of tests/claims/data.

`make model` runs it. Nothing here is needed to run the program.
"""
