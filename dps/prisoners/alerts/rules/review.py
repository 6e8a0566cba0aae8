"""How long an alert has stood without anybody looking at it. Our own (prisoners.md 10: stale-alert report)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Days since an alert was last looked at: from `least` up to, and without, `below`; none without an end."""

    key: str
    words: str
    least: int
    below: int | None


BANDS = (
    Band("0", "Under 6 months", 0, 183),
    Band("6m", "6 months to 1 year", 183, 365),
    Band("1y", "1 to 2 years", 365, 730),
    Band("2y", "2 to 5 years", 730, 1826),
    Band("5y", "5 years or more", 1826, None),
)
STALE_FROM = BANDS[2].least


def band_of(days: int) -> Band:
    """The band of an alert last looked at `days` ago; one that starts in the future is fresh."""
    return next(band for band in reversed(BANDS) if days >= band.least or band.least == 0)
