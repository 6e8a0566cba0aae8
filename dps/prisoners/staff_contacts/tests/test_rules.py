"""The order of staff contacts."""

from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.staff_contacts.rules import FIRST, Contact, in_order, nobody_as


def contact(code: str, words: str = "", last: str = "HALL", first: str = "ANN") -> Contact:
    return Contact(code, words or code, first, last)


def test_known_roles_first_then_by_relationship_and_name() -> None:
    given_order = [
        contact("SOL", "Solicitor", "RAY"), contact("DR", "Doctor"), contact("SOL", "Solicitor", "ABLE", "ZED"),
        contact("SOL", "Solicitor", "able", "AMY"), contact("YJSCM"), contact("COM"), contact("CPOM"), contact("POM"), contact("PO"),
    ]  # fmt: skip
    assert [(one.relationship, one.first_name) for one in in_order(given_order)] == [
        ("PO", "ANN"), ("POM", "ANN"), ("CPOM", "ANN"), ("COM", "ANN"), ("YJSCM", "ANN"), ("DR", "ANN"), ("SOL", "AMY"),
        ("SOL", "ZED"), ("SOL", "ANN"),
    ]  # fmt: skip


@given(st.lists(st.builds(contact, st.sampled_from([*FIRST, "DR", "SOL"]), last=st.sampled_from(["A", "b", "C"]))))
def test_nobody_is_lost_and_roles_keep_their_order(contacts: list[Contact]) -> None:
    found = in_order(contacts)
    ranks = [FIRST.index(one.relationship) if one.relationship in FIRST else len(FIRST) for one in found]
    assert ranks == sorted(ranks) and sorted(map(repr, found)) == sorted(map(repr, contacts))


def test_expected_roles_nobody_has() -> None:
    assert nobody_as([]) == ["Prison offender manager", "Community offender manager"]
    assert nobody_as([contact("COM")]) == ["Prison offender manager"]
