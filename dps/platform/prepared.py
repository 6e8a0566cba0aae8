"""Statements that are planned once a connection: those that run on every page and take longer to plan than to run."""

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""The names each connection knows."""


class Statement:
    """One statement. `sql` names its parameters as in `%(number)s`; `types` gives each its type in PostgreSQL."""

    def __init__(self, name: str, sql: str, types: Mapping[str, str]) -> None:
        self.name = name
        self._parameters = tuple(types)
        numbered = {parameter: f"${place}" for place, parameter in enumerate(types, start=1)}
        self._prepare = f"PREPARE {name} ({', '.join(types.values())}) AS {sql % numbered}"
        self._execute = f"EXECUTE {name} ({', '.join(['%s'] * len(types))})"

    def execute(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Run it on Django's `cursor`. Raises DatabaseError."""
        known = _prepared.setdefault(connection.connection, set())
        if self.name not in known:
            with connection.wrap_database_errors:
                cursor.cursor.execute(self._prepare)
            known.add(self.name)
        cursor.execute(self._execute, [values[parameter] for parameter in self._parameters])
