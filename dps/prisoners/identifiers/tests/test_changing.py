"""Identity numbers: through the pages, with what each change leaves behind."""

from datetime import date

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.identifiers import commands
from dps.prisoners.identifiers.commands import Given
from dps.prisoners.models import Identifier, Person, SearchRecord
from dps.prisoners.names.tests.officers import make_codes, make_officer, send, was
from dps.prisoners.tests.people import give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/identity-numbers/"
DONE = "/prisoners/A1111AA/personal/#identity-numbers"


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA")


@pytest.fixture
def officer(client: Client, person: Person) -> Client:
    client.force_login(make_officer())
    return client


def three(**more: str) -> dict[str, str]:
    return {
        "type-1": "PNC", "value-1": "00/160946q", "comment-1": "Seen on the warrant",
        "type-3": "CRO", "value-3": "65656/91H", "type-4": "PASS", "value-4": "GBR  1234567", **more,
    }  # fmt: skip


def test_several_at_once(officer: Client, person: Person) -> None:
    assert send(officer, f"{BASE}add/", **three()) == (302, DONE)
    rows = {row.type: row for row in Identifier.objects.all()}
    assert {row.value for row in rows.values()} == {"2000/0160946Q", "065656/91H", "GBR 1234567"}
    assert rows["PNC"].authority == "Seen on the warrant"
    working = person.names.get(is_working=True)
    assert {row.name_id for row in rows.values()} == {working.pk}
    assert sorted(row.sequence for row in rows.values()) == [-2, -1, 0]
    record = SearchRecord.objects.get()
    assert (record.pnc, record.cro) == ("2000/0160946Q", "065656/91H")
    changes = Change.objects.order_by("id")
    assert [one.kind for one in changes] == ["identifier"] * 3 and set(changes[0].after) == set(commands.FIELDS)
    assert len(AuditEntry.objects.get(action="PRISONER_CHANGED").details["changes"]) == 3
    assert DomainEvent.objects.get(type="prisoner.updated").data == {"categoriesChanged": ["IDENTIFIERS"]}
    assert send(officer, f"{BASE}add/", **{"type-2": "PNC", "value-2": "2024/0070623D"}) == (302, DONE)
    assert SearchRecord.objects.get().pnc == "2024/0070623D", "the newest is the headline"
    assert Identifier.objects.order_by("id").last().sequence == -3


def test_all_or_none_and_every_problem_at_once(officer: Client, person: Person) -> None:
    give_identifier(person, "PASS", "12 3")
    typed = {
        "type-1": "PNC", "value-1": "2000/0160946R", "type-2": "", "value-2": "123", "type-3": "PASS", "value-3": "123",
        "type-4": "HOREF", "value-4": "H" * 21, "comment-4": "x" * 241,
    }  # fmt: skip
    status, page = send(officer, f"{BASE}add/", **typed)
    assert status == 400 and 'value="2000/0160946R"' in page
    for words in (
        "PNC number with its right letter",
        "Choose the type of number",
        "already on the record",
        "The number must be 20 characters",
        "Comment must be 240",
    ):
        assert words in page, words
    assert Identifier.objects.count() == 1 and not Change.objects.exists()
    status, page = send(officer, f"{BASE}add/", **{"type-4": "MERGED", "value-4": "A9999AA"})
    assert status == 400 and "Type of number 4: choose one" in page
    assert "Enter at least one number" in send(officer, f"{BASE}add/")[1]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        (("PNC", "00/160946Q"), "2000/0160946Q"),
        (("CRO", "65656/91H"), "065656/91h"),
        (("NINO", "AB123456C"), "ab 12 34 56 c"),
    ],
)
def test_the_same_number_written_otherwise_is_refused(
    officer: Client, person: Person, kept: tuple[str, str], typed: str
) -> None:
    give_identifier(person, *kept)
    status, page = send(officer, f"{BASE}add/", **{"type-1": kept[0], "value-1": typed})
    assert status == 400 and "already on the record" in page
    status, page = send(
        officer, f"{BASE}add/", **{"type-1": "PASS", "value-1": "1", "type-2": "PASS", "value-2": " 1 "}
    )
    assert status == 400 and "already on the record" in page


def test_a_number_is_put_right(officer: Client, person: Person) -> None:
    row = give_identifier(person, "PNC", "00/OLD WAY")
    path = f"{BASE}{row.pk}/"
    assert send(officer, path, value="00/OLD WAY", comment="As on the old paper") == (302, DONE)
    assert send(officer, path, value="00/OLD WAY", comment="As on the old paper") == (302, DONE)
    assert Change.objects.count() == 1
    status, page = send(officer, path, value="2000/0160946R", comment="é" * 121)
    assert status == 400 and "right letter" in page and "bytes" in page
    assert send(officer, path, value="20000160946Q", comment="") == (302, DONE)
    row.refresh_from_db()
    assert (row.value, row.authority, row.sequence) == ("2000/0160946Q", "", 1)
    assert SearchRecord.objects.get().pnc == "2000/0160946Q"


def test_a_number_is_removed_and_put_back(officer: Client, person: Person) -> None:
    row = give_identifier(person, "CRO", "065656/91H")
    assert "065656/91H" in officer.get(f"{BASE}{row.pk}/remove/").content.decode()
    assert send(officer, f"{BASE}{row.pk}/remove/") == (302, DONE)
    assert not Identifier.objects.exists() and SearchRecord.objects.get().cro == ""
    removed = Change.objects.get()
    assert removed.after is None and removed.before["value"] == "065656/91H"
    kind = kind_of("identifier")
    assert kind and kind.restore and "CRO Number 065656/91H" in kind.describe(removed.key, removed.before)
    by = actor_of(make_officer("OTHER"))
    kind.restore(removed, by)
    back = Identifier.objects.get()
    assert (back.pk, back.value, back.sequence) == (row.pk, "065656/91H", 0)
    with pytest.raises(Conflict):
        again = Change.objects.create(
            person=person, kind="identifier", key="999", before=removed.before, after=None, at=removed.at, username="X"
        )
        kind.restore(again, by)
    added = Change.objects.filter(key=str(row.pk)).latest("id")
    kind.restore(added, by)
    assert not Identifier.objects.exists()
    with pytest.raises(Conflict):
        kind.restore(added, by)


def test_somebody_else_was_first(officer: Client, person: Person) -> None:
    row = give_identifier(person, "PASS", "123")
    opened = was(officer.get(f"{BASE}{row.pk}/").content.decode())
    send(officer, f"{BASE}{row.pk}/", value="124", comment="")
    for path, typed in ((f"{BASE}{row.pk}/", {"value": "125"}), (f"{BASE}{row.pk}/remove/", {})):
        late = officer.post(path, {"was": opened, **typed})
        assert late.status_code == 409 and "It now says: 124" in late.content.decode()
    row.refresh_from_db()
    assert row.value == "124"


def test_a_merged_number_is_never_edited(officer: Client, person: Person) -> None:
    row = give_identifier(person, "MERGED", "A2222AA")
    other = give_identifier(make_person("B2222BB"), "PASS", "1")
    for path in (f"{row.pk}/", f"{row.pk}/remove/", f"{other.pk}/", f"{other.pk}/remove/", f"{2**70}/"):
        assert officer.get(BASE + path).status_code == 404, path
        assert officer.post(BASE + path, {"value": "1"}).status_code == 404, path
    page = officer.get("/prisoners/A1111AA/personal/").content.decode()
    assert "A2222AA" in page and f"identity-numbers/{row.pk}/" not in page


@pytest.mark.parametrize(("roles", "prison"), [((), "MDI"), (("GLOBAL_SEARCH",), "LEI")])
def test_only_with_the_role_and_where_one_works_now(
    client: Client, person: Person, roles: tuple[str, ...], prison: str
) -> None:
    row = give_identifier(person, "PASS", "123")
    client.force_login(make_officer("OTHER", *roles, prison=prison))
    for path in ("add/", f"{row.pk}/", f"{row.pk}/remove/"):
        assert client.get(BASE + path).status_code in (403, 404) and client.post(BASE + path).status_code in (403, 404)
    assert Identifier.objects.count() == 1 and not Change.objects.exists()


def test_the_section_groups_them(officer: Client, person: Person) -> None:
    by = actor_of(make_officer("OTHER"))
    given = {
        "1": Given("HOREF", "H1"),
        "2": Given("NINO", "AB123456C"),
        "3": Given("PNC", "81/34U"),
        "4": Given("PNC", "033Y"),
    }
    commands.add_numbers("A1111AA", given, by=by)
    Identifier.objects.filter(type="HOREF").update(issued_on=date(2024, 5, 6))
    page = officer.get("/prisoners/A1111AA/personal/").content.decode()
    said = (
        "Justice numbers",
        "PNC Number 1",
        "2003/0000003Y",
        "PNC Number 2",
        "1981/0000034U",
        "Personal numbers",
        "AB123456C",
        "Home Office numbers",
        "H1",
        "issued 6 May 2024",
    )
    section = page[page.index('id="identity-numbers"') :]
    places = [section.index(words) for words in said]
    assert places == sorted(places)
