"""Personal data in words."""

from dps.prisoners.rules.custody import SCAN_LIMIT


def scan_warnings(scans: int, *, alert: bool) -> list[str]:
    """What to say before somebody is scanned (prisoners.md 3): an XXRAY alert, or the limit of the year reached."""
    warnings = ["Do not X-ray body scan: there is an alert against it."] if alert else []
    if scans >= SCAN_LIMIT:
        warnings.append(f"Do not X-ray body scan: the limit of {SCAN_LIMIT} scans this calendar year is reached.")
    return warnings
