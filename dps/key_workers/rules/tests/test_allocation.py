from dataclasses import replace

import pytest

from dps.key_workers.policies import Policy
from dps.key_workers.rules.allocation import Facts, Holder, Unwanted, Wanted, plan, problems
from dps.key_workers.rules.settings import Settings

FACTS = Facts(
    settings=Settings("LEI", Policy.KEY_WORKER, enabled=True),
    prison_name="Leeds (HMP)",
    prisons={"A1": "LEI", "A2": "MDI", "A3": "LEI"},
    names={"A1": "John Smith", "A2": "Al Young", "A3": "Zed High"},
    high_complexity={"A3"},
    holders={1: Holder("Ann Lee", True), 2: Holder("Bob Away", False)},
    current={"A1": 7},
    worker_names={7: "Cy Gone"},
)
WORDS = Policy.KEY_WORKER.words
AUTO_OFF = "Leeds (HMP) does not allow key workers to be recommended automatically"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ([], {"": "Choose a key worker for at least one person"}),
        ([Wanted("A1", 1, "AUTO"), Wanted("A2", 1)], {"": AUTO_OFF}),
        ([Wanted("A1", 1), Wanted("A1", 2)], {"A1": "Choose one key worker for John Smith (A1)"}),
        ([Wanted("A2", 9), Wanted("A3", 9)], {"A2": "Al Young (A2) is not at Leeds (HMP) now"}),
        ([Wanted("A9", 1)], {"A9": "A9 is not at Leeds (HMP) now"}),
        ([Wanted("A3", 9)], {"A3": "Zed High (A3) has high complexity of need, so cannot have a key worker"}),
        ([Wanted("A1", 9)], {"A1": "The member of staff 9 is not a key worker here now. Choose somebody else for John Smith (A1)"}),
        ([Wanted("A1", 2)], {"A1": "Bob Away is not active at the moment. Choose somebody else for John Smith (A1)"}),
        (
            [Wanted("A1", 1, expected=None)],
            {"A1": "Somebody else changed the key worker of John Smith (A1) while you were choosing. It is now Cy Gone: check your choice and save again"},
        ),
        ([Wanted("A1", 1, expected=7)], {}),
        ([Wanted("A1", 1)], {}),
    ],
)  # fmt: skip
def test_what_a_save_is_refused_for(wanted: list[Wanted], said: dict[str, str]) -> None:
    assert problems(wanted, [], FACTS, WORDS) == said


def test_a_scheme_that_is_off_refuses_everything() -> None:
    off = replace(FACTS, settings=Settings("LEI", Policy.KEY_WORKER))
    assert list(problems([Wanted("A1", 1)], [], off, WORDS)) == [""]


def test_deallocations_first_then_allocations_and_the_same_worker_changes_nothing() -> None:
    has = {"A1": 7, "A2": 8, "A3": 9}
    done = plan([Wanted("A1", 1), Wanted("A2", 8), Wanted("A4", 1)], [Unwanted("A3", 9), Unwanted("A2", 7)], has)
    assert done.end == [("A3", "MANUAL"), ("A1", "OVERRIDE")]
    assert [one.number for one in done.make] == ["A1", "A4"]
    again = plan([Wanted("A1", 7)], [Unwanted("A1", 7)], has)
    assert (again.end, [one.number for one in again.make]) == ([("A1", "MANUAL")], ["A1"])
