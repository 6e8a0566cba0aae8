"""Religion, faith or belief, and why it changed (prisoners.md 7)."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, RadiosField, SelectField
from dps.prisoners.personal import commands, details, lists, queries
from dps.prisoners.personal.fields.boxes import KeptTextAreaField
from dps.prisoners.personal.rules import answers, choices
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened

RELIGIONS = "RELF"
KNOWN = {"yes": True, "no": False, "": None}


class ReligionForm(DpsForm):
    """The religion, and for all but the first one why it changed."""

    code = SelectField(label="Religion, faith or belief", missing="Choose the religion, faith or belief")
    reason_known = RadiosField(label="Do you know why it changed?", choices=[("yes", "Yes"), ("no", "No")])
    comments = KeptTextAreaField(
        label="Why it changed, or details",
        most_bytes=answers.LONGEST_REASON,
        hint="If you know why, say so here. If you do not, add any details that may help",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial["code"]
        offered, last = choices.religions(choices.one_per_label(lists.active(RELIGIONS), kept))
        if kept not in dict([*offered, *last]):
            offered = choices.with_kept(offered, kept, estate.label(RELIGIONS, kept))
        self.fields["code"].choices = [("Religions, faiths and beliefs", offered), ("Or", last)]
        if not kept:
            del self.fields["reason_known"], self.fields["comments"]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The list in its two groups."""
        found: list[tuple[str, list[tuple[str, str]]]] = list(self.fields["code"].choices)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors and cleaned["code"] != self.initial["code"]:
            known, words = KNOWN[cleaned.get("reason_known", "")], cleaned.get("comments", "")
            first = not self.initial["code"]
            for box, problem in answers.reason_problems(first=first, known=known, words=words).items():
                self.add_error(box, problem)
        return cleaned


def _read(person: Opened) -> Mapping[str, Any]:
    return {"code": queries.religion_of(person.number, person.booking_id)}


def _save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
    return commands.set_religion(
        person,
        values["code"],
        reason_known=KNOWN[values.get("reason_known", "")],
        comments=values.get("comments", ""),
        by=by,
    )


RELIGION = Editable(
    label="Religion, faith or belief",
    form=ReligionForm,
    read=_read,
    save=_save,
    says=lambda values: estate.label(RELIGIONS, values["code"]),
    kind=details.KIND,
    key=queries.RELIGION,
    back="personal/#personal-details",
    template="prisoners/personal/religion.html.jinja",
)
