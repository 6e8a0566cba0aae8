import csv
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dps.identity.models import Account
from dps.identity.users.domains import commands, queries, rules
from dps.identity.users.models import EmailDomain
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEEPER = Actor("KEEPER", roles=frozenset({"MAINTAIN_EMAIL_DOMAINS"}))
LABEL = st.from_regex(r"\A[a-z0-9]{1,8}\Z")
DOMAIN = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "uk"]))


@pytest.mark.parametrize(
    ("name", "domain", "covered"),
    [
        ("justice.gov.uk", "justice.gov.uk", True),
        ("justice.gov.uk", "digital.justice.gov.uk", True),
        ("justice.gov.uk", "a.b.justice.gov.uk", True),
        ("justice.gov.uk", "fredjustice.gov.uk", False),
        ("justice.gov.uk", "justice.gov.uk.com", False),
        ("justice.gov.uk", "gov.uk", False),
        ("justice.gov.uk", "", False),
    ],
)
def test_whole_domains_and_parts_only(name: str, domain: str, covered: bool) -> None:
    assert rules.covers(name, domain) is covered
    assert (name in rules.names_covering(domain)) is covered


@given(DOMAIN, DOMAIN)
def test_two_ways_to_ask_what_covers_agree(name: str, domain: str) -> None:
    assert rules.covers(name, domain) is (name in rules.names_covering(domain))
    assert not rules.covers(name, f"x{name}")
    assert rules.covers(name, f"x.{name}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nacro.org.uk", ""),
        ("police.uk", ""),
        ("%justice.gov.uk", ""),
        ("*.justice.gov.uk", ""),
        ("@Justice.gov.uk ", ""),
        ("", "Enter a domain"),
        ("a.uk", "Domain must be 6 to 100 characters"),
        ("a" * 97 + ".com", "Domain must be 6 to 100 characters"),
        ("justice", "Enter a domain like justice.gov.uk"),
        ("just ice.gov.uk", "Enter a domain like justice.gov.uk"),
        ("-justice.gov.uk", "Enter a domain like justice.gov.uk"),
        ("justice..uk", "Enter a domain like justice.gov.uk"),
        ("name@justice.gov.uk", "Enter a domain like justice.gov.uk"),
        ("org.uk", "Anybody can have a name that ends in org.uk: enter the whole domain of one organisation"),
        ("gmail.com", "Addresses of this provider are open to anybody: it cannot be added"),
        ("GMAIL.com", "Addresses of this provider are open to anybody: it cannot be added"),
        ("mail.yahoo.co.uk", "Addresses of this provider are open to anybody: it cannot be added"),
        ("already.gov.uk", "This domain is in the list already"),
    ],
)
def test_what_may_be_added(typed: str, said: str) -> None:
    assert rules.name_problem(rules.tidy(typed), ["already.gov.uk"]) == said


@given(
    DOMAIN | st.sampled_from(sorted(rules.NEVER)).flatmap(lambda p: st.sampled_from([p, p.partition(".")[2], f"x.{p}"]))
)
def test_nothing_that_may_be_added_allows_a_public_provider(name: str) -> None:
    if not rules.name_problem(name, []):
        assert not any(rules.covers(name, public) for public in rules.NEVER)


def test_the_products_own_list_may_all_be_added() -> None:
    with commands.SOURCE.open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows))
    assert len(listed) == 108
    assert not [row for row in listed if rules.name_problem(rules.tidy(row["name"]), [])]
    assert not [row for row in listed if rules.description_problem(row["description"])]


@pytest.mark.django_db
def test_loading_is_done_once_and_brings_nothing_back() -> None:
    assert commands.load_domains(at=NOW) == 108
    commands.remove_domain(domain_id=EmailDomain.objects.get(name="cgi.com").pk, at=NOW, by=KEEPER)
    assert commands.load_domains(at=NOW) == 0
    assert not queries.is_allowed("a@cgi.com")
    assert "cgi.com" not in [domain.name for domain in queries.listed()]


@pytest.mark.django_db
def test_load_identity_loads_them(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_identity")
    assert "108 e-mail domains added" in capsys.readouterr().out
    assert queries.is_allowed("a@hmiprisons.gov.uk")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "allowed", "loaded"),
    [
        ("aisha.holroyd@justice.gov.uk", True, True),
        ("Aisha.Holroyd@Digital.Justice.GOV.UK", True, True),
        ("a@fredjustice.gov.uk", False, True),
        ("a@hmps.gsi.gov.uk", False, True),
        ("a@gsi.gov.uk", False, True),
        ("a@gmail.com", False, True),
        ("a@west-yorkshire.pnn.police.uk", True, True),
        ("no-at-sign", False, True),
        ("", False, True),
        ("aisha.holroyd@justice.gov.uk", True, False),
        ("a@digital.justice.gov.uk", True, False),
        ("a@nacro.org.uk", False, False),
        ("a@hmps.gsi.gov.uk", False, False),
    ],
)
def test_who_may_have_an_address(email: str, allowed: bool, loaded: bool) -> None:
    if loaded:
        commands.load_domains(at=NOW)
    assert queries.is_allowed(email) is allowed
    assert (queries.address_problem(email) == "") is allowed


@pytest.mark.django_db
def test_nothing_is_allowed_any_more_when_everything_was_removed() -> None:
    commands.load_domains(at=NOW)
    EmailDomain.objects.update(removed_at=NOW)
    assert not queries.is_allowed("a@justice.gov.uk")


@pytest.mark.django_db
def test_adding_removing_and_adding_again_is_recorded() -> None:
    domain = commands.add_domain(name="*.Example.org.uk", description=" Example ", at=NOW, by=KEEPER)
    assert queries.is_allowed("a@b.example.org.uk")
    with pytest.raises(Invalid) as refused:
        commands.add_domain(name="example.org.uk", description="x", at=NOW, by=KEEPER)
    assert set(refused.value.problems) == {"name", "description"}
    commands.remove_domain(domain_id=domain.pk, at=NOW, by=KEEPER)
    with pytest.raises(NotFound):
        commands.remove_domain(domain_id=domain.pk, at=NOW, by=KEEPER)
    commands.add_domain(name="example.org.uk", description="Example again", at=NOW, by=KEEPER)
    told = AuditEntry.objects.order_by("id").values_list("action", "subject_id", "details")
    assert list(told.filter(action__endswith="_REFUSED").values_list("action", flat=True)) == [
        "EMAIL_DOMAIN_ADDED_REFUSED",
        "EMAIL_DOMAIN_REMOVED_REFUSED",
    ]
    assert list(told.exclude(action__endswith="_REFUSED")) == [
        ("EMAIL_DOMAIN_ADDED", "example.org.uk", {"changes": {"description": [None, "Example"]}}),
        ("EMAIL_DOMAIN_REMOVED", "example.org.uk", {"changes": {"description": ["Example", None]}}),
        ("EMAIL_DOMAIN_ADDED", "example.org.uk", {"changes": {"description": [None, "Example again"]}}),
    ]


@pytest.mark.django_db
def test_commands_ask_who_it_is() -> None:
    domain = commands.add_domain(name="example.org.uk", description="Example", at=NOW, by=KEEPER)
    stranger = Actor("X", roles=frozenset({"PRISON", "ROLES_ADMIN"}))
    with pytest.raises(NotAllowed):
        commands.add_domain(name="other.org.uk", description="Other", at=NOW, by=stranger)
    with pytest.raises(NotAllowed):
        commands.remove_domain(domain_id=domain.pk, at=NOW, by=stranger)


@pytest.fixture
def keeper(client: Client, db: None) -> Client:
    client.force_login(Account.objects.create(username="KEEPER", roles=["MAINTAIN_EMAIL_DOMAINS"]))
    client.get("/users/domains/")
    return client


def test_the_pages(keeper: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page = keeper.get("/users/domains/").content.decode()
    assert "No list has been loaded" in page
    commands.load_domains(at=NOW)
    with django_assert_num_queries(2 + 1 + 1):  # session and account, audit, domains
        page = keeper.get("/users/domains/").content.decode()
    assert "108 domains" in page and page.index("advancecharity.org.uk") < page.index("womenscommunitymatters.org")
    refused = keeper.post("/users/domains/add/", {"name": "gmail.com", "description": "x"})
    assert refused.status_code == 400
    words = refused.content.decode()
    assert "open to anybody" in words and "2 to 200 characters" in words and 'value="gmail.com"' in words
    assert (
        keeper.post("/users/domains/add/", {"name": "new.org.uk", "description": "New"})["Location"]
        == "/users/domains/"
    )
    assert "Addresses at new.org.uk are now allowed" in keeper.get("/users/domains/").content.decode()
    address = f"/users/domains/{EmailDomain.objects.get(name='new.org.uk').pk}/remove/"
    assert "Remove new.org.uk?" in keeper.get(address).content.decode()
    assert queries.is_allowed("a@new.org.uk")
    assert keeper.post(address)["Location"] == "/users/domains/"
    assert not queries.is_allowed("a@new.org.uk")
    assert keeper.get(address).status_code == keeper.post(address).status_code == 404
    assert keeper.get("/users/domains/99999999999999999999/remove/").status_code == 404
