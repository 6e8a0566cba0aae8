"""Sessions in the database, each knowing whose it is and where it is, so that people can see and end their own."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import router, transaction

PUBLIC_ID = "public_id"
SINCE, SEEN = "since", "seen"
ADDRESS, DEVICE, METHODS = "address", "device", "methods"


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


class SessionStore(DatabaseStore):
    """Django's own store, with columns beside the data for what `StaffSession` shows."""

    @classmethod
    def get_model_class(cls) -> Any:
        from dps.identity.models import StaffSession

        return StaffSession

    def cycle_key(self) -> None:
        """A new secret key for the same session: the public id is put aside while both rows are there.

        What ends the session, or asks whether it is there, never finds it gone in between; one that was ended since it
        was read does not come back (SessionInterrupted).
        """
        public_id = self.pop(PUBLIC_ID, None)
        if public_id is None:
            super().cycle_key()
            return
        with transaction.atomic(using=router.db_for_write(self.model)):
            mine = self.model.objects.select_for_update().filter(session_key=self.session_key)
            if not list(mine.values_list("pk")):
                raise SessionInterrupted("the session was ended meanwhile")
            super().cycle_key()
            self[PUBLIC_ID] = public_id
            self.save()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made = super().create_model_instance(data)
        if PUBLIC_ID in data:
            made.public_id = data[PUBLIC_ID]
        made.account_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        made.started_at, made.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        made.address, made.device = data.get(ADDRESS), data.get(DEVICE, "")
        made.methods = data.get(METHODS, [])
        return made
