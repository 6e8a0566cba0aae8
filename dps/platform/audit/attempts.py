"""Commands whose refusal is told too: it is somebody trying what they may not do, or cannot do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from dps.platform.audit.record import record
from dps.platform.web.refusals import Refusal

Asked = ParamSpec("Asked")
Given = TypeVar("Given")


def attempted(
    action: str, subject_type: str, subject: str | Callable[[Any], str] = ""
) -> Callable[[Callable[Asked, Given]], Callable[Asked, Given]]:
    """Decorator of a command that takes its arguments by name, `by` among them: one transaction, whose refusal is
    recorded outside it as `<action>_REFUSED`. `subject`: the argument that says what it is about, or a function of
    all arguments that does."""

    def decorate(command: Callable[Asked, Given]) -> Callable[Asked, Given]:
        @wraps(command)
        def run(*args: Asked.args, **given: Asked.kwargs) -> Given:
            try:
                with transaction.atomic():
                    return command(*args, **given)
            except Refusal as refused:
                arguments: dict[str, Any] = dict(given)
                about = subject(arguments) if callable(subject) else str(arguments.get(subject, ""))
                record(
                    f"{action}_REFUSED",
                    by=arguments["by"],
                    subject_type=subject_type,
                    subject_id=about[:240],
                    details={"why": type(refused).__name__, "words": str(refused)[:300]},
                    at=arguments.get("at"),
                )
                raise

        return run

    return decorate
