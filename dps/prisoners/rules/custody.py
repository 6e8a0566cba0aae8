"""Status, legal status, location, category, cell sharing risk, incentives.

Sources: legacy-nomis.md 2 to 4, prisoners.md 2 to 5, reference-data.md 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RECALL_STATUSES = frozenset(
    [
        "14FTR_ORA",
        "14FTRHDC_ORA",
        "CUR_ORA",
        "FTR/08",
        "FTR_HDC",
        "FTR_HDC_ORA",
        "FTR_ORA",
        "FTR_SCH15",
        "FTRSCH15_ORA",
        "HDR_ORA",
        "LR",
        "LR_ALP",
        "LR_ALP_LASPO",
        "LR_DLP",
        "LR_DPP",
        "LR_EPP",
        "LR_ES",
        "LR_HDC",
        "LR_IPP",
        "LR_LASPO_AR",
        "LR_LASPO_DR",
        "LR_LIFE",
        "LR_MLP",
        "LR_ORA",
        "LR_SEC236A",
        "LR_SEC91_ORA",
        "LR_YOI",
        "LR_YOI_ORA",
    ]
)
CATEGORY_TAGS = {
    "A": "Cat A",
    "E": "Cat A",
    "H": "Cat A High",
    "P": "Cat A Provisional",
    "Q": "Female Restricted",
    "V": "YOI Restricted",
}
WITHHELD_CATEGORIES = frozenset("AHP")
HIGH_PUBLIC_INTEREST = "HPI"
SCAN_LIMIT = 116


def booking_status(*, active: bool, in_out: str) -> str:
    """`ACTIVE IN`, `ACTIVE OUT`, `INACTIVE OUT` or `INACTIVE TRN`."""
    return f"{'ACTIVE' if active else 'INACTIVE'} {in_out}"


def legal_status(code: str, band: int | None) -> str:
    """Legal status from the imprisonment status and its band; recall comes first; '' without a band."""
    if code in RECALL_STATUSES:
        return "RECALL"
    if band is None:
        return ""
    if code == "CIV_RMD":
        return "CIVIL_PRISONER"
    if code == "UNKNOWN":
        return "UNKNOWN"
    bands = [
        (range(1), "DEAD"),
        (range(1, 2), "INDETERMINATE_SENTENCE"),
        (range(2, 4), "SENTENCED"),
        (range(4, 8), "CONVICTED_UNSENTENCED"),
        (range(8, 9), "IMMIGRATION_DETAINEE"),
        (range(9, 11), "CIVIL_PRISONER"),
        (range(11, 12), "IMMIGRATION_DETAINEE"),
        (range(12, 15), "REMAND"),
    ]
    return next((status for span, status in bands if band in span), "OTHER")


def convicted_status(band: int | None) -> str:
    """`Convicted` for bands to 8 and 11, `Remand` for others, '' without a band."""
    if band is None:
        return ""
    return "Convicted" if band <= 8 or band == 11 else "Remand"


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """One assessment: levels are codes or ''."""

    on: date
    sequence: int
    status: str
    calculated: str
    override: str
    review: str
    evaluation: str = ""
    next_review_on: date | None = None


def category_in_force(assessments: Sequence[AssessmentFacts]) -> AssessmentFacts | None:
    """The newest active categorisation that is approved (or needed no approval) and has a level."""
    usable = [a for a in assessments if a.status == "A" and a.evaluation in ("APP", "")]
    newest = max(usable, key=lambda a: (a.on, a.sequence), default=None)
    return newest if newest and category_level(newest) else None


def category_level(assessment: AssessmentFacts) -> str:
    """Review level, else override, else calculated; '' for none."""
    return assessment.review or assessment.override or assessment.calculated


def csra_rating(assessment: AssessmentFacts) -> str:
    """The rating of one cell sharing assessment (legacy-nomis.md 4): the review level, else the more serious of
    override and calculated level. A pending level is none, wherever it stands; '' for no rating."""
    if review := csra_level(assessment.review):
        return review
    levels = [level for code in (assessment.override, assessment.calculated) if (level := csra_level(code))]
    serious = ["HI", "STANDARD", "MED", "LOW"]
    known = [level for level in levels if level in serious]
    return min(known, key=serious.index) if known else next(iter(levels), "")


def csra_level(code: str) -> str:
    """The level that a code of CSRA stands for; '' for one that is still pending."""
    return "" if code == "PEND" else code


def current_csra(assessments: Sequence[AssessmentFacts]) -> AssessmentFacts | None:
    """The newest cell sharing assessment, by date then sequence, whose status is one of P, A, I."""
    usable = [a for a in assessments if a.status in ("P", "A", "I")]
    return max(usable, key=lambda a: (a.on, a.sequence), default=None)


def category_words(code: str, label: str) -> str:
    """A to D show the letter; provisional and high A, unsentenced and none have their own words; else the label."""
    special = {"U": "Unsentenced", "P": "A – provisional", "H": "A – high", "": "Not entered"}
    if code in ("A", "B", "C", "D"):
        return code
    return special.get(code, label)


class NextReview(StrEnum):
    """Why the next incentive review falls when it does."""

    NEW_ARRIVAL = "new arrival"
    BASIC = "on Basic"
    STILL_BASIC = "confirmed on Basic"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Incentive:
    """One review of incentive level."""

    level: str
    on: date
    sequence: int


def current_incentive(reviews: Sequence[Incentive]) -> Incentive | None:
    """Newest day, then highest sequence: the time of day is not used."""
    return max(reviews, key=lambda r: (r.on, r.sequence), default=None)


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def next_incentive_review(
    reviews: Sequence[Incentive], *, arrived_on: date, born_on: date | None, acct_open: bool
) -> tuple[date, NextReview]:
    """When the next review is due (prisoners.md 5). A level given on the day of arrival is no real review."""
    real = sorted((r for r in reviews if r.on > arrived_on), key=lambda r: (r.on, r.sequence))
    if not real:
        young = born_on is not None and age_on(born_on, arrived_on) < 18
        return add_months(arrived_on, 1 if young else 3), NextReview.NEW_ARRIVAL
    last = real[-1]
    if last.level != "BAS":
        return add_months(last.on, 12), NextReview.YEARLY
    if len(real) > 1 and real[-2].level == "BAS":
        young = born_on is not None and age_on(born_on, last.on) < 18
        return date.fromordinal(last.on.toordinal() + (14 if acct_open or young else 28)), NextReview.STILL_BASIC
    return date.fromordinal(last.on.toordinal() + 7), NextReview.BASIC


def age_on(born_on: date, today: date) -> int:
    """Full years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def age_in_words(born_on: date, today: date) -> str:
    """`41 years, 3 months`."""
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    years, left = divmod(max(months, 0), 12)
    return f"{years} year{'' if years == 1 else 's'}, {left} month{'' if left == 1 else 's'}"


def is_alert_active(active_to: date | None, today: date) -> bool:
    """Active when it has no end, or ends after today. One that starts in the future counts (prisoners.md 6)."""
    return active_to is None or active_to > today


def is_photo_withheld(category: str, active_alert_codes: frozenset[str] | None) -> bool:
    """Withheld for category A, H, P and for high public interest; also when alerts cannot be read (None)."""
    return active_alert_codes is None or category in WITHHELD_CATEGORIES or HIGH_PUBLIC_INTEREST in active_alert_codes


def location_description(
    *, in_out: str, agency_name: str, movement_type: str, movement_words: str, left: str, hospital: str
) -> str:
    """Where a person is, in words: the prison, Transfer, `Outside - released from X`, with the hospital if any."""
    if in_out == "TRN":
        return "Transfer"
    if in_out != "OUT" or movement_type not in ("REL", ""):
        return agency_name if agency_name != "Outside" else f"Outside - {movement_words}"
    words = f"Outside - released from {left}" if left else "Outside"
    return f"{words} - discharged to {hospital}" if hospital else words


def status_strip(*, prison: str, caseloads: frozenset[str]) -> str:
    """The line that says why some information may be hidden; '' for a person of one's own prisons."""
    if prison == "TRN":
        return "This person is being transferred. Some information may be hidden."
    if prison in ("OUT", ""):
        return "This person has been released. Some information may be hidden."
    if prison not in caseloads:
        return "This person is not in your establishment. Some information may be hidden."
    return ""


def arrival_strip(*, arrived_on: date | None, today: date, prison: str, active_caseload: str) -> str:
    """Says that somebody in my active caseload arrived today or within the last three days; '' otherwise."""
    if arrived_on is None or prison != active_caseload:
        return ""
    days = (today - arrived_on).days
    if days == 0:
        return "Arrived today. Some information may not be entered yet."
    return "Arrived in the last 3 days. Some information may not be entered yet." if 0 < days <= 2 else ""
