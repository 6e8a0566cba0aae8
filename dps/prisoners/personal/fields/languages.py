"""Main languages, interpreter, and the other languages (prisoners.md 7)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform.access import Actor
from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, SelectField
from dps.prisoners.models import Language
from dps.prisoners.personal import commands, lists, queries
from dps.prisoners.personal.commands import CANNOT, LANGUAGE, SKILLS
from dps.prisoners.personal.queries import ANOTHER
from dps.prisoners.personal.rules import choices
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

BACK = "personal/#languages"
LANGUAGES = "LANG"
CHOOSE = ("", "Choose a language")


class MainLanguagesForm(DpsForm):
    """Both are needed; they may be the same."""

    spoken = SelectField(label="Main spoken language", missing="Choose the main spoken language")
    written = SelectField(label="Main written language", missing="Choose the main written language")
    interpreter = RadiosField(
        label="Is an interpreter needed?", choices=[("yes", "Yes"), ("no", "No")], missing="Say whether one is needed"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = choices.one_per_label(lists.active(LANGUAGES))
        for box in ("spoken", "written"):
            kept = self.initial[box]
            offered = choices.with_kept(active, kept, estate.label(LANGUAGES, kept))
            self.fields[box].choices = [CHOOSE, *choices.by_label(offered)]


def _read_main(person: Opened) -> Mapping[str, Any]:
    known = queries.languages_of(person.booking_id)
    interpreter = {True: "yes", False: "no", None: ""}[known.interpreter]
    return {"spoken": known.spoken, "written": known.written, "interpreter": interpreter}


def _save_main(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return commands.set_main_languages(
        person, values["spoken"], values["written"], interpreter=values["interpreter"] == "yes", by=by
    )


def _says_main(values: Mapping[str, Any]) -> str:
    named = [
        f"{verb} {estate.label(LANGUAGES, values[box])}"
        for box, verb in (("spoken", "speaks"), ("written", "writes"))
        if values[box]
    ]
    return ", ".join([*named, *(["interpreter needed"] if values["interpreter"] == "yes" else [])])


MAIN_LANGUAGES = Editable(
    label="Main languages",
    form=MainLanguagesForm,
    read=_read_main,
    save=_save_main,
    says=_says_main,
    done="Languages updated",
    kind=LANGUAGE,
    back=BACK,
)


class _SkillsForm(DpsForm):
    skills = CheckboxesField(label="What they can do in it", choices=list(SKILLS.items()))


class OneMoreForm(_SkillsForm):
    code = SelectField(label="Language", missing="Choose the language")
    field_order = ("code", "skills")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = choices.one_per_label(lists.active(LANGUAGES))
        self.fields["code"].choices = [CHOOSE, *choices.by_label(offered)]


def _add(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return commands.add_language(person, values["code"], values["skills"], by=by)


ONE_MORE = Editable(
    label="Add a language",
    form=OneMoreForm,
    read=lambda person: {"skills": []},
    save=_add,
    says=lambda values: "",
    done="Language added",
    back=BACK,
)


def skills_words(row: Mapping[str, Any]) -> str:
    """`Reads, writes and speaks it` of the fields of a language; '' when nothing is known."""
    verbs = [
        verb
        for name, verb in (("reads", "reads"), ("writes", "writes"), ("speaks", "speaks"))
        if row[name] not in CANNOT
    ]
    if not verbs:
        return ""
    return (f"{', '.join(verbs[:-1])} and {verbs[-1]}" if len(verbs) > 1 else verbs[0]).capitalize() + " it"


def _skills(row: Language) -> list[str]:
    return [name for name in SKILLS if getattr(row, name) not in CANNOT]


def change_of(code: str) -> Editable:
    """The page that changes what they can do in one other language."""
    named = estate.label(LANGUAGES, code)
    return Editable(
        label=named,
        form=_SkillsForm,
        read=lambda person: {"skills": _skills(commands.other_language(person, code))},
        save=lambda person, values, by: commands.change_language(person, code, values["skills"], by=by),
        says=lambda values: ", ".join(SKILLS[name] for name in values["skills"]),
        kind=LANGUAGE,
        key=f"{code}/{ANOTHER}",
        back=BACK,
    )


def removal_of(code: str) -> Editable:
    """The page that asks before it takes one other language away."""
    named = estate.label(LANGUAGES, code)
    return Editable(
        label=named,
        heading=f"Remove {named}?",
        hint="It stays in the history of this record and can be put back from there.",
        form=DpsForm,
        read=lambda person: {"skills": _skills(commands.other_language(person, code))},
        save=lambda person, values, by: commands.remove_language(person, code, by=by),
        says=lambda values: named,
        done=f"{named} removed",
        kind=LANGUAGE,
        key=f"{code}/{ANOTHER}",
        back=BACK,
        template="prisoners/personal/remove.html.jinja",
    )
