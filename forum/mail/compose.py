"""From a row to the bytes of a mail.

A mail is written once, as plain text; its HTML is made from that text, so the two are equal in
content by construction. A block is a paragraph; `# ` opens a heading, `- ` a list item, `> ` a
quotation, and a line that is only an address becomes a large link named by the line before it
when that ends in a colon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import css_inline
from flask import current_app, render_template
from markupsafe import Markup

from forum import clock
from forum.text import clean_line

# Folding a long List-Unsubscribe address would turn it into an encoded word and break RFC 8058.
_POLICY = SMTP.clone(max_line_length=998)
_ADDRESS = re.compile(r"https?://\S+")
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def _link(address: str, words: str) -> Markup:
    return Markup('<p class="go"><a href="{}">{}</a></p>').format(address, words)


def _block(block: str) -> Markup:
    lines = block.split("\n")
    if lines[0].startswith("# "):
        return Markup("<h2>{}</h2>").format(lines[0][2:]) + _rest(lines[1:])
    if all(line.startswith("- ") for line in lines):
        items = Markup("").join(Markup("<li>{}</li>").format(line[2:]) for line in lines)
        return Markup("<ul>{}</ul>").format(items)
    if all(line.startswith(">") for line in lines):
        return Markup("<blockquote>{}</blockquote>").format(
            _broken([line.removeprefix(">").strip() for line in lines])
        )
    return _rest(lines)


def _rest(lines: list[str]) -> Markup:
    out = Markup("")
    words: list[str] = []
    for line in lines:
        if not _ADDRESS.fullmatch(line):
            words.append(line)
            continue
        label = words.pop().rstrip(":") if words and words[-1].endswith(":") else line
        out += _paragraph(words) + _link(line, label)
        words = []
    return out + _paragraph(words)


def _paragraph(lines: list[str]) -> Markup:
    return Markup("<p>{}</p>").format(_broken(lines)) if lines else Markup("")


def _broken(lines: list[str]) -> Markup:
    """Lines stay lines; some mail programs know no `white-space`."""
    return Markup("<br>\n").join(lines)


def to_html(subject: str, body: str, language: str) -> str:
    """The HTML of a mail's text, with its styles inlined."""
    blocks = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    content = Markup("\n").join(_block(block) for block in blocks)
    page = render_template("email/layout.html", subject=subject, content=content, language=language)
    return _INLINER.inline(page)


def tidy(body: str) -> str:
    """Text as it is sent: no trailing blanks, no heaps of empty lines left by a template."""
    lines = [line.rstrip() for line in body.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def build(
    recipient: str,
    subject: str,
    body: str,
    message_id: str,
    headers: Mapping[str, str] | None = None,
    language: str = "en",
) -> bytes:
    """The bytes to hand to a mail server."""
    body = tidy(body)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = recipient
    mail["Subject"] = clean_line(subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        mail[name] = value
    plain = re.sub(r"^# ", "", body, flags=re.MULTILINE)
    mail.set_content(plain, cte="quoted-printable")
    mail.add_alternative(to_html(subject, body, language), subtype="html", cte="quoted-printable")
    # Last: a header of this name belongs to the part that it is set on.
    mail["Content-Language"] = language
    return mail.as_bytes(policy=_POLICY)
