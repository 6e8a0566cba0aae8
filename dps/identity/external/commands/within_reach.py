import uuid
from typing import Any

from dps.identity.external import queries
from dps.identity.external.permissions import ExternalPermission
from dps.identity.external.rules import Reach
from dps.identity.models import Account
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound


def for_change(key: uuid.UUID, by: Actor) -> tuple[Account, Reach]:
    """Somebody `by` looks after, locked for a change, and whom `by` looks after. Raises NotFound, NotAllowed."""
    require(by, ExternalPermission.CHANGE)
    account = queries.all_people().select_for_update().filter(key=key).first()
    if account is None:
        raise NotFound(str(key))
    reach = queries.reach_of(by)
    if not reach.everybody and not reach.covers(group.code for group in queries.groups_of(account)):
        raise NotFound(str(key))
    return account, reach


def for_proof(key: uuid.UUID, by: Actor) -> Account:
    """The same, to change how they prove who they are. Raises NotAllowed too when they hold a role that `by` could not
    give: nobody comes by it through another's mailbox."""
    account, reach = for_change(key, by)
    if beyond := queries.beyond(queries.roles_held(account, reach, by=by)):
        raise NotAllowed(f"may not give {', '.join(beyond)}")
    return account


def user_name(asked: dict[str, Any]) -> str:
    """The user name of the person asked about by key, for the audit; the key when there is nobody."""
    found = queries.all_people().filter(key=asked["key"]).values_list("username", flat=True).first()
    return found or str(asked["key"])


def refuse(problems: dict[str, str]) -> None:
    """Raises Invalid with every problem that has words."""
    if found := {field: words for field, words in problems.items() if words}:
        raise Invalid(found)
