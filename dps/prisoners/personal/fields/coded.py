"""Things that are one code of a list, kept as a profile detail."""

from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate
from dps.platform.access import Actor
from dps.platform.design.forms import DpsForm, RadiosField
from dps.prisoners.personal import details, lists
from dps.prisoners.profile.editing import Editable
from dps.prisoners.profile.frame import Opened


def coded(type: str, domain: str, label: str, *, back: str, area: str, heading: str = "") -> Editable:
    """A page that gives a profile detail one code of a list, or none."""

    class CodeForm(DpsForm):
        """One of the codes in use, or the one they have."""

        code = RadiosField(label=label)

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["code"].choices = [*lists.offered(domain, self.initial["code"]), lists.NOT_ENTERED]

    def read(person: Opened) -> Mapping[str, Any]:
        return {"code": details.read_details(person.booking_id, type).get(type, "")}

    def save(person: Opened, values: Mapping[str, Any], by: Actor) -> bool:
        return details.set_details(person, {type: values["code"]}, by=by, area=area)

    return Editable(
        label=label,
        heading=heading,
        form=CodeForm,
        read=read,
        save=save,
        says=lambda values: estate.label(domain, values["code"]),
        kind=details.KIND,
        key=type,
        back=back,
    )
