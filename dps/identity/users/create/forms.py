from dps.platform.design.forms import DpsForm, RadiosField, SelectField, TextField

KINDS = [
    ("general", "General: works in a prison"),
    ("local", "Local system administrator: looks after the users of a prison"),
    ("central", "Central administrator: looks after users of every prison"),
]
_QUIET = {"autocomplete": "off", "spellcheck": "false"}


class KindForm(DpsForm):
    kind = RadiosField(label="Type of user", choices=KINDS, missing="Choose the type of user")


class CreateForm(DpsForm):
    """What the command asks is told by the command, all at once. `prison` is called by what it is for, and is not
    there for a central administrator."""

    username = TextField(label="User name", max_length=240, attrs=_QUIET)
    email = TextField(label="Email address", max_length=240, attrs=_QUIET)
    first_name = TextField(label="First name", max_length=50, attrs=_QUIET)
    last_name = TextField(label="Last name", max_length=50, attrs=_QUIET)
    prison = SelectField(label="Default caseload")


class LinkForm(DpsForm):
    """As above."""

    existing = TextField(label="User name they have now", max_length=240, attrs=_QUIET)
    kind = RadiosField(label="Type of the new account", choices=KINDS)
    username = TextField(label="New user name", max_length=240, attrs=_QUIET)
    prison = SelectField(
        label="Prison",
        hint="The default caseload of a general account, or the prison a local administrator looks after. "
        "A central administrator needs none.",
    )
