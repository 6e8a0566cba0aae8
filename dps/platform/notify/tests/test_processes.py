"""With real commits: nothing of what was undone, and one message however many workers have its job."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from dps.platform.notify.commands import sending
from dps.platform.notify.models import Message, StandInMessage
from dps.platform.notify.stand_in.commands import set_fault
from dps.platform.notify.tests.conftest import Web, written


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_committed_and_once(web: Web) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        written()
        raise RuntimeError
    with transaction.atomic():
        message = written()
    set_fault("lost", seconds=0.2)  # the stand-in takes its time, so that the others come meanwhile
    workers = [threading.Thread(target=_deliver, args=(message.pk,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("accepted", 1)
    assert StandInMessage.objects.get().key == message.notify_id
    assert Message.objects.count() == 1


def _deliver(message_id: Any) -> None:
    try:
        sending.deliver(message_id)
    finally:
        connection.close()
