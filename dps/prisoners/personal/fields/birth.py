"""When and where they were born, and their ethnicity (prisoners.md 7)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.design.forms import DateField, DpsForm, RadiosField, SelectField
from dps.prisoners.models import Person
from dps.prisoners.personal import commands, lists
from dps.prisoners.personal.fields.boxes import KeptTextField
from dps.prisoners.personal.rules import answers, choices
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

BACK = "personal/#personal-details"
COUNTRIES, ETHNICITIES = "COUNTRY", "ETHNICITY"


def _of(person: Opened, field: str) -> Any:
    return Person.objects.values_list(field, flat=True).get(pk=person.number)


class BirthPlaceForm(DpsForm):
    place = KeptTextField(label="City or town of birth", most_bytes=25, hint="Leave this empty if it is not known")


BIRTH_PLACE = Editable(
    label="City or town of birth",
    form=BirthPlaceForm,
    read=lambda person: {"place": _of(person, "birth_place")},
    save=lambda person, values, by: commands.set_birth(person, by=by, birth_place=values["place"]),
    says=lambda values: str(values["place"]),
    kind=commands.BIRTH,
    back=BACK,
)


class BirthCountryForm(DpsForm):
    country = SelectField(label="Country of birth")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = lists.offered(COUNTRIES, self.initial["country"])
        self.fields["country"].choices = [lists.NOT_ENTERED, *choices.by_label(offered, choices.UK_NATIONS)]


BIRTH_COUNTRY = Editable(
    label="Country of birth",
    form=BirthCountryForm,
    read=lambda person: {"country": _of(person, "birth_country")},
    save=lambda person, values, by: commands.set_birth(person, by=by, birth_country=values["country"]),
    says=lambda values: estate.label(COUNTRIES, values["country"]),
    kind=commands.BIRTH,
    back=BACK,
)


class DateOfBirthForm(DpsForm):
    born = DateField(label="Date of birth", missing="Enter the date of birth")

    def clean_born(self) -> Any:
        born = self.cleaned_data["born"]
        if born != self.initial["born"] and (problem := answers.birth_problem(born, local_time.today())):
            self.add_error("born", problem)
        return born


DATE_OF_BIRTH = Editable(
    label="Date of birth",
    form=DateOfBirthForm,
    read=lambda person: {"born": _of(person, "date_of_birth")},
    save=lambda person, values, by: commands.set_on_working_name(person, by=by, date_of_birth=values["born"]),
    says=lambda values: local_time.long_date(values["born"]),
    kind=commands.NAME,
    back=BACK,
)


def ethnicity_words(code: str) -> str:
    """`White: British (W1)`; '' for nothing."""
    return f"{estate.label(ETHNICITIES, code)} ({code})" if code else ""


def _save_ethnicity(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return commands.set_on_working_name(person, by=by, ethnicity=values["code"])


def ethnicity_of_group(group: str) -> Editable:
    """The page that asks for the background within a group. Raises KeyError for no such group."""
    title, codes = choices.ETHNIC_GROUPS[group]

    class BackgroundForm(DpsForm):
        code = RadiosField(label="Background", missing="Choose the background")

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            active = dict(lists.active(ETHNICITIES))
            self.fields["code"].choices = [(code, ethnicity_words(code)) for code in codes if code in active]

    return Editable(
        label="Ethnic group",
        heading=f"Ethnic group: {title}",
        form=BackgroundForm,
        read=lambda person: {"code": _of(person, "ethnicity")},
        save=_save_ethnicity,
        says=lambda values: ethnicity_words(values["code"]),
        kind=commands.NAME,
        back=BACK,
    )


class GroupForm(DpsForm):
    """The first of the two questions."""

    group = RadiosField(
        label="Which group describes them best?",
        missing="Choose the ethnic group",
        choices=[(key, title) for key, (title, _) in choices.ETHNIC_GROUPS.items()],
    )
