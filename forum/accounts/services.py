"""The verbs of membership. They take plain values and never commit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import clock, consent, proofs
from forum.accounts import passwords
from forum.digest import services as digest
from forum.errors import Invalid, NotFound, Refusal, TooMany
from forum.extensions import db
from forum.mail import outbox
from forum.models import (
    Consent,
    ConsentPurpose,
    Member,
    MemberState,
    OutboxMessage,
    Proof,
    Purpose,
    Role,
    SecurityEvent,
    WhoHere,
)
from forum.proofs import Issued
from forum.text import clean_line
from forum.web.language import spoken
from forum.web.limits import source, spend
from forum.web.transaction import begin_write, ledger
from forum.web.viewer import device, end_other_sessions, end_session, open_session

HANDLE_SHORTEST, HANDLE_LONGEST = 2, 30
_KEY_LONGEST = 80
# Names that would look like ours speaking.
_RESERVED = frozenset(
    {
        "amember",
        "admin",
        "administrator",
        "editor",
        "guest",
        "help",
        "member",
        "moderator",
        "snowdrop",
        "staff",
    }
)


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody wrote who wants to join."""

    handle: str
    email: str
    who_here: WhoHere
    who_shown: bool
    newsletter: bool
    # How this browser shows pages, which becomes the new member's.
    comfort: str = ""
    # What they read as they joined; "" for the site's first language.
    language: str = ""


def handle_key(handle: str) -> str:
    """The handle folded, to compare: case, width, blanks and unseen signs make no other person."""
    folded = unicodedata.normalize("NFKC", handle).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign) not in {"Cf", "Zs"})


def read_handle(text: str) -> str:
    """A name to be known by. Raises Invalid."""
    handle = clean_line(text)
    if not HANDLE_SHORTEST <= len(handle) <= HANDLE_LONGEST:
        raise Invalid("handle", _("Please choose a name of 2 to 30 letters."))
    if not any(sign.isalnum() for sign in handle) or "@" in handle or "/" in handle:
        raise Invalid("handle", _("Please choose a name made of letters or numbers."))
    if len(handle_key(handle)) > _KEY_LONGEST:
        # One sign can unfold into eighteen.
        raise Invalid("handle", _("Please choose a name made of letters or numbers."))
    if handle_key(handle) in _RESERVED:
        raise Invalid(
            "handle", _("This name could be mistaken for ours. Please choose another one.")
        )
    return handle


def free_handle(text: str) -> str:
    """A name nobody here has. Raises Invalid."""
    handle = read_handle(text)
    taken = db.session.scalar(select(Member.id).where(Member.handle_key == handle_key(handle)))
    if taken is not None:
        raise _name_taken()
    return handle


def _name_taken() -> Invalid:
    return Invalid("handle", _("Somebody here has this name already. Please choose another one."))


def member_by_email(email: str) -> Member | None:
    return db.session.scalar(
        select(Member).where(Member.email == email, Member.state == MemberState.ACTIVE)
    )


def ask_to_join(wish: Joining) -> Issued:
    """Send the mail that proves the address. Known addresses get a sign-in mail: nobody is told."""
    if not spend("join-source", source(), 60, timedelta(hours=1)):
        raise TooMany(_("Too many tries from here. Please wait an hour."))
    # A name that is taken must not use up the mails of an address.
    free_handle(wish.handle)
    proofs.allow_mail(Purpose.SIGN_IN, wish.email)
    begin_write()
    handle = free_handle(wish.handle)
    if (known := member_by_email(wish.email)) is not None:
        return _send_sign_in(known)
    age = int(current_app.config["MINIMUM_AGE"])
    agreed = [ConsentPurpose.HEALTH_DATA, ConsentPurpose.AGE]
    if wish.newsletter:
        agreed.append(ConsentPurpose.NEWSLETTER)
    issued = proofs.issue(
        Purpose.JOIN,
        wish.email,
        payload={
            "handle": handle,
            "who_here": wish.who_here.value,
            "who_shown": wish.who_shown,
            "comfort": wish.comfort,
            "language": wish.language,
            "agreed": {purpose.value: consent.wording(purpose, age) for purpose in agreed},
        },
    )
    _mail_link("join", wish.email, issued)
    return issued


def ask_to_sign_in(email: str) -> Issued:
    """Send a link and a code. An unknown address gets a mail that says so: nobody else is told."""
    proofs.allow_mail(Purpose.SIGN_IN, email)
    begin_write()
    known = member_by_email(email)
    if known is not None:
        return _send_sign_in(known)
    issued = proofs.issue(Purpose.SIGN_IN, email)
    outbox.post(
        "no_account",
        email,
        f"no-account:{issued.token[:16]}",
        priority=OutboxMessage.SIGN_IN,
        otherwise=spoken(),
    )
    return issued


def _send_sign_in(known: Member) -> Issued:
    email = known.email or ""
    issued = proofs.issue(Purpose.SIGN_IN, email, member_id=known.id)
    _mail_link("sign_in", email, issued)
    return issued


def _mail_link(message: str, email: str, issued: Issued) -> None:
    outbox.post(
        message,
        email,
        f"{message}:{issued.token[:16]}",
        {"url": outbox.link(f"/sign-in/link/{issued.token}"), "code": issued.code},
        priority=OutboxMessage.SIGN_IN,
        otherwise=spoken(),
    )


def accept_proof(proof: Proof, handle: str | None = None, instead_of: int | None = None) -> str:
    """Use a proof of joining or signing in; the token of the new session is returned.

    `handle` replaces the name asked for, when somebody else took it in the meantime. `instead_of`
    is the session this browser had so far, which ends.
    """
    begin_write()
    proof = db.session.get_one(Proof, proof.id)
    # Used first: of two presses at once the second waits here, and finds it gone.
    proofs.use(proof)
    found = member_by_email(proof.email)
    if proof.purpose is Purpose.JOIN:
        found = found or _create_member(proof, handle)
    elif found is None or found.id != proof.member_id:
        # The member has another address by now, and this mailbox speaks for them no more.
        raise NotFound
    return _start_session(found.id, instead_of)


def _start_session(member_id: int, instead_of: int | None) -> str:
    if instead_of is not None:
        end_session(instead_of)
    note_event(member_id, "signed-in")
    return open_session(member_id)


def _create_member(proof: Proof, handle: str | None) -> Member:
    wish = proof.payload
    name = free_handle(handle or str(wish["handle"]))
    found = add_member(
        name,
        proof.email,
        who_here=WhoHere(wish["who_here"]),
        who_shown=bool(wish["who_shown"]),
        language=str(wish.get("language", "")),
    )
    found.comfort = str(wish.get("comfort", ""))
    for purpose, words in wish["agreed"].items():
        consent.record(
            ConsentPurpose(purpose),
            words,
            "/join",
            member_id=found.id,
            email=proof.email,
            at=proof.created_at,
        )
    if ConsentPurpose.NEWSLETTER.value in wish["agreed"]:
        digest.start_for_proved(proof.email)
    return found


def add_member(
    handle: str,
    email: str,
    *,
    role: Role = Role.MEMBER,
    who_here: WhoHere = WhoHere.OTHER,
    who_shown: bool = False,
    language: str = "",
    demo: bool = False,
) -> Member:
    """Make a member. The address must have been proved, or be the operator's word.

    Raises Invalid when somebody takes the name at the same moment.
    """
    found = Member(
        handle=handle,
        handle_key=handle_key(handle),
        email=email,
        role=role,
        who_here=who_here,
        who_shown=who_shown,
        language=language,
        demo=demo,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise _name_taken() from error
    return found


def check_password(email: str, password: str) -> Member | None:
    """The member with this address and password, or None. Counted and slowed, never locked."""
    window = timedelta(minutes=15)
    if not spend("password-source", source(), 60, window) or not spend(
        "password", email, 10, window
    ):
        raise TooMany(
            _("Too many tries. Wait a quarter of an hour, or ask for a sign-in link now.")
        )
    found = member_by_email(email)
    right = passwords.matches(found.password_hash if found else None, password)
    if not right:
        # Written for unknown addresses too: the operator sees guessing, and the work is the same.
        with ledger() as book:
            book.add(
                SecurityEvent(
                    member_id=found.id if found else None,
                    kind="password-refused",
                    device=device(),
                    at=clock.now(),
                )
            )
    return found if right else None


def sign_in(found: Member, instead_of: int | None = None) -> str:
    """Open a session for a member who has proved who they are, instead of this browser's last."""
    begin_write()
    return _start_session(found.id, instead_of)


def sign_out(session_id: int, member_id: int) -> None:
    begin_write()
    end_session(session_id)
    note_event(member_id, "signed-out")


def end_others(member_id: int, session_id: int) -> None:
    begin_write()
    end_other_sessions(member_id, keep=session_id)
    note_event(member_id, "sessions-ended")


def set_password(member_id: int, session_id: int, old: str, new: str) -> None:
    """Set, change or (with an empty `new`) remove the password. Raises Invalid."""
    found = db.session.get_one(Member, member_id)
    if found.password_hash is not None:
        if not spend("password", f"own:{member_id}", 10, timedelta(minutes=15)):
            raise TooMany(_("Too many tries. Please wait a quarter of an hour."))
        if not passwords.matches(found.password_hash, old):
            raise Invalid("old_password", _("This is not your present password."))
    hashed = None
    if new:
        passwords.check_rules(new, found.handle, found.email or "")
        hashed = passwords.hash_password(new)
    begin_write()
    found = db.session.get_one(Member, member_id)
    found.password_hash = hashed
    end_other_sessions(member_id, keep=session_id)
    note_event(member_id, "password-changed")
    if found.email:
        outbox.post(
            "password_changed",
            found.email,
            f"password:{member_id}:{clock.now().timestamp()}",
            otherwise=spoken(),
        )


def ask_to_change_email(member_id: int, new: str) -> None:
    """Send a proof to the new address. Nothing changes yet, and nobody is told if it is taken."""
    proofs.allow_mail(Purpose.CHANGE_EMAIL, new)
    begin_write()
    if member_by_email(new) is not None:
        return
    issued = proofs.issue(Purpose.CHANGE_EMAIL, new, member_id=member_id)
    outbox.post(
        "change_email",
        new,
        f"change-email:{issued.token[:16]}",
        {"url": outbox.link(f"/you/email/{issued.token}")},
        priority=OutboxMessage.SIGN_IN,
        otherwise=spoken(),
    )


def change_email(proof: Proof) -> None:
    """Move a member to the proved address; the old one is told and can undo for seven days."""
    begin_write()
    proof = db.session.get_one(Proof, proof.id)
    proofs.use(proof)
    found = db.session.get_one(Member, proof.member_id)
    if found.state is not MemberState.ACTIVE:
        raise NotFound
    old = found.email
    _move_to(found, proof.email)
    note_event(found.id, "email-changed")
    digest.move(old or "", proof.email)
    if old:
        undo = proofs.issue(
            Purpose.UNDO_EMAIL, old, member_id=found.id, payload={"new": proof.email}
        )
        outbox.post(
            "email_changed",
            old,
            f"email-changed:{undo.token[:16]}",
            {"url": outbox.link(f"/you/email/undo/{undo.token}"), "days": Proof.UNDO_EMAIL_DAYS},
            priority=OutboxMessage.SIGN_IN,
            otherwise=found.language or spoken(),
        )


def _move_to(found: Member, email: str) -> None:
    """Give a member another address. Raises Refusal when an account has it by now."""
    try:
        with db.session.begin_nested():
            found.email = email
    except IntegrityError as error:
        raise Refusal(
            _("Another account uses this address by now. Please write to us, so that we can help.")
        ) from error


def undo_email(proof: Proof) -> None:
    """Give a member the old address back and shut out whoever changed it.

    Every device is signed out, the password goes (it may be theirs), and so do the links that
    could move the address again: changes under way, and the undo links of later changes.
    """
    begin_write()
    proof = db.session.get_one(Proof, proof.id)
    proofs.use(proof)
    found = db.session.get_one(Member, proof.member_id)
    if found.state is not MemberState.ACTIVE:
        raise NotFound
    old = found.email
    _move_to(found, proof.email)
    digest.move(old or "", proof.email)
    found.password_hash = None
    proofs.revoke(Purpose.CHANGE_EMAIL, found.id)
    proofs.revoke(Purpose.UNDO_EMAIL, found.id, after=proof.id)
    end_other_sessions(found.id, keep=None)
    note_event(found.id, "email-undone")


@dataclass(frozen=True, slots=True)
class Profile:
    """What members say of themselves and want from us. Without a language: as the browser says."""

    who_here: WhoHere
    who_shown: bool
    mail_replies: bool
    language: str = ""


def save_profile(member_id: int, profile: Profile) -> None:
    if profile.language and profile.language not in current_app.config["LANGUAGES"]:
        raise Invalid("language", _("Please choose one of the list."))
    begin_write()
    found = db.session.get_one(Member, member_id)
    found.who_here, found.who_shown = profile.who_here, profile.who_shown
    found.mail_replies, found.language = profile.mail_replies, profile.language


def give_role(found: Member, role: Role) -> None:
    """Change what a member may do. Sessions end, so that the new limits hold at once."""
    found.role = role
    end_other_sessions(found.id, keep=None)
    db.session.add(SecurityEvent(member_id=found.id, kind="role-changed", at=clock.now()))


def note_event(member_id: int, kind: str) -> None:
    """One line of the member's security log."""
    db.session.add(SecurityEvent(member_id=member_id, kind=kind, device=device(), at=clock.now()))


def consents_of(member_id: int) -> list[Consent]:
    return list(
        db.session.scalars(
            select(Consent).where(Consent.member_id == member_id).order_by(Consent.id)
        )
    )
