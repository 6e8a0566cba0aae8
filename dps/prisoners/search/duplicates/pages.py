"""Other records that may be the same person's."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.profile.warnings import Said
from dps.prisoners.rules.access import may_open_through_duplicates
from dps.prisoners.search import auditing, presenters
from dps.prisoners.search.duplicates import queries
from dps.prisoners.search.duplicates.rules import reasons_in_words


@person_page(PrisonerPermission.SEE, name="possible duplicates")
def possible_duplicates(request: HttpRequest, person: Opened) -> HttpResponse:
    """Records that may be the same person's, each linked only if it may be opened; not found when there are none."""
    alike = queries.duplicates_of(person.number, person.today)
    if not alike:
        raise NotFound("no duplicates")
    everybody = {person.number: person.whereabouts, **{one.person.number: one.whereabouts for one in alike}}
    may_open = {
        number: may_open_through_duplicates(
            where, [other for key, other in everybody.items() if key != number], person.viewer
        )
        for number, where in everybody.items()
    }
    rows = [
        (replace(row, linked=may_open[row.number]), reasons_in_words(one.why), one.pnc)
        for one, row in zip(
            alike,
            presenters.rows_of([one.person for one in alike], person.viewer, person.today, everywhere=True),
            strict=True,
        )
    ]
    auditing.record_search(
        request, "DUPLICATES_LISTED", {"of": person.number}, [row for row, _, _ in rows], (*auditing.GLOBAL, "PNC")
    )
    return render(request, "prisoners/duplicates.html.jinja", frame(request, person, "") | {"rows": rows})


def warn_of_duplicates(person: Opened) -> Said | None:
    """What to say above the pages of somebody who may have other records. One statement."""
    others = queries.how_many_duplicates(person.number)
    if not others:
        return None
    words = "another record" if others == 1 else f"{others} other records"
    return Said(f"There may be {words} of the same person.", "See possible duplicates", f"{person.base}duplicates/")
