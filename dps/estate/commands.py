"""Loading the estate's own data files."""

import csv
import json
from datetime import date

from django.db import transaction

from dps.estate.models import Agency, ReferenceCode
from dps.estate.queries import DATA, forget_kept


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_estate() -> tuple[int, int]:
    """Put every agency and reference code of the data files in place, changing what differs.

    Gives how many of each the files hold. What others added (a new prison, a NOMIS code) is left alone.
    """
    agencies = [
        Agency(
            code=row["code"],
            name=row["name"],
            type=row["type"],
            active=row["active"] == "Y",
            serves=row["serves"],
            kind=row["kind"],
            category=row["category"],
            operator=row["operator"],
            welsh_name=row["welsh_name"],
        )
        for row in _rows("agencies.csv")
    ]
    Agency.objects.bulk_create(
        agencies,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "type", "active", "serves", "kind", "category", "operator", "welsh_name"],
    )
    codes = [
        ReferenceCode(
            domain=row["domain"],
            code=row["code"],
            description=row["description"],
            sequence=int(row["sequence"]),
            active=row["active"] == "Y",
            expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
            parent=row["parent"],
            attributes=json.loads(row["attributes"] or "{}"),
        )
        for row in _rows("codes.csv")
    ]
    ReferenceCode.objects.bulk_create(
        codes,
        update_conflicts=True,
        unique_fields=["domain", "code"],
        update_fields=["description", "sequence", "active", "expires_on", "parent", "attributes"],
        batch_size=1000,
    )
    forget_kept()
    return len(agencies), len(codes)
