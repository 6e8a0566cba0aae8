"""The boxes of a name."""

from collections.abc import Mapping
from typing import Any

from dps.platform.design.forms import DateField, DpsForm, RadiosField, SelectField, TextField
from dps.prisoners.names import rules
from dps.prisoners.names.rules import Words
from dps.prisoners.personal import lists

WORDS = ("title", "first_name", "middle_names", "last_name", "suffix")
CORRECTION, LEGAL = "correction", "legal-change"


def words_from(values: Mapping[str, Any]) -> Words:
    """What the boxes of a name hold."""
    return Words(**{name: values.get(name) or "" for name in WORDS})


class WhyForm(DpsForm):
    """Whether a name is wrong or was changed."""

    why = RadiosField(
        label="Why is the name changing?",
        choices=[
            (CORRECTION, "It is wrong: misspelt, or not what they told us"),
            (LEGAL, "They changed it by law: marriage, deed poll or the like"),
        ],
        missing="Choose why the name is changing",
    )


class NameForm(DpsForm):
    """The parts of a name."""

    title = SelectField(label="Title (optional)")
    first_name = TextField(label="First name", max_length=rules.LONGEST, missing="Enter a first name")
    middle_names = TextField(label="Middle names (optional)", max_length=rules.LONGEST_MIDDLE)
    last_name = TextField(label="Last name", max_length=rules.LONGEST, missing="Enter a last name")
    suffix = SelectField(label="Suffix (optional)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, domain in (("title", "TITLE"), ("suffix", "SUFFIX"), ("sex", "SEX")):
            if name in self.fields:
                kept = str(self.initial.get(name) or "")
                none = [] if name == "sex" else [("", "None")]
                self.fields[name].choices = [*none, *lists.offered(domain, kept)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        before = words_from(self.initial) if self.initial else None
        for name, words in rules.word_problems(rules.words_as_kept(words_from(values)), before).items():
            if name not in self.errors:
                self.add_error(name, words)
        return values


class AliasForm(NameForm):
    """A name with birth, sex, and whether it is the one in use."""

    date_of_birth = DateField(label="Date of birth", missing="Enter a date of birth")
    sex = RadiosField(label="Sex", missing="Choose a sex")
    working = RadiosField(
        label="Use this as their working name?",
        hint="The working name is shown everywhere. The one in use now is kept as an alias.",
        choices=[("yes", "Yes"), ("no", "No")],
        missing="Choose whether this is the working name",
    )
