"""A local folder of .eml files in place of a mail server; the demo shows it at /dev/mail."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Self

from forum.mail.answers import Answer, Result


class MailboxTransport:
    """Numbers each mail; a file is there whole or not at all, however many write at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        part = self._folder / f"{secrets.token_hex(8)}.part"
        part.write_bytes(message)
        number = len(list(self._folder.glob("*.eml"))) + 1
        # A link is refused when the name is taken, where a rename would overwrite another's mail.
        while True:
            try:
                os.link(part, self._folder / f"{number:06d}.eml")
                break
            except FileExistsError:
                number += 1
        part.unlink()
        return Result(Answer.SENT)
