"""Jobs that a job enqueues are in its own transaction, as those of a page are.

While the worker runs, procrastinate enqueues over a connection of the worker's own: a job could begin before the change
it is about was committed, find nothing, and be done.
"""

from typing import Any

from procrastinate import App
from procrastinate.contrib.django import utils
from procrastinate.psycopg_connector import PsycopgConnector


class InTheTransaction(PsycopgConnector):
    """The worker's connection for fetching jobs; Django's, with its transaction, for enqueueing them."""

    def __init__(self, ours: Any, **more: Any) -> None:
        super().__init__(**more)
        self._ours = ours

    def get_sync_connector(self) -> Any:
        return self._ours


def enqueue_with_the_change(app: App) -> None:
    """Named in settings; called when the application is ready."""
    ours: Any = app.connector
    ours.get_worker_connector = lambda: InTheTransaction(ours, kwargs=utils.connector_params(ours.alias))
