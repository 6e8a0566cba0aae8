"""What those who hold the job role may do from the overview of a person at their prison (key-workers.md 2.11)."""

from collections.abc import Callable
from typing import Any

from dps.key_workers.policies import Policy
from dps.key_workers.record.queries import SCHEMES_SQL
from dps.prisoners.profile.actions import Question

SESSION = "case-notes/add/?type=KA&subType=KS"
ENTRY = "case-notes/add/?type=REPORT&subType=POE"
SCHEMES = Question("schemes_worked_in", SCHEMES_SQL, of=lambda person: person.in_caseload)
"""Asked once a page, and of people in the viewer's own prisons only."""


def words_for(policy: Policy, words: str) -> Callable[[Any], str]:
    """The words of an action for holders of the role of a scheme at the person's prison; '' for everybody else."""
    return lambda schemes: words if policy in (schemes or ()) else ""
