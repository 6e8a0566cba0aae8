"""case-notes.md 6, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.rules import access
from dps.prisoners.rules.access import Viewer, Whereabouts, may_open

HERE, OTHER, OUT, TRANSIT = Whereabouts("LEI"), Whereabouts("MDI"), Whereabouts("OUT"), Whereabouts("TRN")
PATIENT, OTHER_PATIENT = Whereabouts("OUT", "LEI"), Whereabouts("OUT", "MDI")
NEVER_BOOKED, GHOST = Whereabouts(""), Whereabouts("ZZGHI")
EVERYBODY = [HERE, OTHER, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED, GHOST]
NOWHERE: frozenset[str] = frozenset()
LEFT_HERE = frozenset({"LEI", "BXI"})


def viewer(*roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Viewer:
    return Viewer(frozenset({"PRISON", *roles}), frozenset(caseloads), caseloads[0] if caseloads else "")


@pytest.mark.parametrize(
    ("roles", "left", "read"),
    [
        ((), LEFT_HERE, [HERE]),
        (("GLOBAL_SEARCH",), LEFT_HERE, [HERE]),
        (("POM",), LEFT_HERE, [HERE, PATIENT]),
        (("POM", "GLOBAL_SEARCH"), LEFT_HERE, [HERE, OTHER, PATIENT]),
        (("POM", "GLOBAL_SEARCH"), NOWHERE, [HERE, PATIENT]),
        (("POM", "GLOBAL_SEARCH"), frozenset({"BXI"}), [HERE, PATIENT]),
        (("INACTIVE_BOOKINGS",), NOWHERE, [HERE, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED]),
        (
            ("INACTIVE_BOOKINGS", "GLOBAL_SEARCH"),
            LEFT_HERE,
            [HERE, OUT, TRANSIT, PATIENT, OTHER_PATIENT, NEVER_BOOKED],
        ),
    ],
)
def test_whose_notes_may_be_read(roles: tuple[str, ...], left: frozenset[str], read: list[Whereabouts]) -> None:
    assert [person for person in EVERYBODY if access.may_read(person, viewer(*roles), left)] == read


def test_nobody_but_prison_staff_reads_notes() -> None:
    probation = Viewer(frozenset({"INACTIVE_BOOKINGS", "GLOBAL_SEARCH", "POM"}), frozenset({"LEI"}), "LEI")
    assert not any(access.may_read(person, probation, LEFT_HERE) for person in EVERYBODY)


@pytest.mark.parametrize(
    ("role", "reads", "writes", "deletes"),
    [
        ("POM", True, True, False),
        ("VIEW_SENSITIVE_CASE_NOTES", True, False, False),
        ("ADD_SENSITIVE_CASE_NOTES", True, True, False),
        ("DELETE_SENSITIVE_CASE_NOTES", False, False, True),
        ("CENTRAL_ADMIN", False, False, False),
    ],
)
def test_which_role_does_what(role: str, reads: bool, writes: bool, deletes: bool) -> None:
    who = viewer(role)
    assert (access.may_read_sensitive(who), access.may_write_sensitive(who), access.may_delete(who)) == (
        reads,
        writes,
        deletes,
    )


@pytest.mark.parametrize(("sensitive", "restricted"), [(False, False), (True, False), (False, True), (True, True)])
def test_which_kinds_may_be_written(sensitive: bool, restricted: bool) -> None:
    flags = {"sensitive": sensitive, "restricted_use": restricted}
    assert access.may_use_kind(viewer("POM"), **flags)
    assert access.may_use_kind(viewer("VIEW_SENSITIVE_CASE_NOTES"), **flags) is not (sensitive or restricted)


ROLES = ["PRISON", "GLOBAL_SEARCH", "POM", "INACTIVE_BOOKINGS", "VIEW_SENSITIVE_CASE_NOTES"]
PRISONS = st.sampled_from(["LEI", "MDI", "BXI"])


@given(
    person=st.builds(
        Whereabouts, st.sampled_from(["LEI", "MDI", "OUT", "TRN", "", "ZZGHI"]), st.sampled_from(["", "LEI", "MDI"])
    ),
    roles=st.frozensets(st.sampled_from(ROLES)),
    caseloads=st.frozensets(PRISONS),
    left=st.frozensets(PRISONS),
)
def test_notes_are_never_opened_wider_than_the_person(
    person: Whereabouts, roles: frozenset[str], caseloads: frozenset[str], left: frozenset[str]
) -> None:
    who = Viewer(roles, caseloads, min(caseloads, default=""))
    read = access.may_read(person, who, left)
    assert not read or may_open(person, who)
    if read != access.may_read(person, who, frozenset()):
        assert access.depends_on_leaving(person, who) and left & caseloads
    assert not read or access.may_read(person, Viewer(roles | {"POM"}, caseloads, who.active_caseload), left)
