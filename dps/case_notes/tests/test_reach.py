"""The rule of who may read whose notes, as a condition on many people, against the rule itself."""

from datetime import timedelta
from itertools import combinations

import pytest

from dps.case_notes.opening import may_open_notes
from dps.case_notes.reach import known_to
from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.models import Movement, SearchRecord
from dps.prisoners.profile import queries
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

ROLES = ("PRISON", "POM", "GLOBAL_SEARCH", "INACTIVE_BOOKINGS")


@pytest.mark.django_db
def test_the_condition_and_the_rule_say_the_same_of_everybody() -> None:
    make_agencies()
    places = {"A1111AA": "LEI", "A2222AA": "MDI", "A3333AA": "TRN", "A4444AA": "OUT", "A5555AA": "BXI"}
    for number, prison in places.items():
        make_person(number, prison=prison)
    for number, days in (("B1111BB", 20), ("B2222BB", 90), ("B3333BB", 95)):
        left = booking_of(make_person(number, prison="MDI"))
        Movement.objects.create(
            booking=left, sequence=2, at=local_time.now() - timedelta(days=days), type="TRN", reason="NOTR",
            direction="OUT", from_agency="LEI", to_agency="MDI", active=False,
        )  # fmt: skip
    make_person("C1111CC", booked=False)
    for number, supporting in (("D1111DD", "LEI"), ("D2222DD", "MDI")):
        make_person(number, prison="OUT")
        SearchRecord.objects.filter(pk=number).update(supporting_prison=supporting)
    make_person("E1111EE")
    SearchRecord.objects.filter(pk="E1111EE").update(agency="ZZGHI")
    records = {
        number: queries.header(number, local_time.today()) or {}
        for number in SearchRecord.objects.values_list("pk", flat=True)
    }
    answers = set()
    for many in range(len(ROLES) + 1):
        for roles in combinations(ROLES, many):
            actor = Actor("X", "X", 1, frozenset(roles), ("LEI",), "LEI")
            known = known_to(list(records), actor)
            assert known == sorted(n for n, record in records.items() if may_open_notes(record, actor)), roles
            answers.add(tuple(known))
    assert len(answers) == 6, "the roles do make a difference"
    system = Actor("S", roles=frozenset({"PRISONER_CASE_NOTES__RO"}))
    assert known_to([*records, "Z9999ZZ"], system) == sorted(records)
