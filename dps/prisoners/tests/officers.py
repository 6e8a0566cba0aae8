"""Members of staff made by hand for tests, and the pages they see as words."""

import html
import re

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import create_user


def officer(client: Client, *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    """Somebody who works in a prison, signed in."""
    client.force_login(
        create_user(username="OFFICER", email="o@justice.gov.uk", first_name="Sam", last_name="Hall",
                    password="correct horse battery 9", roles=roles, caseloads=caseloads)
    )  # fmt: skip
    return client


def words_of(reply: HttpResponse) -> str:
    """The words of the main part of a page, in one line."""
    main = reply.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def statements(client: Client, address: str) -> int:
    """How many statements a page costs once labels are known to the process."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])  # those are the test's own transaction's
