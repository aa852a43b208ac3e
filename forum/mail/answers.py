"""What a mail server's answer means: for the mail, for the address, for us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    # Nobody could be spoken to: nothing was judged, the run stops and is taken up again soon.
    AWAY = "away"
    # The recipient does not exist or does not want it: counts against the address.
    REFUSED = "refused"
    # Refused because of us (sender, content, login): stop and tell the operator.
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Result:
    answer: Answer
    words: str = ""


class Stage(StrEnum):
    """What had been said when the server answered."""

    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"


_STATUS = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: 5.1.7 and 5.1.8 blame the sender's address, though they begin like the recipient's.
_BLAMES_SENDER = frozenset({"1.7", "1.8"})
# Address, mailbox and routing; the rest (system, protocol, content, policy) is about us.
_RECIPIENT_SUBJECTS = frozenset({"1", "2", "4"})


def judge(code: int, words: str, stage: Stage) -> Answer:
    """Sort a refusal. Only one of the recipient counts against an address.

    That is 550, 551 or 553 in answer to RCPT, or status 5.1.x or 5.2.1 once the recipient is
    named. An enhanced status says more than the code: 550 5.7.1 is policy, so ours.
    """
    if 400 <= code < 500:
        return Answer.LATER
    if stage is Stage.SENDER:
        return Answer.OURS
    found = _STATUS.match(words)
    subject, detail = (found[1], f"{found[1]}.{found[2]}") if found else ("", "")
    if detail in _BLAMES_SENDER:
        return Answer.OURS
    if subject == "1" or detail == "2.1":
        return Answer.REFUSED
    named = stage is Stage.RECIPIENT and code in {550, 551, 553}
    if named and (not subject or subject in _RECIPIENT_SUBJECTS):
        return Answer.REFUSED
    return Answer.OURS
