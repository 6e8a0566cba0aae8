from dps.platform.design.forms import DpsForm, TextField

AS_LONG_AS_THE_RULES_SAY = 2000


class DomainForm(DpsForm):
    """What may be typed is for the rules to say, so that every problem shows at once."""

    name = TextField(
        label="Domain",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint="The part after the @, like justice.gov.uk. Its parts, like digital.justice.gov.uk, are allowed too.",
        attrs={"spellcheck": "false", "autocapitalize": "none"},
    )
    description = TextField(
        label="Whose domain is it?", max_length=AS_LONG_AS_THE_RULES_SAY, hint="For example, Ministry of Justice"
    )
