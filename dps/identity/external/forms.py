from dps.platform.design.forms import CheckboxesField, DpsForm, SelectField, TextField

AS_LONG_AS_THE_RULES_SAY = 2000
"""What may be typed is for the rules to say, so that every problem shows at once."""


class PersonForm(DpsForm):
    email = TextField(
        label="Email address",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="Where they work. It is also their user name.",
        attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"},
    )
    first_name = TextField(label="First name", max_length=AS_LONG_AS_THE_RULES_SAY, attrs={"autocomplete": "off"})
    last_name = TextField(label="Last name", max_length=AS_LONG_AS_THE_RULES_SAY, attrs={"autocomplete": "off"})
    group = SelectField(label="Group")


class EmailForm(DpsForm):
    email = TextField(
        label="New email address",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="We send a link there. The address counts once it is followed.",
        attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"},
    )


class ReasonForm(DpsForm):
    reason = TextField(
        label="Reason", max_length=AS_LONG_AS_THE_RULES_SAY, hint="Others who look after this person see it"
    )


class GiveRolesForm(DpsForm):
    roles = CheckboxesField(label="Which roles?")


class JoinForm(DpsForm):
    group = SelectField(label="Group")


class GroupForm(DpsForm):
    code = TextField(
        label="Code",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="Letters A to Z, numbers and _. It cannot be changed later.",
        classes="govuk-input--width-20",
        attrs={"spellcheck": "false"},
    )
    name = TextField(label="Name", max_length=AS_LONG_AS_THE_RULES_SAY)


class GroupNameForm(DpsForm):
    name = TextField(label="Name", max_length=AS_LONG_AS_THE_RULES_SAY)


class GroupRoleForm(DpsForm):
    role = SelectField(label="Role")
    automatic = CheckboxesField(
        label="When is it given?", choices=[("yes", "At once, to everybody who joins from now on")]
    )


class DownloadForm(DpsForm):
    group = SelectField(label="Group")
