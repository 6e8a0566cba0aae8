"""Lines above a person's page that other services add: that NOMIS is away, for one."""

from collections.abc import Callable

import structlog

from dps.prisoners.profile.failing_alone import failing_alone

Notice = Callable[[], str]
_notices: list[Notice] = []
log = structlog.get_logger("dps.prisoners")


def register(notice: Notice) -> None:
    """Add a function that answers one sentence, or '' for nothing to say. Called from `AppConfig.ready`."""
    if notice not in _notices:
        _notices.append(notice)


def current() -> list[str]:
    """What there is to say now. A notice that breaks says nothing and never breaks the page."""
    said = []
    for notice in _notices:
        try:
            with failing_alone():
                said.append(notice())
        except Exception as failure:
            log.warning("notice failed", kind=type(failure).__name__)
    return [words for words in said if words]
