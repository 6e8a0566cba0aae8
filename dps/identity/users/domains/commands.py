"""Changing which e-mail domains are allowed."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from dps.identity.users.domains import rules
from dps.identity.users.domains.permissions import DomainPermission
from dps.identity.users.models import EmailDomain
from dps.platform import audit
from dps.platform.access import SYSTEM, Actor, require
from dps.platform.audit.attempts import attempted
from dps.platform.web.refusals import Invalid, NotFound

SOURCE = Path(__file__).parent / "data" / "email_domains.csv"


@transaction.atomic
def load_domains(*, at: datetime) -> int:
    """Add the domains of the product's own list that were never here; gives how many. One that an administrator
    removed stays removed. Source: identity.md 5.4."""
    with SOURCE.open(encoding="utf-8", newline="") as rows:
        listed = [
            EmailDomain(name=row["name"], description=row["description"], added_by=SYSTEM.username, added_at=at)
            for row in csv.DictReader(rows)
        ]
    before = EmailDomain.objects.count()
    EmailDomain.objects.bulk_create(listed, ignore_conflicts=True)
    return EmailDomain.objects.count() - before


@attempted("EMAIL_DOMAIN_ADDED", "email_domain", "name")
def add_domain(*, name: str, description: str, at: datetime, by: Actor) -> EmailDomain:
    """Allow addresses of a domain and of its parts. Raises Invalid with every problem at once, NotAllowed."""
    require(by, DomainPermission.MAINTAIN)
    name, description = rules.tidy(name), description.strip()
    kept = EmailDomain.objects.select_for_update().filter(name=name).first()
    problems = {
        "name": rules.name_problem(name, [name] if kept and not kept.removed_at else []),
        "description": rules.description_problem(description),
    }
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    domain = kept or EmailDomain(name=name)
    domain.description, domain.added_by, domain.added_at, domain.removed_at = description, by.username, at, None
    try:
        with transaction.atomic():
            domain.save()
    except IntegrityError:  # somebody else added it in the same moment
        raise Invalid({"name": rules.name_problem(name, [name])}) from None
    _tell("EMAIL_DOMAIN_ADDED", domain, {"description": [None, description]}, at, by)
    return domain


@attempted("EMAIL_DOMAIN_REMOVED", "email_domain", "domain_id")
def remove_domain(*, domain_id: int, at: datetime, by: Actor) -> EmailDomain:
    """Allow a domain no longer. Who has such an address keeps it. Raises NotFound, NotAllowed."""
    require(by, DomainPermission.MAINTAIN)
    domain = EmailDomain.objects.select_for_update().filter(pk=domain_id, removed_at=None).first()
    if domain is None:
        raise NotFound(str(domain_id))
    domain.removed_at = at
    domain.save(update_fields=["removed_at"])
    _tell("EMAIL_DOMAIN_REMOVED", domain, {"description": [domain.description, None]}, at, by)
    return domain


def _tell(action: str, domain: EmailDomain, changes: dict[str, list[str | None]], at: datetime, by: Actor) -> None:
    audit.record(
        action, by=by, subject_type="email_domain", subject_id=domain.name, details={"changes": changes}, at=at
    )
