def start_for_proved(email: str) -> None:
    """Start the weekly digest for an address that has just been proved."""


def move(old: str, new: str) -> None:
    """Let a subscription follow its owner to another address."""
