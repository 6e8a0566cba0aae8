from typing import Any

from django.conf import settings

NOMIS = "nomis"


class NomisRouter:
    """Sends the NOMIS tables (unmanaged models of this service) to the database `nomis`, and never migrates there."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """`nomis` for a NOMIS table when one is configured; no opinion about any other model."""
        meta = model._meta
        if meta.app_label == "legacy" and not meta.managed and NOMIS in settings.DATABASES:
            return NOMIS
        return None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Nothing is ever migrated in NOMIS."""
        return db != NOMIS
