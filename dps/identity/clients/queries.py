"""Reads of clients. A client is its copies together: they share every setting but the secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet

from dps.identity.clients import rules
from dps.identity.provider.models import Client
from dps.platform.web.refusals import NotFound

PAGE_SIZE = 50
MOST_IN_A_FILE = 20_000
_SHARED = ("base_id", "name", "kind", "team", "authorization_grant_type", "authorities", "ends_on")
SORTS = {
    "client": "base_id",
    "team": "team",
    "copies": "copies",
    "secret": "oldest_secret",
    "used": "used",
}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of the list. `oldest_secret` is that of its oldest live copy."""

    base_id: str
    name: str
    kind: str
    team: str
    grant: str
    roles: Sequence[str]
    ends_on: date | None
    copies: int
    oldest_secret: datetime
    newest_secret: datetime
    used: datetime | None


def _found(
    words: str, role: str, grant: str, kind: str, old_before: datetime | None
) -> QuerySet[Client, dict[str, object]]:
    clients = Client.objects.all()
    if words:
        clients = clients.filter(Q(base_id__icontains=words) | Q(name__icontains=words) | Q(team__icontains=words))
    if role:
        clients = clients.filter(authorities__contains=[role])
    if grant:
        clients = clients.filter(authorization_grant_type=grant)
    if kind:
        clients = clients.filter(kind=kind)
    bases: QuerySet[Client, dict[str, object]] = clients.values(*_SHARED).annotate(
        copies=Count("pk"),
        oldest_secret=Min("secret_set_at"),
        newest_secret=Max("secret_set_at"),
        used=Max("last_used_at"),
    )
    return bases.filter(oldest_secret__lte=old_before) if old_before else bases


def clients(
    *, words: str = "", role: str = "", grant: str = "", kind: str = "", old_before: datetime | None = None,
    sort: str = "client", first: int = 0, size: int = PAGE_SIZE,
) -> tuple[list[ClientRow], int]:  # fmt: skip
    """Clients in order, from the `first` on, and how many there are. `sort` is a key of SORTS, with `-` before it the
    other way round; what was never used comes last. Two statements."""
    found = _found(words, role, grant, kind, old_before)
    column = F(SORTS[sort.removeprefix("-")])
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    rows = found.order_by(order, "base_id")[first : first + size]
    listed = [ClientRow(grant=row.pop("authorization_grant_type"), roles=row.pop("authorities"), **row) for row in rows]
    return listed, found.count()


def roles_in_use() -> list[str]:
    """Every role that a client holds, in order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(authorities) AS role FROM provider_client ORDER BY role")
        return [row[0] for row in cursor.fetchall()]


def copies_of(base_id: str) -> list[Client]:
    """The copies of a client, newest secret first. Raises NotFound. One statement."""
    found = list(Client.objects.filter(base_id=base_id).order_by("-secret_set_at", "-pk"))
    if not found:
        raise NotFound(base_id)
    return found


def copy(client_id: str) -> tuple[Client, int]:
    """One copy and how many its client has. Raises NotFound. Two statements."""
    found = Client.objects.filter(client_id=client_id).first()
    if found is None:
        raise NotFound(client_id)
    return found, Client.objects.filter(base_id=found.base_id).count()


def may_retire(copies: Sequence[Client], at: datetime) -> set[str]:
    """The client ids of those copies that nothing uses any more since a newer one was made."""
    newest = max(copy.secret_set_at for copy in copies)
    return {
        copy.client_id
        for copy in copies
        if rules.may_retire(set_at=copy.secret_set_at, last_used_at=copy.last_used_at, newest_set_at=newest, at=at)
    }
