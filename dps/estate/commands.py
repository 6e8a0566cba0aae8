"""Loading the estate's own data files."""

import csv
import json
from datetime import date

from django.db import transaction

from dps.estate.models import Agency, ReferenceCode
from dps.estate.queries import DATA, forget_kept
from dps.platform.web.refusals import Conflict, NotFound

CHANGED_HERE = "changed_here"
"""The attribute of a code that neither the data files nor NOMIS change any more."""


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_estate() -> tuple[int, int]:
    """Put every agency and reference code of the data files in place, changing what differs.

    Gives how many of each the files hold. What others added (a new prison, a NOMIS code) is left alone, and so is a
    code that was changed on a page of this product.
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
    changed_here = set(ReferenceCode.objects.filter(attributes__has_key=CHANGED_HERE).values_list("domain", "code"))
    ReferenceCode.objects.bulk_create(
        [code for code in codes if (code.domain, code.code) not in changed_here],
        update_conflicts=True,
        unique_fields=["domain", "code"],
        update_fields=["description", "sequence", "active", "expires_on", "parent", "attributes"],
        batch_size=1000,
    )
    forget_kept()
    return len(agencies), len(codes)


@transaction.atomic
def add_code(domain: str, code: str, *, description: str, parent: str = "") -> ReferenceCode:
    """Add a code at the end of its list. Raises Conflict when the list has it. The caller asks permission and records.

    Every process shows it within a minute.
    """
    last = ReferenceCode.objects.filter(domain=domain, parent=parent).exclude(sequence=99).order_by("-sequence").first()
    made, is_new = ReferenceCode.objects.get_or_create(
        domain=domain,
        code=code,
        defaults={
            "description": description,
            "parent": parent,
            "sequence": min(last.sequence + 1, 98) if last else 1,
            "attributes": {CHANGED_HERE: True},
        },
    )
    if not is_new:
        raise Conflict(f"There is a code {code} already: {made.description}")
    transaction.on_commit(forget_kept)
    return made


@transaction.atomic
def change_code(
    domain: str,
    code: str,
    *,
    description: str | None = None,
    active: bool | None = None,
    on: date | None = None,
) -> tuple[ReferenceCode, bool]:
    """Change what a code means, or whether it is in use (`on`: the day it went out of use). Gives it and whether
    anything changed. Raises NotFound. The caller asks permission and records."""
    found = ReferenceCode.objects.select_for_update().filter(domain=domain, code=code).first()
    if found is None:
        raise NotFound(code)
    before = (found.description, found.active)
    if description is not None:
        found.description = description
    if active is not None and active != found.active:
        found.active, found.expires_on = active, None if active else on
    if before == (found.description, found.active):
        return found, False
    found.attributes = {key: value for key, value in found.attributes.items() if key != "nomis"} | {CHANGED_HERE: True}
    found.save(update_fields=["description", "active", "expires_on", "attributes"])
    transaction.on_commit(forget_kept)
    return found, True
