"""Case notes that read like notes, by combination."""

import csv
from datetime import datetime
from functools import cache
from random import Random

from dps.estate.queries import DATA

Kind = tuple[str, str]
"""Type and sub-type."""

_POSITIVE = [
    [
        "Has kept {his} cell to a good standard",
        "Volunteered to clean the landing",
        "Helped a new arrival settle in",
        "Polite and respectful to staff all week",
        "Completed the in-cell education pack",
        "Worked hard in the servery",
    ],
    [
        "without being asked",
        "again today",
        "throughout the shift",
        "and set an example to others",
        "for the third week",
    ],
    ["Positive entry given.", "I thanked {him} and said I would record it.", "Keep it up.", "Well done."],
]
_NEGATIVE = [
    [
        "Refused to return to {his} cell at bang-up",
        "Was shouting on the landing",
        "Late back from exercise",
        "Found with excess kit in {his} cell",
        "Did not attend work",
        "Used abusive language to an officer",
    ],
    ["when asked twice", "despite a direct order", "and gave no reason", "and then complied after a warning"],
    ["Negative entry given and explained.", "Warned about {his} incentive level.", "To be reviewed at the weekend."],
]
_SESSION = [
    [
        "Key worker session held in the wing office.",
        "Met on the landing for {his} key worker session.",
        "Session held in the interview room.",
    ],
    [
        "{He} is in good spirits and in contact with {his} family.",
        "{He} says {he} is sleeping badly.",
        "We talked about work and a possible transfer.",
        "{He} has no problems with others on the wing.",
    ],
    [
        "Agreed to ask education about the maths course.",
        "Visits booked for the weekend.",
        "I will chase {his} property from reception.",
        "No concerns about self-harm expressed.",
    ],
    ["Next session in two weeks.", "Will see {him} again next week.", "Nothing further to raise."],
]
_OBSERVATION = [
    [
        "Seen on the landing at association",
        "Checked at roll check",
        "Observed at breakfast",
        "Spoke to {him} at the gate",
    ],
    ["quiet but well.", "mixing well with others.", "chatting to {his} cellmate.", "tired after a night of noise."],
]
_ENTRY = [
    [
        "Went to see {him} for {his} session but {he} was at work",
        "Session put off: the wing was locked down",
        "{He} did not want to meet today",
        "Short chat at the door about {his} visits order",
    ],
    [". Will try again this week.", ". A session is planned for the weekend.", ". Told the wing manager."],
]
_HISTORY = [
    ["Phoned {his} family to say the visit is booked", "{His} application was answered", "{He} asked to move cells"],
    [". {He} was told in person.", ". Passed to the wing office.", ". Nothing further needed."],
]
_CHAPLAINCY = [
    ["Attended the service on Sunday", "Asked to see the chaplain after news from home", "Joined the study group"],
    [". Supported and will be seen again.", ". Thanked the team.", ". Family informed with {his} agreement."],
]
_EDUCATION = [
    ["Finished the second unit of English", "Helped another learner with fractions", "Missed the morning class"],
    [". The tutor is pleased.", ". Certificate to follow.", ". Reason accepted."],
]
_REVIEW = [
    ["Incentive level review held", "Review of {his} incentive level at the wing board"],
    [". Remains on the same level.", ". Behaviour and work were both discussed.", ". {He} gave {his} own view."],
]
_WELLBEING = [
    ["Well-being check at unlock", "Checked on {him} after a difficult phone call"],
    [". In good spirits.", ". Quiet, but eating and sleeping.", ". Would like to see the mental health team."],
]
_MOVED = [
    ["Moved to be nearer to {his} work", "Moved for maintenance of the cell", "Moved off the induction landing"],
    [".", ". {He} agreed.", ". Property checked."],
]
_LATER = [
    "Spoke to {him} again after association: calmer now.",
    "Seen by the wing manager, who agrees.",
    "The tutor has confirmed this.",
    "Put right: this was on the exercise yard, not the landing.",
    "{He} has since apologised to the officer.",
]
SESSION, ENTRY, MOVED = ("KA", "KS"), ("KA", "KE"), ("MOVED_CELL", "GM")
_KINDS: dict[Kind, list[list[str]]] = {
    ("POS", "IEP_ENC"): _POSITIVE,
    ("POS", "POS_GEN"): _POSITIVE,
    ("NEG", "IEP_WARN"): _NEGATIVE,
    ("NEG", "NEG_GEN"): _NEGATIVE,
    ("OBSERVE", "OBS_GEN"): _OBSERVATION,
    ("GEN", "HIS"): _HISTORY,
    ("GEN", "WELFCHK"): _WELLBEING,
    ("CHAP", "GPS"): _CHAPLAINCY,
    ("CAB", "EDUCATION"): _EDUCATION,
    ("REPORTS", "REP_IEP"): _REVIEW,
    SESSION: _SESSION,
    ENTRY: _ENTRY,
    MOVED: _MOVED,
}
EVERYDAY = [kind for kind in _KINDS if kind not in (SESSION, ENTRY, MOVED)]


def _words(woman: bool) -> dict[str, str]:
    if woman:
        return {"he": "she", "him": "her", "his": "her", "He": "She", "His": "Her"}
    return {"he": "he", "him": "him", "his": "his", "He": "He", "His": "His"}


def note(chance: Random, kind: Kind, *, woman: bool) -> str:
    """One note of a type and sub-type."""
    parts = " ".join(chance.choice(part) for part in _KINDS[kind])
    return parts.replace(" .", ".").format(**_words(woman))


def more_details(chance: Random, username: str, at: datetime, *, woman: bool) -> str:
    """What somebody added later, as NOMIS keeps it in the same text: the way the date is written changed twice."""
    style, noun = ("%d/%m/%Y", "note") if at.year < 2008 else ("%d-%m-%Y" if at.year < 2018 else "%Y/%m/%d", "notes")
    text = chance.choice(_LATER).format(**_words(woman))
    return f" ...[{username} updated the case {noun} on {at:{style} %H:%M:%S}] {text}"


@cache
def _alert_names() -> dict[tuple[str, str], str]:
    with (DATA / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["domain"], row["code"]): row["description"] for row in rows if row["domain"].startswith("ALERT")}


def alert_made(type: str, code: str, *, active: bool) -> str:
    """What the product itself writes when an alert begins or ends."""
    names = _alert_names()
    alert = names.get(("ALERT_CODE", code), code)
    return f"Alert {names.get(('ALERT', type), type)} and {alert} made {'active' if active else 'inactive'}."
