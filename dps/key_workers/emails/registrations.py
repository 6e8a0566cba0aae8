"""What e-mails add: their templates, jobs, what they follow from, and the page to ask for them."""


def register() -> None:
    """Called once when the application starts."""
    from pathlib import Path

    from dps.key_workers.allocating.recording import SAVED
    from dps.key_workers.emails import jobs, subscribers  # noqa: F401
    from dps.key_workers.levels import Level, own_staff_id
    from dps.key_workers.settings.home import HomeTile
    from dps.key_workers.settings.home import register as add_tile
    from dps.key_workers.staff.commands import BACK_FROM_LEAVE
    from dps.platform import events, notify

    notify.register_templates(Path(__file__).parent)
    events.subscribe(SAVED, subscribers.allocations_changed)
    events.subscribe(BACK_FROM_LEAVE, subscribers.staff_back)
    add_tile(
        HomeTile(
            "Emails about {workers}",
            "Choose what you are emailed about",
            "emails/",
            Level.SELF,
            80,
            shown=lambda here: here.may_allocate or own_staff_id(here.actor, here.policy) is not None,
        )
    )
