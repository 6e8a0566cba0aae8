from typing import Any


class NomisRouter:
    """NOMIS tables are read from NOMIS and never migrated."""

    def _is_nomis(self, model: Any) -> bool:
        return model._meta.app_label == "legacy" and not model._meta.managed

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "nomis" if self._is_nomis(model) else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return "nomis" if self._is_nomis(model) else None

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        return None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        return db != "nomis"
