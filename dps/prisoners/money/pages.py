"""What a person has, what came in and went out month by month, and what they owe for damage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dps.prisoners.money import presenters, queries, rules
from dps.prisoners.money.forms import MONTHS, MonthForm
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.frame import Opened, frame, person_page
from dps.prisoners.rules.access import Part


@person_page(PrisonerPermission.SEE, name="money", part=Part.IN_CASELOAD_ONLY)
def money(request: HttpRequest, person: Opened, account: str) -> HttpResponse:
    """One account in one month."""
    form = MonthForm(request.GET, today=person.today)
    year, month = form.chosen()
    days = rules.month_of(year, month, person.today)
    found = queries.account(person.number, account, days[1] if days else person.today)
    form.offer_only_from(found.first_year)
    moved = queries.movements(person.number, account, *days) if days else []
    context = frame(request, person, "money/") | {
        "accounts": presenters.TABS,
        "account": account,
        "account_words": presenters.WORDS[account],
        "form": form,
        "holding": found.holdings.get(person.record["agency"], rules.Holding()),
        "rows": presenters.rows(moved, found.balances_on()),
        "month_words": f"{dict(MONTHS)[str(month)]} {year}",
        "not_begun": days is None,
    }
    return render(request, "prisoners/money/money.html.jinja", context)


@person_page(PrisonerPermission.SEE, name="damage obligations", part=Part.IN_CASELOAD_ONLY)
def damage_obligations(request: HttpRequest, person: Opened) -> HttpResponse:
    """What they owe for damage, and what of it is paid."""
    found = queries.damage_obligations(person.number)
    context = frame(request, person, "money/") | {
        "accounts": presenters.TABS,
        "account": "DAMAGE",
        "account_words": presenters.WORDS["DAMAGE"],
        "still_owed": rules.still_owed(rules.Obligation(one.owed_pence, one.paid_pence, one.status) for one in found),
        "rows": presenters.obligations(found),
    }
    return render(request, "prisoners/money/damage.html.jinja", context)
