"""The coded lists a page offers. Codes no longer in use are not offered; whoever has one keeps it."""

from datetime import date

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.personal.rules import choices
from dps.prisoners.personal.rules.choices import Choice

NOT_ENTERED: Choice = ("", "Not entered")


def active(domain: str) -> list[Choice]:
    """Codes and labels of a list that may be given now, in its order. One statement."""
    today = local_time.today()
    in_use = (one for one in estate.codes_in(domain) if one.active and (one.expires_on or date.max) > today)
    return [(one.code, one.description) for one in in_use]


def is_active(domain: str, code: str) -> bool:
    """Whether a code may be given now. One statement."""
    return code in dict(active(domain))


def offered(domain: str, kept: str) -> list[Choice]:
    """What a page offers somebody who has `kept`: each label once, and their own code though it was retired."""
    return choices.with_kept(choices.one_per_label(active(domain), kept), kept, estate.label(domain, kept))
