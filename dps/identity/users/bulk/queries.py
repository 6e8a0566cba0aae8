"""Reads of changes in bulk."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from dps.identity.models import Role
from dps.identity.users.models import BulkChange, BulkChangeItem
from dps.platform.access import Actor
from dps.platform.web.refusals import Conflict, NotFound

NOT_FOUND_SHOWN = 50
ROWS_AT_ONCE = 2_000


def changes(words: str, *, start: int, size: int, by: Actor) -> tuple[list[BulkChange], int]:
    """Some changes, newest first, whose ticket or requester holds `words`, and how many there are in all. Drafts only
    of one's own. Two statements."""
    found = BulkChange.objects.filter(~Q(state=BulkChange.State.DRAFT) | Q(requested_by=by.username))
    if words:
        found = found.filter(Q(reference__icontains=words) | Q(requested_by__icontains=words))
    return list(found.defer("usernames").order_by("-id")[start : start + size]), found.count()


def change(change_id: int, *, by: Actor) -> BulkChange:
    """One change, without its people. Raises NotFound, also for somebody else's draft."""
    found = BulkChange.objects.defer("usernames").filter(pk=change_id).first()
    if found is None or (found.state == BulkChange.State.DRAFT and found.requested_by != by.username):
        raise NotFound(str(change_id))
    return found


def draft(change_id: int, *, by: Actor) -> BulkChange:
    """One's own draft. Raises NotFound, and Conflict once it was started."""
    found = change(change_id, by=by)
    if found.requested_by != by.username:
        raise NotFound(str(change_id))
    if found.state != BulkChange.State.DRAFT:
        raise Conflict(f"bulk change {change_id} was started already")
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the people of a draft there are, and the first few of those there are not."""

    found: int
    not_found: int
    names_not_found: list[str]


def people_found(draft: BulkChange) -> Found:
    """Which people of a draft have an account. Two statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*)
                 FROM (SELECT unnest(usernames) AS username FROM user_admin_bulkchange WHERE id = %s) n
                 JOIN identity_account a USING (username)""",
            [draft.pk],
        )
        found = int(cursor.fetchone()[0])
        cursor.execute(
            """SELECT n.username FROM (SELECT unnest(usernames) AS username FROM user_admin_bulkchange WHERE id = %s) n
                WHERE NOT EXISTS (SELECT 1 FROM identity_account a WHERE a.username = n.username)
                ORDER BY n.username LIMIT %s""",
            [draft.pk, NOT_FOUND_SHOWN],
        )
        return Found(found, draft.people - found, [row[0] for row in cursor.fetchall()])


def role_names(codes: list[str]) -> list[str]:
    """The roles of a change in words, in their order. One statement."""
    names = dict(Role.objects.filter(pk__in=codes).values_list("code", "name"))
    return [f"{names[code]} ({code})" if code in names else code for code in codes]


def items(change: BulkChange, *, only_errors: bool, start: int, size: int) -> list[BulkChangeItem]:
    """Some assignments of a change, in order of user name. One statement."""
    found = change.items.filter(state=BulkChangeItem.State.ERROR) if only_errors else change.items.all()
    return list(found.order_by("id")[start : start + size])


def result_rows(change: BulkChange) -> Iterator[list[str]]:
    """Every assignment of a complete change as a line of a file, headings first. Raises Conflict until then."""
    if change.state != BulkChange.State.COMPLETE:
        raise Conflict(f"bulk change {change.pk} is not complete")
    return _result_rows(change)


def _result_rows(change: BulkChange) -> Iterator[list[str]]:
    yield ["userId", "roleCode", "status", "reason"]
    last = 0
    while rows := change.items.filter(pk__gt=last).order_by("id")[:ROWS_AT_ONCE]:
        for item in rows:
            yield [item.username, item.role, item.state, item.reason]
            last = item.pk
