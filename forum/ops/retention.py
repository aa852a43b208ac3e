def tidy_if_due() -> None:
    return None
