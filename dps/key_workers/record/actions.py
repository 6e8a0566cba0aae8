"""What those who hold the job role may do from the overview of a person at their prison (key-workers.md 2.11)."""

from collections.abc import Callable
from typing import Any

from dps.key_workers.policies import Policy
from dps.key_workers.record.queries import schemes_worked_in
from dps.platform.access import Actor
from dps.prisoners.profile.frame import Opened

SESSION = "case-notes/add/?type=KA&subType=KS"
ENTRY = "case-notes/add/?type=REPORT&subType=POE"
_ASKED = "key work roles of the viewer"


def words_for(policy: Policy, words: str) -> Callable[[Opened, Actor], str]:
    """The words of an action for holders of the role of a scheme at the person's prison; '' for everybody else."""

    def said(person: Opened, actor: Actor) -> str:
        return words if policy in _schemes(person, actor) else ""

    return said


def _schemes(person: Opened, actor: Actor) -> Any:
    """Asked once a page, and of people in the viewer's own prisons only: the answer is kept with the header row."""
    if not person.in_caseload:
        return frozenset()
    if _ASKED not in person.record:
        person.record[_ASKED] = schemes_worked_in(actor.username, str(person.record["agency"]), person.today)
    return person.record[_ASKED]
