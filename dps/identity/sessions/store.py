"""Sessions in the database, each knowing whose it is and where it is, so that people can see and end their own."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import connections, router, transaction
from django.utils.crypto import get_random_string

from dps.platform import local_time

PUBLIC_ID = "public_id"
SINCE, SEEN = "since", "seen"
ADDRESS, DEVICE, METHODS = "address", "device", "methods"


def kept_as(session_key: str) -> str:
    """What stands in the table for a secret key: 240 bits of its digest. Whoever reads the table can use no session."""
    return urlsafe_b64encode(sha256(session_key.encode()).digest()).decode()[:40]


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


class SessionStore(DatabaseStore):
    """Django's own store, with digests for keys, and columns beside the data for what `StaffSession` shows."""

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
        if self.session_key is None:  # nothing is kept yet: the one row is written when the request ends
            self.modified = True
            return
        if public_id is None:
            super().cycle_key()
            return
        with transaction.atomic(using=router.db_for_write(self.model)):
            mine = self.model.objects.select_for_update().filter(session_key=kept_as(self.session_key))
            if not list(mine.values_list("pk")):
                raise SessionInterrupted("the session was ended meanwhile")
            super().cycle_key()
            self[PUBLIC_ID] = public_id
            self.save()

    def save(self, must_create: bool = False) -> None:
        """Kept without waiting for the disk, unless a transaction is under way already: a session that a crash of the
        database loses means signing in again. What ends a session, and the audit, do wait."""
        connection = connections[router.db_for_write(self.model)]
        if connection.in_atomic_block or self.session_key is None:
            super().save(must_create)
            return
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
            super().save(must_create)

    def exists(self, session_key: str | None) -> bool:
        """Whether the session with this secret key is kept."""
        return session_key is not None and super().exists(kept_as(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session, this one unless a secret key is given."""
        wanted = session_key or self.session_key
        if wanted is not None:
            super().delete(kept_as(wanted))

    def _get_new_session_key(self) -> str:
        """A secret of 32 letters and digits; nobody need ask whether it is taken."""
        return get_random_string(32, VALID_KEY_CHARS)

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=kept_as(self.session_key), expire_date__gt=local_time.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made = super().create_model_instance(data)
        made.session_key = kept_as(made.session_key)
        if PUBLIC_ID in data:
            made.public_id = data[PUBLIC_ID]
        made.account_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        made.started_at, made.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        made.address, made.device = data.get(ADDRESS), data.get(DEVICE, "")
        made.methods = data.get(METHODS, [])
        return made
