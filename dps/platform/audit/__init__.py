"""Who saw and who changed what. Append-only in the database itself; written in the transaction it describes."""

from dps.platform.audit.record import Entry, record, record_several

__all__ = ["Entry", "record", "record_several"]
