"""Who may be told of whom: the SQL says what rules/access.py says."""

import itertools

import pytest
from django.db import connection

from dps.platform.access import Actor
from dps.prisoners.permissions import viewer_of
from dps.prisoners.rules.access import Part, Whereabouts, may_open, may_see
from dps.prisoners.search.reach import reach_of

pytestmark = pytest.mark.django_db
PLACES = [
    (agency, supporting) for agency in ("LEI", "MDI", "OUT", "TRN", "", "ZZGHI") for supporting in ("", "LEI", "MDI")
]
ROLES = ("PRISON", "GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "POM")


def test_the_database_answers_as_the_rules_do() -> None:
    for chosen in itertools.chain.from_iterable(itertools.combinations(ROLES, n) for n in range(5)):
        for caseloads in ((), ("LEI",), ("LEI", "BXI")):
            actor = Actor(
                "A", roles=frozenset(chosen), caseloads=caseloads, active_caseload=caseloads[0] if caseloads else ""
            )
            reach = reach_of(actor)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {reach.opens}, {reach.own} FROM unnest(%(a)s::text[], %(s)s::text[]) WITH ORDINALITY"
                    " AS r (agency, supporting_prison, place) ORDER BY place",
                    {"a": [a for a, _ in PLACES], "s": [s for _, s in PLACES], **reach.values},
                )
                answered = cursor.fetchall()
            viewer = viewer_of(actor)
            for place, (opens, own) in zip(PLACES, answered, strict=True):
                person = Whereabouts(*place)
                assert opens == may_open(person, viewer), (place, chosen, caseloads)
                assert own == may_see(Part.IN_CASELOAD_ONLY, person, viewer), (place, chosen, caseloads)
