"""What happens to a message: when it is tried again, what a receipt changes, when it waits. Pure.

Source: notify.md 1, 5 and 6.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a message is. Stored as it is written here."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED_PERMANENT = "failed_permanent"
    FAILED_TEMPORARY = "failed_temporary"
    FAILED_TECHNICAL = "failed_technical"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    HELD = "held"


WAITING = frozenset({State.QUEUED, State.SENDING})
FAILED = frozenset({State.FAILED_PERMANENT, State.FAILED_TEMPORARY, State.FAILED_TECHNICAL})
FINAL = FAILED | {State.DELIVERED}
OVER = FINAL | {State.SUPPRESSED, State.EXPIRED, State.CANCELLED}
"""Nothing more is done with these unless a person asks."""

BACK_OFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
KEEP_TRYING = timedelta(hours=24)
RATE_PAUSE = timedelta(seconds=60)
RESEND_TEMPORARY = timedelta(hours=4)
RESEND_TECHNICAL = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
SPACING = timedelta(milliseconds=25)
"""At most 2,400 a minute: four fifths of what GOV.UK Notify takes."""
BURST = SPACING * 800


class Verdict(StrEnum):
    """What a refusal by GOV.UK Notify means for the message and for the others."""

    RETRY = "retry"
    PAUSE = "pause"
    UNTIL_TOMORROW = "until tomorrow"
    CLOCK = "clock"
    STOP = "stop"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not a success. `status` is 0 when no answer came at all."""

    status: int
    types: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        """Whether the message may have been taken all the same."""
        return not 400 <= self.status < 500 or self.status == 408

    def mentions(self, *words: str) -> bool:
        """Whether any of these words is in its messages. For explaining only: the verdict rests on status and type."""
        told = " ".join(self.messages).lower()
        return any(word in told for word in words)


def verdict(refusal: Refusal, *, clock_before: bool = False) -> Verdict:
    """What to do after a refusal. `clock_before`: the last attempt of this message was refused for our clock too."""
    if refusal.unsure:
        return Verdict.RETRY
    if refusal.status == 429:
        return Verdict.UNTIL_TOMORROW if "TooManyRequestsError" in refusal.types else Verdict.PAUSE
    if refusal.status == 403 and refusal.mentions("clock") and not clock_before:
        return Verdict.CLOCK
    if refusal.status in (401, 403):
        return Verdict.STOP
    return Verdict.HOLD


def explain(refusal: Refusal) -> str:
    """The refusal in words for an administrator. Nothing that GOV.UK Notify said is repeated: it may quote values."""
    status = refusal.status
    if status == 0:
        return "GOV.UK Notify did not answer"
    if refusal.unsure:
        return "GOV.UK Notify had a fault of its own"
    if status == 429:
        daily = "TooManyRequestsError" in refusal.types
        return "Today’s limit of messages is used up" if daily else "More messages a minute than GOV.UK Notify takes"
    if status == 403 and refusal.mentions("clock"):
        return "The clock of this server is more than 30 seconds wrong"
    if status in (401, 403):
        return "GOV.UK Notify does not accept our key: it is wrong, was revoked, or the service is closed"
    if refusal.mentions("email_address", "email address", "phone_number", "phone number") or (
        set(refusal.types) & {"InvalidEmailError", "InvalidPhoneError"}
    ):
        return "The address is not one that GOV.UK Notify can send to"
    if refusal.mentions("team", "trial", "guest"):
        return "Our service at GOV.UK Notify may only send to its own team so far"
    if refusal.mentions("personalisation"):
        return "The template at GOV.UK Notify asks for something that we do not send"
    if refusal.mentions("template"):
        return "GOV.UK Notify does not know the template, or it is of another kind"
    return "GOV.UK Notify refused the message"


def after_no_answer(
    tries: int, *, since: datetime, at: datetime, expires_at: datetime | None
) -> tuple[State, datetime]:
    """What becomes of a message after `tries` attempts without an answer, the first at `since`: queued, and when it is
    tried again; or expired or held, with the moment it would have been."""
    when = at + BACK_OFF[min(tries, len(BACK_OFF)) - 1]
    if expires_at is not None and when >= expires_at:
        return State.EXPIRED, when
    return (State.HELD if when > since + KEEP_TRYING else State.QUEUED), when


def tomorrow(at: datetime) -> datetime:
    """Five past midnight UTC, when the daily limit is new."""
    day = at.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(day, time(0, 5), tzinfo=UTC)


def take_turn(busy_until: datetime | None, at: datetime) -> tuple[datetime, datetime | None]:
    """One more message, spread so that no minute holds too many: the new `busy_until`, and when to come back instead
    (None: now)."""
    until = max(busy_until or at, at)
    if until - at > BURST:
        return until, until - BURST
    return until + SPACING, None


def morning(at: datetime) -> datetime | None:
    """When what is not urgent may go: 07:00 when `at` (on a London clock) is between 20:00 and 07:00; else None."""
    if 7 <= at.hour < 20:
        return None
    day = at.date() + timedelta(days=1 if at.hour >= 20 else 0)
    return datetime.combine(day, time(7), tzinfo=at.tzinfo)


RECEIPTS = {
    "created": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "pending": State.ACCEPTED,
    "sent": State.DELIVERED,
    "delivered": State.DELIVERED,
    "permanent-failure": State.FAILED_PERMANENT,
    "temporary-failure": State.FAILED_TEMPORARY,
    "technical-failure": State.FAILED_TECHNICAL,
}
"""GOV.UK Notify's words for where a message is. `sent` is as far as a text abroad gets."""


def after_receipt(
    state: State, completed_at: datetime | None, told: State, told_completed_at: datetime | None
) -> State | None:
    """The state after a receipt; None when it changes nothing. Never back from a final state; another final one counts
    only when it is of a later moment."""
    if told == state or told is State.ACCEPTED:
        return State.ACCEPTED if told is State.ACCEPTED and state in WAITING else None
    if state not in FINAL:
        return told
    if completed_at is None or told_completed_at is None or told_completed_at <= completed_at:
        return None
    return told


def resend_after(state: State, resends: int) -> timedelta | None:
    """How long after a failure it is sent again by itself; None when not. `resends`: how often it was already."""
    if state is State.FAILED_TEMPORARY and resends == 0:
        return RESEND_TEMPORARY
    if state is State.FAILED_TECHNICAL and resends < len(RESEND_TECHNICAL):
        return RESEND_TECHNICAL[resends]
    return None


def may_send_again(state: State) -> bool:
    """Whether a person may have it sent again: what is held or failed."""
    return state is State.HELD or state in FAILED


def may_cancel(state: State) -> bool:
    """Whether it can still be stopped: nobody has begun to send it."""
    return state in (State.QUEUED, State.HELD)


def normal_address(kind: str, typed: str) -> str:
    """An address as it is stored and looked for: e-mail in small letters, numbers without spaces and signs."""
    if kind == "email":
        return re.sub(r"[\s\u200b\u2060\ufeff\u180e]+", "", typed).lower()
    return re.sub(r"[\s().-]+", "", typed)


def masked(address: str) -> str:
    """Enough of an address to tell two people apart: `a•••@justice.gov.uk`, `•••••••0123`."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    return f"•••••••{address[-4:]}" if len(address) > 6 else "•••"


def is_secret(name: str) -> bool:
    """Whether a value lets somebody in: shown to nobody but who it is sent to."""
    return (
        name.lower()
        .replace("_", "")
        .replace("-", "")
        .replace(" ", "")
        .rstrip("s")
        .endswith(("link", "code", "token", "password", "url"))
    )


HIDDEN = "[not shown]"


def without_secrets(text: str, secrets: Sequence[str]) -> str:
    """`text` with every secret value taken out, the longest first."""
    for secret in sorted({one for one in secrets if one}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def sample_value(name: str) -> str:
    """Something of the right kind for a placeholder, for looking at a template."""
    plain = name.lower().replace("_", " ").replace("-", " ")
    for ending, value in _SAMPLES:
        if plain.endswith(ending):
            return value
    return plain


_SAMPLES = (
    ("link", "https://example.service.gov.uk/look"),
    ("url", "https://example.service.gov.uk/look"),
    ("code", "042137"),
    ("email", "aisha.holroyd@example.gov.uk"),
    ("first name", "Aisha"),
    ("last name", "Holroyd"),
    ("username", "AISHA_GEN"),
    ("user name", "AISHA_GEN"),
    ("name", "Aisha Holroyd"),
    ("date", "22 November 2026"),
    ("day", "22 November 2026"),
    ("time", "09:05"),
    ("minutes", "20"),
    ("hours", "24"),
    ("days", "7"),
    ("when", "22 November 2026 at 09:05"),
    ("mobile", "07700 900123"),
    ("prison", "Leeds"),
)
