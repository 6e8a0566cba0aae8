"""What happened, told to whoever cares: an outbox row in the same transaction, then subscribers and live pages."""

from dps.platform.events.publish import Happened, Source, publish, publish_several, signal_live
from dps.platform.events.subscribers import subscribe

__all__ = ["Happened", "Source", "publish", "publish_several", "signal_live", "subscribe"]
