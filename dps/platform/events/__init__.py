"""What happened, told to whoever cares: an outbox row in the same transaction, then subscribers and live pages."""

from dps.platform.events.publish import Source, publish, signal_live
from dps.platform.events.subscribers import subscribe

__all__ = ["Source", "publish", "signal_live", "subscribe"]
