"""Words for the estate's pages."""

from dps.estate.models import Agency

KINDS = {
    "HMP": "prison",
    "YOI": "young offender institution",
    "YCS": "youth custody service",
    "STC": "secure training centre",
    "IRC": "immigration removal centre",
}
SERVES = {"M": "Men", "F": "Women", "MF": "Men and women"}


def kind_words(kind: str) -> str:
    """`HMP+YOI` in words: Prison and young offender institution. An unknown kind is kept."""
    return " and ".join(KINDS.get(part, part) for part in kind.split("+")).capitalize() if kind else ""


def operator_words(operator: str) -> str:
    """Who runs a prison."""
    return "Public sector" if operator == "PSP" else operator


def facts(prison: Agency) -> list[tuple[str, str]]:
    """What is known of a prison, as label and words; what is not known is left out."""
    known = [
        ("Code", prison.code),
        ("Welsh name", prison.welsh_name),
        ("Kind", kind_words(prison.kind)),
        ("Serves", SERVES.get(prison.serves, "")),
        ("Category", prison.category),
        ("Run by", operator_words(prison.operator)),
        ("Open", "Yes" if prison.active else "No: closed or not yet open"),
    ]
    return [(label, words) for label, words in known if words]
