"""Neurodiversity: recorded, put right, ended with a reason, put back; by staff and by programs."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dps.identity.models import Account
from dps.identity.provider.tests.flow import bearer, machine_token, make_machine
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict
from dps.prisoners.changes import kinds
from dps.prisoners.changes.models import Change
from dps.prisoners.marks.tests.test_pages import account, was
from dps.prisoners.models import Neurodiversity
from dps.prisoners.names.tests.officers import token_of
from dps.prisoners.neurodiversity import queries
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
NUMBER = "A1111AA"
BASE, TAB = f"/prisoners/{NUMBER}/personal/neurodiversity/", f"/prisoners/{NUMBER}/personal/#neurodiversity"
TYPED = {
    "kind": "DYSLEXIA", "how_known": "SCREENED", "found_on-day": "1", "found_on-month": "3", "found_on-year": "2026",
    "support": "Large print.\nRead it out: café",
}  # fmt: skip
OFFICER = Actor("R", "R", 1, frozenset({"PRISON"}), ("LEI",), "LEI")


@pytest.fixture
def officer() -> Client:
    make_agencies()
    make_person(NUMBER)
    return account("OFFICER")


def known(number: str = NUMBER, kind: str = "ADHD", **more: Any) -> Neurodiversity:
    return Neurodiversity.objects.create(
        **{"id": uuid4(), "person_id": number, "kind": kind, "how_known": "ASSESSED", "found_on": date(2020, 1, 1),
           "support": "", "recorded_at": datetime(2026, 1, 1, tzinfo=UTC), "recorded_by": "Ann Lee", **more}
    )  # fmt: skip


def tab(officer: Client) -> str:
    return unescape(officer.get(f"/prisoners/{NUMBER}/personal/").content.decode())


def test_what_was_typed_about_a_record_that_is_ended_meanwhile_is_shown(officer: Client) -> None:
    officer.post(f"{BASE}add/", TYPED)
    made = Neurodiversity.objects.get()
    one = f"{BASE}{made.pk}/"
    open_page = was(officer.get(one).content.decode())
    ending = was(officer.get(f"{one}end/").content.decode())
    officer.post(f"{one}end/", {"reason": "A mistake", "was": ending})
    late = officer.post(one, {**TYPED, "support": "Coloured paper\nand time", "was": open_page})
    said = unescape(late.content.decode())
    assert late.status_code == 409 and "Somebody ended or removed this while your page was open" in said
    assert "Coloured paper\nand time" in said and open_page not in said
    assert officer.post(one, TYPED).status_code == 404, "nobody had such a page open"
    assert officer.get(one).status_code == 404


def test_it_is_recorded_put_right_ended_and_put_back(officer: Client) -> None:
    assert "Nothing is recorded." in tab(officer)
    assert officer.post(f"{BASE}add/", TYPED)["Location"] == TAB
    made = Neurodiversity.objects.get()
    assert (made.kind, made.how_known, made.found_on, made.version) == ("DYSLEXIA", "SCREENED", date(2026, 3, 1), 1)
    assert (made.support, made.recorded_by) == ("Large print.\nRead it out: café", "Ann Lee")
    page = tab(officer)
    for words in ("Neurodiversity added", "Dyslexia", "Found by a screening, 1 March 2026", "What helps: Large print.",
                  "Read it out: café"):  # fmt: skip
        assert words in page
    assert page.index('id="care-needs"') < page.index('id="neurodiversity"') < page.index('id="security"')

    one = f"{BASE}{made.pk}/"
    page = officer.get(one).content.decode()
    assert officer.post(one, {**TYPED, "how_known": "ASSESSED", "was": was(page)})["Location"] == TAB
    late = officer.post(one, {**TYPED, "support": "Coloured paper", "was": was(page)})
    said = unescape(late.content.decode())
    assert late.status_code == 409 and "Ann Lee changed this while your page was open" in said
    assert "Diagnosed or assessed by a specialist" in said and "Coloured paper" in said
    assert "Neurodiversity updated" in said
    same = officer.post(one, {**TYPED, "how_known": "ASSESSED", "was": was(said)})
    assert same["Location"] == TAB and "Neurodiversity updated" not in tab(officer)
    assert Neurodiversity.objects.get().version == 2

    page = officer.get(f"{one}end/").content.decode()
    nothing = officer.post(f"{one}end/", {"reason": " ", "was": was(page)})
    assert nothing.status_code == 400 and "Say why this is no longer recorded" in nothing.content.decode()
    assert officer.post(f"{one}end/", {"reason": "Assessed again: it is not", "was": was(page)})["Location"] == TAB
    page = tab(officer)
    assert "Neurodiversity record ended" in page and "Past neurodiversity records (1)" in page
    assert officer.get(one).status_code == officer.get(f"{one}end/").status_code == 404
    past = unescape(officer.get(f"{BASE}past/").content.decode())
    assert "Assessed again: it is not" in past and "by Ann Lee" in past and "Dyslexia" in past

    added, changed, ended = Change.objects.order_by("id")
    assert {each.kind for each in (added, changed, ended)} == {"neurodiversity"}
    assert (added.before, changed.before["how_known"], ended.reason) == (None, "SCREENED", "Assessed again: it is not")
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 3
    assert DomainEvent.objects.filter(type="prisoner.updated", subject=NUMBER).count() == 3
    history = unescape(officer.get(f"/prisoners/{NUMBER}/changes/neurodiversity/{made.pk}/").content.decode())
    assert "no longer recorded since" in history and "Assessed again" in history

    where = f"/prisoners/{NUMBER}/changes/{ended.pk}/put-back/"
    seen = re.search(r'name="seen" value="(\w+)"', officer.get(where).content.decode())
    assert seen and officer.post(where, {"seen": seen[1]}).status_code == 302
    made.refresh_from_db()
    assert (made.ended_at, made.ended_by, made.how_known, made.version) == (None, "", "ASSESSED", 4)


def test_an_earlier_state_is_not_put_back_over_another_record(officer: Client) -> None:
    officer.post(f"{BASE}add/", TYPED)
    first = Neurodiversity.objects.get()
    page = officer.get(f"{BASE}{first.pk}/end/").content.decode()
    officer.post(f"{BASE}{first.pk}/end/", {"reason": "Mistake", "was": was(page)})
    officer.post(f"{BASE}add/", TYPED)
    assert Neurodiversity.objects.count() == 2
    added, ended, again = Change.objects.order_by("id")
    kind = kinds.kind_of("neurodiversity")
    assert kind is not None and kind.restore is not None
    with pytest.raises(Conflict, match="on the record already"):
        kind.restore(ended, OFFICER)
    kind.restore(again, OFFICER)
    assert Neurodiversity.objects.get() == first
    with pytest.raises(Conflict):
        kind.restore(again, OFFICER)
    kind.restore(ended, OFFICER)
    kind.restore(added, OFFICER)
    assert not Neurodiversity.objects.exists()
    assert kind.now is not None and kind.now(NUMBER, str(first.pk), None) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"kind": "SHYNESS"}, "choose one from the list"),
        ({"how_known": ""}, "Choose how it is known"),
        ({"found_on-year": ""}, "must include a year"),
        ({"found_on-day": "31", "found_on-month": "2"}, "must be a real date"),
        ({"found_on-year": "2099"}, "must be today or in the past"),
        ({"found_on-year": "1985"}, "must not be before they were born"),
        ({"support": "café " * 201}, "1,000 characters or fewer"),
        ({"kind": "ADHD"}, "ADHD is on the record already"),
    ],
)
def test_a_wrong_form_says_so_and_loses_nothing(officer: Client, changed: dict[str, Any], said: str) -> None:
    known()
    reply = officer.post(f"{BASE}add/", {**TYPED, **changed})
    page = unescape(reply.content.decode())
    assert reply.status_code == 400 and said in page and "café" in page
    assert Neurodiversity.objects.count() == 1 and not Change.objects.exists()


def test_everything_wrong_is_told_at_once_and_other_needs_words(officer: Client) -> None:
    page = unescape(officer.post(f"{BASE}add/", {"support": "x" * 1001}).content.decode())
    for said in ("Choose what it is", "Choose how it is known", "Enter the date", "1,000 characters"):
        assert said in page
    reply = officer.post(f"{BASE}add/", {**TYPED, "kind": "OTHER", "support": ""})
    assert reply.status_code == 400 and "Say what it is" in reply.content.decode()


def test_a_double_click_records_once(officer: Client) -> None:
    token = re.search(
        r'name="submission" value="([^"]+)"', officer.get(f"{BASE}add/").content.decode().split("<main")[1]
    )
    assert token
    sent = {**TYPED, "submission": token[1]}
    assert officer.post(f"{BASE}add/", sent)["Location"] == officer.post(f"{BASE}add/", sent)["Location"] == TAB
    assert Neurodiversity.objects.count() == Change.objects.count() == 1


def test_who_may(officer: Client) -> None:
    one = known()
    make_person("B2222BB")
    assert officer.get(f"/prisoners/B2222BB/personal/neurodiversity/{one.pk}/").status_code == 404
    far = account("FAR", "GLOBAL_SEARCH", caseloads=("MDI",))
    page = far.get(f"/prisoners/{NUMBER}/personal/").content.decode()
    assert "ADHD" in page and "neurodiversity/add/" not in page and f"{BASE}{one.pk}/" not in page
    assert far.get(f"{BASE}past/").status_code == 200
    for path in ("add/", f"{one.pk}/", f"{one.pk}/end/"):
        assert far.get(BASE + path).status_code == far.post(BASE + path, TYPED).status_code == 404
    assert account("STRANGER", caseloads=("MDI",)).get(f"{BASE}past/").status_code == 404
    assert not Change.objects.exists()


def test_programs_read_and_write(officer: Client) -> None:
    where, writing = f"/api/prisoners/{NUMBER}/neurodiversity", token_of(Account.objects.get(username="OFFICER"))

    def put(path: str, sent: dict[str, Any], **headers: str) -> Any:
        return officer.put(path, sent, content_type="application/json", headers=headers or writing)

    sent = {"kind": "AUTISM", "howKnown": "SELF_DECLARED", "foundOn": "2026-03-01", "support": " Quiet rooms "}
    made = officer.post(where, sent, content_type="application/json", headers=writing)
    assert made.status_code == 201
    body = made.json()
    assert (body["description"], body["support"], body["version"], body["endedAt"]) == (
        "Autism",
        "Quiet rooms",
        1,
        None,
    )
    one = f"{where}/{body['id']}"
    again = officer.post(where, sent, content_type="application/json", headers=writing)
    assert again.status_code == 400 and again.json()["errors"][0]["field"] == "kind"
    assert put(one, {**sent, "support": "Tell before", "version": 1}).json()["version"] == 2
    assert put(one, {**sent, "version": 1}).status_code == 409
    tomorrow = (local_time.today() + timedelta(days=1)).isoformat()
    for wrong in ({"kind": "X"}, {"howKnown": ""}, {"foundOn": tomorrow}, {"foundOn": "soon"}, {"support": "x" * 1001}):
        refused = put(one, {**sent, **wrong})
        assert refused.status_code == 400 and refused.json()["errors"][0]["field"] in wrong
    reading = bearer(machine_token(make_machine("reads", roles=("VIEW_PRISONER_DATA",))))
    assert [each["support"] for each in officer.get(where, headers=reading).json()] == ["Tell before"]
    assert put(f"{one}/end", {"reason": "x"}, **reading).status_code == 403
    assert put(f"{one}/end", {"reason": "Mistake", "version": 1}).status_code == 409
    assert put(f"{one}/end", {"reason": "  "}).status_code == 400
    ended = put(f"{one}/end", {"reason": "Mistake", "version": 2})
    assert ended.status_code == 200 and ended.json()["endedBy"] == "Ann Lee"
    assert put(f"{one}/end", {"reason": "Again"}).status_code == put(one, sent).status_code == 404
    known(kind="MEMORY")
    assert [each["kind"] for each in officer.get(where, headers=reading).json()] == ["MEMORY", "AUTISM"]


def test_lists_cost_the_same_for_one_as_for_many(officer: Client, django_assert_max_num_queries: Any) -> None:
    for each in range(40):
        known(ended_at=datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=each), ended_by="Ann Lee")
    with django_assert_max_num_queries(1):
        assert len(queries.records_of(NUMBER)) == 40
    with django_assert_max_num_queries(2):
        rows = queries.past_records(NUMBER)
        queries.reasons_for_ending(NUMBER, rows)


def test_the_section_costs_the_page_no_statement(officer: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tab(officer)
    with CaptureQueriesContext(connection) as before:
        tab(officer)
    for kind in ("ADHD", "AUTISM", "MEMORY", "DLD"):
        known(kind=kind)
    with django_assert_num_queries(len(before)):
        assert "Developmental language disorder" in tab(officer)
