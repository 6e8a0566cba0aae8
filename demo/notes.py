"""Case notes that read like notes, by combination."""

from random import Random

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
_KINDS = {
    ("POS", "IEP_ENC"): _POSITIVE,
    ("NEG", "IEP_WARN"): _NEGATIVE,
    ("KA", "KS"): _SESSION,
    ("OBSERVE", "OBS_GEN"): _OBSERVATION,
}
KINDS = list(_KINDS)


def note(chance: Random, kind: tuple[str, str], *, woman: bool) -> str:
    """One note of a type and sub-type."""
    words = (
        {"he": "she", "him": "her", "his": "her", "He": "She"}
        if woman
        else {"he": "he", "him": "him", "his": "his", "He": "He"}
    )
    return " ".join(chance.choice(part) for part in _KINDS[kind]).format(**words)
