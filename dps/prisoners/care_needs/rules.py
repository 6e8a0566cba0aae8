"""Which care needs are shown, and which of them are of now. Source: prisoners.md 5, care needs page."""

KINDS = ("DISAB", "MATSTAT", "PHY", "PSYCH")
"""The types of problems that are care needs; X-ray body scans stand in the same table and are none."""
NONE_RECORDED = "NR"
"""The code that says there is no disability: no need at all."""
ONGOING = "ON"


def is_current(status: str) -> bool:
    """Whether a need of this status is one of now; any other is past."""
    return status == ONGOING
