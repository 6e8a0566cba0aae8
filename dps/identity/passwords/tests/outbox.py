"""What tests read of the e-mails that were written, and the worker's answers to what was asked."""

from typing import Any

from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.identity.passwords.jobs import answer_asked
from dps.platform.notify import sealed
from dps.platform.notify.models import Message


def mails(template: str = "") -> list[tuple[str, dict[str, Any]]]:
    """To whom and with what values, oldest first."""
    found = Message.objects.order_by("created_at", "pk")
    found = found.filter(template=template) if template else found
    return [(message.recipient, sealed.unseal(message.sealed_values)) for message in found]


def templates() -> list[str]:
    """What was written, oldest first."""
    return list(Message.objects.order_by("created_at").values_list("template", flat=True))


def path_in(template: str) -> str:
    """The path of the newest link in an e-mail. It begins with our own address."""
    link = mails(template)[-1][1]["link"]
    assert link.startswith(settings.PUBLIC_URL + "/")
    return str(link.removeprefix(settings.PUBLIC_URL))


def work() -> None:
    """Do what the worker would do with every request that waits."""
    for job in ProcrastinateJob.objects.filter(task_name="answer_asked", status="todo"):
        answer_asked(**job.args)
