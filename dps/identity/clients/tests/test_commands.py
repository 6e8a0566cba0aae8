import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from oauth2_provider.models import get_access_token_model

from dps.identity.clients import commands, queries, rules
from dps.identity.clients.models import SecretToShow
from dps.identity.clients.tests.conftest import ADMIN, AT, READER, ROTATOR, make
from dps.identity.clients.values import deployment_of, settings_of
from dps.identity.models import Account, Role
from dps.identity.provider.models import Client
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NOBODY_SPECIAL = Actor("OFFICER", account_id=9, roles=frozenset({"PRISON"}))


def register(**changes: Any) -> tuple[Client, str]:
    given = {"name": "Visits", "roles": ["VIEW_PRISONER_DATA"], "by": ADMIN, "at": AT}
    return commands.register_client(**(given | changes))


def entry(action: str) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def everything_kept() -> str:
    """The whole of what the database holds of clients and the audit, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT string_agg(c::text, '') FROM provider_client c), '')"
            " || coalesce((SELECT string_agg(a::text, '') FROM audit_auditentry a), '')"
            " || coalesce((SELECT string_agg(s::text, '') FROM clients_secrettoshow s), '')"
            " || coalesce((SELECT string_agg(w::text, '') FROM web_submission w), '')"
        )
        return str(cursor.fetchone()[0])


def test_a_client_is_registered_and_its_secret_is_given_once(roles: None) -> None:
    client, secret = register(client_id=" Visits_booking ", roles=["role_view-prisoner-data"], team=" Visits team ")
    assert len(secret) == 60 and set(secret) <= set(rules.SECRET_ALPHABET)
    client.refresh_from_db()
    assert (client.base_id, client.client_id, client.name, client.team) == (
        "Visits_booking", "Visits_booking", "Visits", "Visits team",
    )  # fmt: skip
    assert client.authorities == ["VIEW_PRISONER_DATA"]
    assert (client.client_type, client.algorithm, client.secret_set_at) == ("confidential", "RS256", AT)
    assert client.skip_authorization and client.hash_client_secret
    assert secret not in everything_kept()
    told = entry("CLIENT_REGISTERED")
    assert (told.subject_type, told.subject_id, told.username) == ("client", "Visits_booking", "OLA_ADM")
    assert told.details["settings"]["roles"] == ["VIEW_PRISONER_DATA"]


def test_secrets_are_never_alike_and_use_the_whole_alphabet(roles: None) -> None:
    made = [register(name=f"Visits {n} x")[1] for n in range(12)]
    assert len(set(made)) == 12
    assert len(set("".join(made))) > 60


def test_an_id_is_made_from_the_name_and_made_free(roles: None) -> None:
    first, second = register(name="Prison roll")[0], register(name="Prison roll")[0]
    assert first.client_id == "prison-roll"
    assert second.client_id.startswith("prison-roll-") and rules.client_id_problem(second.client_id) == ""
    with pytest.raises(Invalid) as refused:
        register(client_id="prison-roll")
    assert "already" in refused.value.problems["client_id"]


def test_an_id_is_never_the_user_name_of_somebody(roles: None) -> None:
    """A token's `sub` is one or the other."""
    for username in ("PRISON-ROLL", "VISITS-1", "VISITS-2"):
        Account.objects.create(username=username)
    with pytest.raises(Invalid) as refused:
        register(client_id="Prison-Roll")
    assert refused.value.problems == {"client_id": "There is already an account with this user name"}
    assert register(name="Prison roll")[0].client_id.startswith("prison-roll-")
    register(client_id="visits")
    assert commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)[0].client_id == "visits-3"


def test_every_problem_is_told_at_once_and_nothing_is_kept(roles: None) -> None:
    with pytest.raises(Invalid) as refused:
        register(name="", client_id="x-1", roles=["NO_SUCH"], ends_on=date(2026, 11, 23), team="x" * 101)
    assert set(refused.value.problems) == {"name", "client_id", "roles", "ends_on", "team"}
    assert not Client.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize("by", [READER, ROTATOR, NOBODY_SPECIAL])
def test_only_an_oauth_admin_registers_changes_and_deletes(visits: Client, by: Actor) -> None:
    before = AuditEntry.objects.count()
    for forbidden in (
        lambda: register(by=by),
        lambda: commands.change_client("visits", name="Other", by=by, at=AT),
        lambda: commands.change_deployment("visits", team="Other", by=by, at=AT),
        lambda: commands.delete_client("visits", by=by, at=AT),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert Client.objects.get().name == "Prison visits booking"
    assert AuditEntry.objects.count() == before


def test_changes_reach_all_copies_and_no_secret(visits: Client) -> None:
    commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)
    secrets_before = set(Client.objects.values_list("client_id", "client_secret", "secret_set_at"))
    commands.change_client(
        "visits", by=ADMIN, at=AT, roles=["GLOBAL_SEARCH"], ends_on=date(2027, 1, 1), allowed_addresses=["10.1.2.3"]
    )
    for client in Client.objects.all():
        assert client.authorities == ["GLOBAL_SEARCH"]
        assert client.ends_on == date(2027, 1, 1)
        assert client.allowed_addresses == ["10.1.2.3/32"]
        assert client.redirect_uris == "https://visits.example.uk/back"
    assert set(Client.objects.values_list("client_id", "client_secret", "secret_set_at")) == secrets_before
    assert entry("CLIENT_CHANGED").details["changes"] == {
        "roles": [["VIEW_PRISONER_DATA"], ["GLOBAL_SEARCH"]],
        "ends_on": [None, "2027-01-01"],
        "allowed_addresses": [[], ["10.1.2.3/32"]],
    }


def test_a_change_that_changes_nothing_is_not_told(visits: Client) -> None:
    commands.change_client("visits", by=ADMIN, at=AT, name=" Prison  visits booking ")
    assert not AuditEntry.objects.filter(action="CLIENT_CHANGED").exists()


def test_a_stale_change_says_what_changed_and_changes_nothing(visits: Client) -> None:
    seen = rules.as_plain(settings_of(visits))
    commands.change_client("visits", by=ADMIN, at=AT, seen=seen, claim_filter="-name")
    with pytest.raises(commands.ChangedMeanwhile) as stale:
        commands.change_client("visits", by=ADMIN, at=AT, seen=seen, name="Mine")
    assert stale.value.changes == {"claim_filter": ["", "-name"]}
    assert Client.objects.get().name == "Prison visits booking"
    seen = rules.as_plain(deployment_of(visits))
    commands.change_deployment("visits", by=ADMIN, at=AT, seen=seen, chat="#visits")
    with pytest.raises(commands.ChangedMeanwhile):
        commands.change_deployment("visits", by=ADMIN, at=AT, seen=seen, chat="#other")


def test_roles_that_left_the_catalogue_stay_where_they_are_held(visits: Client) -> None:
    Role.objects.all().delete()
    commands.change_client("visits", by=ADMIN, at=AT, name="Visits two")
    with pytest.raises(Invalid):
        commands.change_client("visits", by=ADMIN, at=AT, roles=["VIEW_PRISONER_DATA", "GLOBAL_SEARCH"])
    assert Client.objects.get().authorities == ["VIEW_PRISONER_DATA"]


def give_token(client: Client, account: Account | None = None) -> int:
    made = get_access_token_model().objects.create(
        application=client, user=account, token=f"t{client.pk}{account}", expires=AT + timedelta(days=900)
    )
    return int(made.pk)


def test_tokens_of_the_system_itself_end_when_a_role_is_taken_away(visits: Client) -> None:
    person = Account.objects.create(username="AISHA_GEN")
    own, of_a_person = give_token(visits), give_token(visits, person)
    tokens = get_access_token_model().objects
    commands.change_client("visits", by=ADMIN, at=AT, roles=["VIEW_PRISONER_DATA", "GLOBAL_SEARCH"])
    assert tokens.filter(pk=own).exists()
    commands.change_client("visits", by=ADMIN, at=AT, roles=["GLOBAL_SEARCH"])
    assert set(tokens.values_list("pk", flat=True)) == {of_a_person}


def test_three_copies_and_no_fourth(visits: Client) -> None:
    commands.change_deployment(
        "visits", by=ADMIN, at=AT, team="Visits", hosting="CLOUDPLATFORM", namespace="visits-prod"
    )
    given = set()
    for number in (1, 2):
        copy, secret = commands.duplicate_for_rotation("visits", by=ROTATOR, at=AT + timedelta(days=number))
        given.add(secret)
        copy.refresh_from_db()
        assert copy.client_id == f"visits-{number}"
        assert settings_of(copy) == settings_of(visits)
        assert (copy.team, copy.deployment["namespace"]) == ("Visits", "visits-prod")
        assert copy.secret_set_at == AT + timedelta(days=number)
        assert secret not in everything_kept()
    assert len(given) == 2
    with pytest.raises(Conflict):
        commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)
    assert Client.objects.count() == 3
    assert AuditEntry.objects.filter(action="CLIENT_DUPLICATED", username="ROTATOR").count() == 2
    commands.delete_client("visits", by=ROTATOR, at=AT)
    assert commands.duplicate_for_rotation("visits", by=ROTATOR, at=AT)[0].client_id == "visits-3"


@pytest.mark.parametrize("base_id", ["nothing", "visits-1", ""])
def test_what_is_not_there_is_not_found(visits: Client, base_id: str) -> None:
    for attempt in (
        lambda: commands.change_client(base_id, name="Other", by=ADMIN, at=AT),
        lambda: commands.change_deployment(base_id, team="Other", by=ADMIN, at=AT),
        lambda: commands.duplicate_for_rotation(base_id, by=ADMIN, at=AT),
        lambda: commands.delete_client(base_id, by=ADMIN, at=AT),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_somebody_who_only_rotates_gets_no_secret_of_a_powerful_client(roles: None) -> None:
    make(name="Console", client_id="console", roles=["CREATE_USER"])
    with pytest.raises(NotAllowed):
        commands.duplicate_for_rotation("console", by=ROTATOR, at=AT)
    commands.duplicate_for_rotation("console", by=ADMIN, at=AT)
    with pytest.raises(NotAllowed):
        commands.delete_client("console", by=ROTATOR, at=AT)
    assert Client.objects.count() == 2


def test_readers_neither_rotate_nor_see_secrets(visits: Client) -> None:
    for attempt in (
        lambda: commands.duplicate_for_rotation("visits", by=READER, at=AT),
        lambda: commands.show_once("visits", session="s", by=READER, at=AT),
        lambda: commands.tell_download(rows=1, filters={}, by=NOBODY_SPECIAL, at=AT),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_deleting_a_copy_ends_its_tokens_and_the_last_takes_everything(visits: Client) -> None:
    copy, _ = commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)
    old, new = give_token(visits), give_token(copy)
    assert commands.delete_client("visits", by=ROTATOR, at=AT) is False
    assert set(get_access_token_model().objects.values_list("pk", flat=True)) == {new} != {old}
    with pytest.raises(NotAllowed):
        commands.delete_client("visits-1", by=ROTATOR, at=AT)
    assert commands.delete_client("visits-1", by=ADMIN, at=AT) is True
    assert not Client.objects.exists() and not get_access_token_model().objects.exists()
    told = AuditEntry.objects.filter(action="CLIENT_DELETED").order_by("pk")
    assert [(t.subject_id, t.details["last"]) for t in told] == [("visits", False), ("visits-1", True)]


def test_a_secret_is_shown_once_to_its_maker_in_the_same_session(roles: None) -> None:
    client, secret = register()

    def keep() -> None:
        commands.keep_to_show(secret, client, session="mine", by=ADMIN, at=AT)

    def show(session: str = "mine", by: Actor = ADMIN, minutes: int = 0) -> str | None:
        return commands.show_once(client.client_id, session=session, by=by, at=AT + timedelta(minutes=minutes))

    keep()
    assert secret not in everything_kept()
    assert show(by=ROTATOR) is None
    assert show(minutes=10) == secret
    assert show() is None
    assert not SecretToShow.objects.exists()
    keep()
    assert show(session="another") is None
    assert show() is None, "a wrong guess uses it up"
    keep()
    assert show(minutes=11) is None
    assert AuditEntry.objects.filter(action="CLIENT_SECRET_SHOWN", subject_id="visits").count() == 1
    keep()
    commands.forget_unshown()  # made in the past
    assert not SecretToShow.objects.exists()


def test_the_newest_secret_to_show_takes_the_place_of_an_earlier_one(roles: None) -> None:
    client, secret = register()
    for kept in ("first", secret):
        commands.keep_to_show(kept, client, session="mine", by=ADMIN, at=AT)
    assert commands.show_once("visits", session="mine", by=ADMIN, at=AT) == secret


def test_copies_that_nothing_uses_are_offered_for_deletion(visits: Client) -> None:
    commands.duplicate_for_rotation("visits", by=ADMIN, at=AT + timedelta(days=100))
    later = AT + timedelta(days=107)
    assert queries.may_retire(queries.copies_of("visits"), later) == {"visits"}
    assert queries.may_retire(queries.copies_of("visits"), later - timedelta(hours=1)) == set()
    Client.objects.filter(client_id="visits").update(last_used_at=later - timedelta(days=6))
    assert queries.may_retire(queries.copies_of("visits"), later) == set()


def run(*words: str) -> dict[str, str]:
    out = StringIO()
    call_command("create_api_client", *words, stdout=out)
    assert out.getvalue().count("\n") == 1
    return dict(json.loads(out.getvalue()))


def test_the_command_prints_one_json_object(db: None) -> None:
    made = run("--name", "Roll viewer", "--role", "ROLE_VIEW_PRISONER_DATA", "--role", "GLOBAL_SEARCH")
    assert set(made) == {"client_id", "client_secret"}
    client = Client.objects.get(client_id=made["client_id"])
    assert (client.authorization_grant_type, client.authorities) == (
        "client-credentials", ["GLOBAL_SEARCH", "VIEW_PRISONER_DATA"],
    )  # fmt: skip
    assert client.scopes_allowed == ["read", "write"]
    assert len(made["client_secret"]) == 60
    assert entry("CLIENT_REGISTERED").username == SYSTEM.username
    assert run("--name", "Roll viewer")["client_id"] != made["client_id"]


def test_the_command_registers_what_signs_people_in(db: None) -> None:
    made = run(
        "--name", "Visits", "--redirect-uri", "http://localhost:3000/back", "--scope", "openid", "--client-id", "visits"
    )
    client = Client.objects.get(client_id=made["client_id"])
    assert (client.authorization_grant_type, client.redirect_uris, client.scopes_allowed) == (
        "authorization-code", "http://localhost:3000/back", ["openid"],
    )  # fmt: skip
    usual = run("--name", "Roll", "--redirect-uri", "http://localhost:3000/back")
    assert Client.objects.get(client_id=usual["client_id"]).scopes_allowed == ["email", "openid", "profile", "read"]


def test_the_command_says_what_is_wrong(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        run("--name", "V", "--role", "NO_SUCH", "--redirect-uri", "http://evil.example/")
    words = str(refused.value)
    assert "--name:" in words and "--roles: There is no role NO_SUCH" in words and "--redirect-uris:" in words


@pytest.mark.django_db(transaction=True)
def test_however_many_ask_at_once_there_are_three_copies(visits: Client) -> None:
    def one() -> bool:
        try:
            commands.duplicate_for_rotation("visits", by=ADMIN, at=AT)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(5) as pool:
        made = list(pool.map(lambda _: one(), range(5)))
    assert made.count(True) == 2
    assert set(Client.objects.values_list("client_id", flat=True)) == {"visits", "visits-1", "visits-2"}
