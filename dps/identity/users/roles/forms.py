from dps.identity.models.access import AdminType
from dps.identity.users.roles import rules
from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, TextAreaField, TextField

AS_LONG_AS_THE_RULES_SAY = 5000


class DetailsForm(DpsForm):
    """What may be typed is for the rules to say, so that every problem shows at once."""

    name = TextField(label="Name", max_length=AS_LONG_AS_THE_RULES_SAY)
    description = TextAreaField(
        label="What is it for? (optional)",
        max_length=rules.LONGEST_DESCRIPTION,
        hint="Administrators read this when they choose roles for somebody",
    )
    admin_types = CheckboxesField(
        label="Who may give it?",
        choices=AdminType.choices,
        hint="A role of local system administrators is one of central administrators too. "
        "Only local system administrators can be taken off again.",
    )


class CreateForm(DetailsForm):
    code = TextField(
        label="Code",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="Letters A to Z, numbers and _, for example SERVICE__ENTITY__RO",
        classes="govuk-input--width-20",
        attrs={"spellcheck": "false"},
    )
    field_order = ["code"]


class HideForm(DpsForm):
    day = DateField(label="From which day?", hint="For example, 27 3 2027. Today hides it at once.")
