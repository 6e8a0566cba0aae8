"""Service in the armed forces: added, corrected, removed, restored; by staff and by programs."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from dps.identity.models import Account
from dps.identity.provider.tests.flow import bearer, machine_token, make_machine
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict
from dps.prisoners.changes import kinds
from dps.prisoners.changes.models import Change
from dps.prisoners.marks.tests.test_pages import account, was
from dps.prisoners.military.models import MilitaryRecord
from dps.prisoners.military.queries import service_of
from dps.prisoners.names.tests.officers import token_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE, TAB = "/prisoners/A1111AA/personal/military/", "/prisoners/A1111AA/personal/#military"
TYPED = {
    "branch": "ARM", "enlisted_month": "3", "enlisted_year": "2004", "rank": "Corporal", "conflicts": ["AFG", "IRQ"],
    "discharged_month": "6", "discharged_year": "2010", "discharge": "HON", "unit": "2 RIFLES", "comment": "Café\ntwice",
}  # fmt: skip


@pytest.fixture
def officer() -> Client:
    make_agencies()
    make_person("A1111AA")
    return account("OFFICER")


def service(**more: Any) -> MilitaryRecord:
    return MilitaryRecord.objects.create(
        **{"person_id": "A1111AA", "branch": "RAF", "enlisted": date(2001, 1, 1), **more}
    )


def test_service_is_added_corrected_and_removed(officer: Client) -> None:
    assert officer.post(f"{BASE}add/", TYPED)["Location"] == TAB
    made = MilitaryRecord.objects.get()
    assert (made.enlisted, made.discharged, made.conflicts) == (date(2004, 3, 1), date(2010, 6, 1), ["AFG", "IRQ"])
    page = unescape(officer.get("/prisoners/A1111AA/personal/").content.decode())
    for words in ("Military record added", "Rank: Corporal", "Enlisted: March 2004", "Conflicts: Afghanistan, Iraq",
                  "Discharged: June 2010, Honourable", "Café"):  # fmt: skip
        assert words in page
    one = f"{BASE}{made.pk}/"
    page = officer.get(one).content.decode()
    assert officer.post(one, {**TYPED, "rank": "Sergeant", "was": was(page)})["Location"] == TAB
    late = officer.post(one, {**TYPED, "rank": "Major", "was": was(page)})
    assert late.status_code == 409 and "Rank: Sergeant" in late.content.decode()
    assert "March 2004" in officer.get(f"{one}remove/").content.decode()
    assert officer.post(f"{one}remove/")["Location"] == TAB
    assert not MilitaryRecord.objects.exists() and officer.get(one).status_code == 404
    added, changed, removed = Change.objects.order_by("id")
    assert {each.kind for each in (added, changed, removed)} == {"military record"}
    assert (added.before, changed.before["rank"], changed.after["rank"], removed.after) == (
        None, "Corporal", "Sergeant", None,
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 3
    kind, actor = kinds.kind_of("military record"), Actor("R", "R", 1, frozenset({"PRISON"}), ("LEI",), "LEI")
    assert kind is not None and kind.restore is not None
    assert kind.describe("", changed.before).startswith("Army; Rank: Corporal; Unit: 2 RIFLES; Enlisted: March 2004")
    kind.restore(removed, actor)
    back = MilitaryRecord.objects.get()
    assert (back.pk, back.rank, back.conflicts, back.enlisted) == (made.pk, "Sergeant", ["AFG", "IRQ"], made.enlisted)
    kind.restore(added, actor)
    assert not MilitaryRecord.objects.exists()
    with pytest.raises(Conflict):
        kind.restore(added, actor)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"branch": ""}, "Choose the branch"),
        ({"rank": "Able Rate"}, "Army has no rank of this name"),
        ({"enlisted_year": ""}, "Enter the year they enlisted"),
        ({"enlisted_year": "204"}, "must have a real year"),
        ({"enlisted_year": "2099"}, "must be in the past"),
        ({"discharged_month": ""}, "must include a month"),
        ({"discharged_year": "2003"}, "must not be before they enlisted"),
        ({"unit": "2 RIFLES" * 3}, "20 characters or fewer"),
        ({"service_number": "1" * 13}, "12 characters or fewer"),
        ({"conflicts": ["MARS"]}, "choose one from the list"),
    ],
)
def test_a_wrong_form_says_so_and_loses_nothing(officer: Client, changed: dict[str, Any], said: str) -> None:
    reply = officer.post(f"{BASE}add/", {**TYPED, **changed})
    page = unescape(reply.content.decode())
    assert reply.status_code == 400 and said in page and "2 RIFLES" in page and "Café" in page
    assert not MilitaryRecord.objects.exists() and not Change.objects.exists()


def test_who_may(officer: Client) -> None:
    one = service()
    make_person("B2222BB")
    assert officer.get(f"/prisoners/B2222BB/personal/military/{one.pk}/").status_code == 404
    far = account("FAR", "GLOBAL_SEARCH", caseloads=("MDI",))
    assert "RAF" in far.get("/prisoners/A1111AA/personal/").content.decode()
    for page in ("add/", f"{one.pk}/", f"{one.pk}/remove/"):
        assert far.get(BASE + page).status_code == far.post(BASE + page, TYPED).status_code == 404
    assert MilitaryRecord.objects.count() == 1 and not Change.objects.exists()


def test_programs_read_and_write(officer: Client, django_assert_max_num_queries: Any) -> None:
    where, writing = "/api/prisoners/A1111AA/military-records", token_of(Account.objects.get(username="OFFICER"))
    sent = {"branch": "RMA", "enlisted": "2004-03", "conflicts": ["FAL"]}
    made = officer.post(where, sent, content_type="application/json", headers=writing)
    assert made.status_code == 201 and made.json()["enlisted"] == "2004-03"
    one = f"{where}/{made.json()['id']}"
    changed = officer.put(one, {**sent, "rank": "Marine"}, content_type="application/json", headers=writing)
    assert changed.json()["rank"] == "Marine"
    for wrong in ({"branch": "X"}, {"enlisted": "2004-13"}, {"rank": "Private"}, {"discharged": "2003-01"}):
        assert officer.put(one, {**sent, **wrong}, content_type="application/json", headers=writing).status_code == 400
    reading = bearer(machine_token(make_machine("reads", roles=("VIEW_PRISONER_DATA",))))
    assert [each["rank"] for each in officer.get(where, headers=reading).json()] == ["Marine"]
    assert officer.delete(one, headers=reading).status_code == 403
    assert officer.delete(one, headers=writing).status_code == 204
    for year in range(30):
        service(enlisted=date(1980 + year, 1, 1))
    with django_assert_max_num_queries(1):
        assert len(service_of("A1111AA")) == 30
