"""A person in Leeds, officers who read, and notes."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from dps.identity.models import Account
from dps.platform import local_time
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person

NOW = local_time.now()
TODAY = local_time.today()
BASE = "/prisoners/A1111AA/case-notes/"


@pytest.fixture
def person() -> Person:
    make_agencies()
    return make_person("A1111AA", "O'BRIEN", "SEÁN")


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """Somebody of Leeds with these roles, signed in."""

    def sign_in(*roles: str, caseloads: tuple[str, ...] = ("LEI",), username: str = "READER") -> Client:
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
def reader(person: Person, signed_in: Callable[..., Client]) -> Client:
    return signed_in()


def whole(reply: object) -> str:
    """Everything of an answer, also of one that is streamed."""
    if getattr(reply, "streaming", False):
        return b"".join(reply.streaming_content).decode()  # type: ignore[attr-defined]
    return reply.content.decode()  # type: ignore[attr-defined]


def words(reply: object) -> str:
    """The words of the main part, in one line."""
    main = whole(reply).split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def texts(reply: object) -> list[str]:
    """What each card says, in order."""
    found = re.findall(r'</h\d>\s*(?:<p class="dps-card__words">About.*?</p>\s*)?<p class="govuk-body dps-note__words">(.*?)</p>', whole(reply), re.S)  # fmt: skip
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in found]
