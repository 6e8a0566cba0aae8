"""A person in Leeds and officers who write."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dps.case_notes.tests.notes import types
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.models import Booking, Person
from dps.prisoners.tests.people import make_agencies, make_person

BASE = "/prisoners/A1111AA/case-notes/"


@pytest.fixture
def person(db: None) -> Person:
    make_agencies()
    types()
    found = make_person("A1111AA", "O'BRIEN", "SEÁN")
    long_ago = local_time.now() - timedelta(days=400)
    Booking.objects.filter(person=found).update(began_at=long_ago)
    return found


@pytest.fixture
def signed_in(person: Person) -> Callable[..., Client]:
    """Somebody of Leeds with these roles, signed in."""

    def sign_in(*roles: str, caseloads: tuple[str, ...] = ("LEI",), username: str = "WRITER") -> Client:
        account = Account.objects.create(
            username=username,
            first_name="Sam",
            last_name="Hall",
            roles=["PRISON", *roles],
            caseloads=list(caseloads),
            active_caseload=caseloads[0],
        )
        client = Client()
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def browser(signed_in: Callable[..., Client]) -> Client:
    return signed_in()


def actor(username: str = "WRITER") -> Actor:
    return actor_of(Account.objects.get(username=username))


def whole(reply: Any) -> str:
    return html.unescape(reply.content.decode())


def words(reply: Any) -> str:
    """The words of the main part, in one line."""
    main = reply.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def said_wrong(reply: Any) -> list[tuple[str, str]]:
    """(box, words) of each line of the error summary, in order."""
    found = re.search(r"govuk-error-summary__list.*?</ul>", whole(reply), re.S)
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', found[0]) if found else []


def chosen(reply: Any, box: str) -> str:
    """What a list shows as chosen."""
    found = re.search(rf'<select[^>]* id="{box}".*?</select>', whole(reply), re.S)
    assert found
    picked = re.search(r'<option value="([^"]*)" selected>', found[0])
    return picked[1] if picked else ""


def options(reply: Any, box: str) -> list[str]:
    """The words of each option of a list."""
    found = re.search(rf'<select[^>]* id="{box}".*?</select>', whole(reply), re.S)
    assert found
    return re.findall(r"<option[^>]*>([^<]*)</option>", found[0])


def a_note_typed(**changes: str) -> dict[str, str]:
    """A good form, ten minutes ago."""
    clock = local_time.in_london(local_time.now() - timedelta(minutes=10))
    return {
        "type": "OBSERVE",
        "sub_type": "OBS_GEN",
        "text": "Settled in well.\n\nAsked for a job in the kitchen.",
        "date": f"{clock:%d/%m/%Y}",
        "hours": f"{clock:%H}",
        "minutes": f"{clock:%M}",
        "save": "yes",
        **changes,
    }
