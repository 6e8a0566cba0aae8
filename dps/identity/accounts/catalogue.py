"""The roles there are, from data/roles.csv. What administrators changed since is kept."""

import csv
from pathlib import Path

from django.db import transaction

from dps.identity.models import Role
from dps.platform.audit.models import AuditEntry

SOURCE = Path(__file__).resolve().parents[1] / "data" / "roles.csv"


@transaction.atomic
def load_roles() -> int:
    """Add the roles of the file that are not there and that nobody deleted; gives how many. Source: identity.md 5.2."""
    kept = set(Role.objects.values_list("code", flat=True))
    kept |= set(
        AuditEntry.objects.filter(action="ROLE_DELETED", subject_type="role").values_list("subject_id", flat=True)
    )
    with SOURCE.open(encoding="utf-8", newline="") as rows:
        fresh = [
            Role(
                code=row["code"],
                name=row["name"],
                description=row["description"],
                admin_types=row["admin_types"].split("|") if row["admin_types"] else [],
            )
            for row in csv.DictReader(rows)
            if row["code"] not in kept
        ]
    return len(Role.objects.bulk_create(fresh))
