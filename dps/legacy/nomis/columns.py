"""Makes unmanaged Django models from a short notation, the one the domain file uses, so that the two can be compared
line by line:
`V12` text, `N10` whole number, `N11.2` decimal, `D` date with time, `TS` time stamp, `B` bytes, `YN` flag;
`*` part of the key, `!` mandatory. Speaks to Oracle and to a PostgreSQL with the same tables."""

import re
from typing import Any

from django.db import models

_COLUMN = re.compile(r"(?P<name>\w+) (?P<type>V\d+|N\d+(?:\.\d+)?|D|TS|B|YN)(?P<marks>[*!]*)\Z")

AUDIT_COLUMNS = (
    "create_datetime TS, create_user_id V32, modify_datetime TS, modify_user_id V32, audit_timestamp TS, "
    "audit_user_id V32, audit_module_name V65, audit_additional_info V256"
)


class WallClockField(models.Field):  # type: ignore[type-arg]
    """Date and time on a UK wall clock without a zone, as NOMIS keeps them: naive datetimes in Python."""

    def db_type(self, connection: Any) -> str:
        return "DATE" if connection.vendor == "oracle" else "timestamp"

    def get_internal_type(self) -> str:
        return "WallClockField"


class BytesField(models.BinaryField):  # type: ignore[type-arg]
    """A picture."""


def _field(kind: str, *, key: bool, required: bool) -> "models.Field[Any, Any]":
    empty: dict[str, Any] = {"null": not (key or required)}
    if kind.startswith("V"):
        return models.CharField(max_length=int(kind[1:]), **empty)
    if kind == "YN":
        return models.CharField(max_length=1, **empty)
    if kind in ("D", "TS"):
        return WallClockField(**empty)
    if kind == "B":
        return BytesField(**empty)
    digits, _, places = kind[1:].partition(".")
    if places:
        return models.DecimalField(max_digits=int(digits), decimal_places=int(places), **empty)
    return models.BigIntegerField(**empty)


def table(name: str, notation: str, module: str) -> type[models.Model]:
    """One unmanaged model for the NOMIS table `name`."""
    parts = [part.strip() for part in f"{notation}, {AUDIT_COLUMNS}".split(",")]
    found = [column for part in parts if (column := _COLUMN.match(part))]
    if len(found) != len(parts):
        raise ValueError(f"{name}: cannot read {[part for part in parts if not _COLUMN.match(part)]}")
    keys = [column["name"] for column in found if "*" in column["marks"]]
    attributes: dict[str, Any] = {"__module__": module}
    for column in found:
        field = _field(column["type"], key="*" in column["marks"], required="!" in column["marks"])
        if keys == [column["name"]]:
            field.primary_key = True
            field._unique = False
        attributes[column["name"]] = field
    if len(keys) > 1:
        attributes["pk"] = models.CompositePrimaryKey(*keys)
    attributes["Meta"] = type(
        "Meta", (), {"managed": False, "db_table": name, "app_label": "legacy", "default_permissions": ()}
    )
    class_name = "".join(word.capitalize() for word in name.split("_"))
    return type(class_name, (models.Model,), attributes)
