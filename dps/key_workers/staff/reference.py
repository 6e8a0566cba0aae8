"""The coded lists of key work (key-workers.md 3, reference data)."""

from dps.key_workers.models import Allocation, ComplexityOfNeed
from dps.key_workers.rules.status import WORDS

POSITIONS = {
    "PRO": "Prison Officer", "AO": "Admin Officer", "AA": "Administrative Assistant", "CHAP": "Chaplain",
    "CON": "Contractor", "EO": "Executive Officer", "FP": "Fee Paid", "IG4": "Industrial Grade 4",
    "IG5": "Industrial Grade 5", "MGRD": "Manager D", "MGRE": "Manager E", "MGRF": "Manager F", "MGRG": "Manager G",
    "OSG": "Operational Support Grade", "PS": "Personal Secretary", "PPO": "Principal Prison Officer",
    "PO": "Probation Officer", "PTO": "Professional and Technology Officer", "PSYA": "Psychological Assistant",
    "PSY": "Psychologist", "PYST": "Psychologist Trainee", "SECMGR": "Security Manager",
    "SCS1": "Senior Civil Servant Pay Band 1", "SCS2": "Senior Civil Servant Pay Band 2",
    "SCS3": "Senior Civil Servant Pay Band 3", "SMGRA": "Senior Manager A", "SMGRB": "Senior Manager B",
    "SMGRC": "Senior Manager C", "SMGRD": "Senior Manager D", "SPSEC": "Senior Personal Secretary",
    "SUP1": "Support Grade Band 1", "SUP2": "Support Grade Band 2", "TECH1": "Technical Grade 1", "TYP": "Typist",
}  # fmt: skip
DOMAINS: dict[str, dict[str, str]] = {
    "staff-status": {str(status): words for status, words in WORDS.items()},
    "allocation-reason": dict(Allocation.Reason.choices),
    "deallocation-reason": dict(Allocation.Ended.choices),
    "recorded-event": {"SESSION": "Key worker session", "ENTRY": "Key worker entry or personal officer entry"},
    "schedule-type": {"FT": "Full Time", "PT": "Part Time", "SESS": "Sessional", "VOL": "Volunteer"},
    "staff-position": POSITIONS,
    "complexity-of-need": dict(ComplexityOfNeed.Level.choices),
}
