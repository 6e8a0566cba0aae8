import csv
import io
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dps.identity.models import Account
from dps.identity.users import rules as user_rules
from dps.identity.users.administrators import accounts_seen_by, administrator_of, subject_of
from dps.identity.users.search import downloads, queries
from dps.identity.users.search.rules import read_words, two_parts
from dps.identity.users.tests.staff import (
    SESSION_AND_ACCOUNT,
    acting,
    client_of,
    make,
    make_central,
    make_estate,
    make_local,
)
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff() -> None:
    make_estate()
    make("AISHA_GEN", name=("Aisha", "Holroyd"), caseloads=["LEI", "MDI"], roles=["POM", "GLOBAL_SEARCH"])
    make("BEN_GEN", name=("Ben", "O'Brien"), caseloads=["MDI"], email="zed.nine@prison.serco.com", roles=["POM"])
    make("CAZ_GEN", name=("Carl", "van der Holm"), caseloads=["MDI", "LEI"], roles=["GLOBAL_SEARCH"])
    make("DAN_GEN", name=("dan", "holroyd"), caseloads=["NHI"], inactive=True, inactive_reason="left", locked=True)
    make("EVE_GEN", name=("Évelyne", "Hol%me_"), caseloads=["LEI"], locked=True)
    make("FAY_GEN", name=("Fay", "Ash"), caseloads=["LEI"], password="!none")
    make("OUT_USER", name=("Olga", "Holroyd"), caseloads=["LEI"], source="auth")
    make("DEL_USER", name=("Del", "Holroyd"), caseloads=[], source="delius")


def names(client: Client, **asked: Any) -> list[str]:
    """User names of the results, in order."""
    answer = client.get("/users/dps/", asked)
    assert answer.status_code == 200, answer.content.decode()
    return [row.split("/")[0] for row in answer.content.decode().split('<td class="govuk-table__cell"><a class="govuk-link" href="/users/dps/')[1:]]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["FAY_GEN", "CENTRAL_ADM", "EVE_GEN", "AISHA_GEN", "DAN_GEN", "BEN_GEN", "CAZ_GEN"]),
        ("hol", ["EVE_GEN", "AISHA_GEN", "DAN_GEN"]),
        ("  HOLROYD ", ["AISHA_GEN", "DAN_GEN"]),
        ("aish", ["AISHA_GEN"]),
        ("ben_", ["BEN_GEN"]),
        ("zed.n", ["BEN_GEN"]),
        ("serco", []),
        ("royd", []),
        ("o’brien", ["BEN_GEN"]),
        ("évelyne", ["EVE_GEN"]),
        ("hol%", ["EVE_GEN"]),
        ("hol_", []),
        ("%", []),
        ("\\", []),
        ("ais holr", ["AISHA_GEN"]),
        ("holroyd aisha", ["AISHA_GEN"]),
        ("Holroyd, Aisha", ["AISHA_GEN"]),
        ("holroyd a b", []),
        ("van der", ["CAZ_GEN"]),
        ("carl van der h", ["CAZ_GEN"]),
        ("van der holm carl", ["CAZ_GEN"]),
    ],
)
def test_words_match_from_the_start(words: str, found: list[str]) -> None:
    assert names(client_of(make_central()), words=words) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "ACTIVE"}, {"AISHA_GEN", "BEN_GEN", "CAZ_GEN", "FAY_GEN", "CENTRAL_ADM"}),
        ({"status": "INACTIVE"}, {"DAN_GEN"}),
        ({"status": "LOCKED"}, {"EVE_GEN"}),
        ({"prison": "LEI"}, {"AISHA_GEN", "EVE_GEN", "FAY_GEN"}),
        ({"prison": "LEI", "active": "no"}, {"AISHA_GEN", "EVE_GEN", "FAY_GEN", "CAZ_GEN"}),
        ({"prison": "MDI", "words": "ca"}, {"CAZ_GEN"}),
        ({"roles": ["POM", "GLOBAL_SEARCH"]}, {"AISHA_GEN"}),
        ({"roles": ["POM", "GLOBAL_SEARCH"], "match": "any"}, {"AISHA_GEN", "BEN_GEN", "CAZ_GEN"}),
        ({"lsa": "yes"}, {"LEEDS_ADM"}),
        ({"lsa": "yes", "prison": "LEI"}, {"LEEDS_ADM"}),
        ({"lsa": "yes", "prison": "MDI"}, set()),
    ],
)
def test_filters(asked: dict[str, Any], found: set[str]) -> None:
    make_local("LEEDS_ADM", looks_after=("LEI", "NHI"))
    central = client_of(make_central())
    assert set(names(central, **asked)) - ({"LEEDS_ADM"} if asked.get("status") else set()) == found


@pytest.mark.parametrize(
    ("looks_after", "found"),
    [
        (("LEI",), {"AISHA_GEN", "CAZ_GEN", "EVE_GEN", "FAY_GEN"}),
        (("NHI", "MDI"), {"AISHA_GEN", "BEN_GEN", "CAZ_GEN", "DAN_GEN"}),
        (("BXI",), set()),
        ((), set()),
    ],
)
def test_a_local_administrator_sees_only_their_prisons(looks_after: tuple[str, ...], found: set[str]) -> None:
    local = client_of(make_local(looks_after=looks_after))
    assert set(names(local)) == found
    assert set(names(local, prison="MDI", active="no")) == found, "the filter is for those who see every prison"


@pytest.mark.parametrize("role", ["STAFF_SEARCH", "VIEW_NOMIS_STAFF_DETAILS"])
def test_people_who_only_look_see_everybody_and_take_no_list(role: str) -> None:
    reader = client_of(make("READER", roles=[role], name=("Rhys", "Ash")))
    assert len(names(reader)) == 7
    assert "Download" not in reader.get("/users/dps/").content.decode()
    assert reader.get("/users/dps/download").status_code == 403


def test_the_query_and_the_rule_agree() -> None:
    administrators = [
        make_local(f"L{n}_ADM", looks_after=prisons) for n, prisons in enumerate(((), ("LEI",), ("MDI", "NHI")))
    ]
    for account in [*administrators, make_central(), make("READER", roles=["STAFF_SEARCH"])]:
        administrator = administrator_of(acting(account))
        seen = set(accounts_seen_by(administrator))
        assert seen == {a for a in Account.objects.all() if user_rules.may_see(administrator, subject_of(a))}


def test_what_a_row_shows() -> None:
    page = client_of(make_central()).get("/users/dps/").content.decode()
    assert '<strong class="govuk-tag govuk-tag--green">Active</strong>' in page
    assert '<strong class="govuk-tag govuk-tag--pink">Locked</strong>' in page
    assert '<strong class="govuk-tag govuk-tag--pink">Inactive</strong>' in page
    assert '<strong class="govuk-tag govuk-tag--yellow">No password yet</strong>' in page
    assert "Leeds (HMP)" in page and "aisha_gen@justice.gov.uk" in page
    assert page.count("No DPS roles") == 3 and page.count("1 DPS role<") == 3 and "2 DPS roles" in page


def test_twenty_a_page_and_an_address_to_keep() -> None:
    for number in range(45):
        make(f"PAGE{number:02}_GEN", name=("Pat", f"Page{number:02}"))
    central = client_of(make_central())
    assert names(central, words="page", page="1")[0] == "PAGE00_GEN"
    assert names(central, words="page", page="2") == [f"PAGE{n}_GEN" for n in range(20, 40)]
    assert len(names(central, words="page", page="3")) == 5
    assert names(central, words="page", page="99") == names(central, words="page", page="3")
    page = central.get("/users/dps/?words=page&page=2").content.decode()
    assert "Showing 21 to 40 of 45 users" in page and "?words=page&amp;page=3" in page


def test_chips_take_one_filter_away() -> None:
    asked = "?words=hol&status=ACTIVE&prison=LEI&active=no&lsa=yes&roles=POM&roles=GLOBAL_SEARCH&match=any"
    page = client_of(make_central()).get(f"/users/dps/{asked}").content.decode()
    for text, left in (
        ("Name, user name or email: hol", asked.replace("words=hol&", "")),
        ("Status: Active", asked.replace("status=ACTIVE&", "")),
        ("Prison: Leeds (HMP)", asked.replace("prison=LEI&active=no&", "")),
        ("Active caseload only: No", asked.replace("active=no&", "")),
        ("Only local system administrators", asked.replace("lsa=yes&", "")),
        ("Role: POM User", asked.replace("roles=POM&", "")),
        ("Any of the roles", asked.replace("&match=any", "")),
    ):
        assert (
            f'href="{left.replace("&", "&amp;")}"><span class="govuk-visually-hidden">Remove the filter </span>{text}'
            in page
        ), text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?status=ODD", "Status: choose one from the list"),
        ("?prison=XXX", "Prison: choose one from the list"),
        ("?roles=NO_SUCH", "Roles: choose one from the list"),
        ("?words=" + "x" * 101, "must be 100 characters or fewer"),
        ("?" + "&".join(f"roles={role}" for role in ("POM", "GLOBAL_SEARCH", "MFA", "LICENCE_RO", "LICENCE_CA", "LICENCE_DM", "KW_MIGRATION", "MAINTAIN_IEP", "ALLOC_MGR", "ALLOC_CASE_MGR", "CELL_MOVE")), "Choose 10 roles or fewer"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_and_nothing_is_searched(asked: str, words: str) -> None:
    answer = client_of(make_central()).get(f"/users/dps/{asked}")
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not AuditEntry.objects.filter(action="USERS_SEARCHED").exists()


def test_a_local_administrator_is_offered_the_roles_they_give() -> None:
    page = client_of(make_local()).get("/users/dps/").content.decode()
    assert 'value="POM"' in page and 'value="MAINTAIN_ACCESS_ROLES_ADMIN"' not in page and 'name="prison"' not in page
    assert 'value="MAINTAIN_ACCESS_ROLES_ADMIN"' in client_of(make_central()).get("/users/dps/").content.decode()


def test_searches_are_recorded_with_what_was_shown() -> None:
    client_of(make_central()).get("/users/dps/?words=aish&status=ACTIVE&other=1")
    entry = AuditEntry.objects.get(action="USERS_SEARCHED")
    assert entry.details == {"criteria": {"words": ["aish"], "status": ["ACTIVE"]}, "shown": ["AISHA_GEN"]}
    assert entry.username == "CENTRAL_ADM"


@pytest.mark.parametrize("asked", ["", "?words=hol&status=ACTIVE&roles=POM&prison=LEI", "?lsa=yes&prison=LEI"])
def test_the_page_costs_the_same_whatever_it_shows(
    asked: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    central = client_of(make_central())
    central.get("/users/dps/")
    for number in range(30):
        make(f"MORE{number}_GEN", name=("Mo", "Holmes"), roles=["POM"])
    with django_assert_num_queries(SESSION_AND_ACCOUNT + 5):  # administrator, roles, count, rows, audit
        central.get(f"/users/dps/{asked}")


# lists to keep


def kept(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8" and answer.streaming
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))


def test_the_list_of_users() -> None:
    Account.objects.filter(username="AISHA_GEN").update(staff_id=77, must_change_password=True)
    make("EQ_GEN", name=("=cmd|x", "+Sum"), email="-a@justice.gov.uk", caseloads=["MDI"])
    rows = {row["username"]: row for row in kept(client_of(make_central()), "/users/dps/download?words=")}
    assert list(rows["AISHA_GEN"]) == list(downloads.COLUMNS)
    assert rows["AISHA_GEN"] == {
        "staffId": "77", "username": "AISHA_GEN", "firstName": "Aisha", "lastName": "Holroyd", "activeCaseLoadId": "LEI",
        "accountStatus": "EXPIRED", "lockedFlag": "false", "expiredFlag": "true", "active": "true",
        "email": "aisha_gen@justice.gov.uk", "dpsRoleCount": "2",
    }  # fmt: skip
    assert (rows["EQ_GEN"]["firstName"], rows["EQ_GEN"]["lastName"]) == ("'=cmd|x", "'+Sum")
    assert rows["EQ_GEN"]["email"] == "'-a@justice.gov.uk"
    assert rows["EVE_GEN"]["accountStatus"] == "LOCKED" and rows["EVE_GEN"]["active"] == "false"
    assert rows["DAN_GEN"]["accountStatus"] == "INACTIVE" and rows["FAY_GEN"]["accountStatus"] == "EXPIRED"
    assert len(rows) == 8
    entry = AuditEntry.objects.get(action="USERS_DOWNLOADED")
    assert entry.details == {"criteria": {"words": [""]}, "list": "users"}


def test_the_list_of_a_local_administrator_is_of_their_users() -> None:
    rows = kept(client_of(make_local()), "/users/dps/download?status=LOCKED")
    assert [row["username"] for row in rows] == ["EVE_GEN"]


def test_the_list_of_local_administrators_has_a_line_for_each_prison() -> None:
    make_local("LEEDS_ADM", looks_after=("MDI", "LEI"))
    make_local("NEW_ADM", looks_after=("NHI",))
    central = client_of(make_central())
    rows = kept(central, "/users/dps/download-administrators")
    assert list(rows[0]) == list(downloads.LOCAL_ADMINISTRATOR_COLUMNS)
    assert [(row["username"], row["lsaCaseloadId"], row["lsaCaseload"]) for row in rows] == [
        ("LEEDS_ADM", "LEI", "Leeds (HMP)"),
        ("LEEDS_ADM", "MDI", "Moorland (HMP & YOI)"),
        ("NEW_ADM", "NHI", "New Hall (HMP & YOI)"),
    ]
    narrowed = kept(central, "/users/dps/download-administrators?lsa=yes&prison=LEI")
    assert [row["lsaCaseloadId"] for row in narrowed] == ["LEI"]
    assert client_of(make_local("OTHER_ADM")).get("/users/dps/download-administrators").status_code == 403


def test_too_many_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 3)
    central = client_of(make_central())
    page = central.get("/users/dps/").content.decode()
    assert "More than 3 users" in page and "Too many to download" in page and "/users/dps/download" not in page
    refused = central.get("/users/dps/download?status=ACTIVE")
    assert refused["Location"] == "/users/dps/?status=ACTIVE"
    assert not AuditEntry.objects.filter(action="USERS_DOWNLOADED").exists()
    assert "/users/dps/download" in central.get("/users/dps/?words=hol").content.decode()


def test_a_list_that_is_not_understood_leads_back() -> None:
    assert client_of(make_central()).get("/users/dps/download?status=ODD")["Location"] == "/users/dps/?status=ODD"


@given(st.text(max_size=20))
def test_no_value_is_run_as_a_formula(value: str) -> None:
    _, line = downloads.lines(["a", "b"], [[value, 1]])
    shown = next(csv.reader(io.StringIO(line, newline="")))[0]
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown in (value, f"'{value}")


# reading what is typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("  o’neil,  MARY ", ("O'NEIL", "MARY")),
        ("a b c d e f g h", ("A", "B", "C", "D", "E", "F")),
    ],
)
def test_words_are_read(typed: str, words: tuple[str, ...]) -> None:
    assert read_words(typed) == words


def test_two_parts() -> None:
    assert list(two_parts(("A",))) == []
    assert set(two_parts(("A", "B", "C"))) == {("A", "B C"), ("B C", "A"), ("A B", "C"), ("C", "A B")}
