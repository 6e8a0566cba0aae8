"""What ends by itself: roles and caseloads whose last day is over, and the reminder before."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from dps.identity.accounts import access
from dps.identity.accounts.commands import for_change
from dps.identity.models import AccessWithdrawn, Account, RoleGiven
from dps.identity.requests import queries, rules
from dps.identity.requests.commands import telling
from dps.identity.requests.models import AccessRequest, CaseloadGiven, EndReminder
from dps.identity.requests.rules import Kind
from dps.platform import local_time
from dps.platform.access import SYSTEM

BATCH = 500
OVER = "its last day is over"


def end_what_is_over(*, today: date, at: datetime) -> int:
    """Take away roles and caseloads whose last day was before `today` (London), and tell whose they were.

    Gives how many, at most 500 of each; each in a transaction of its own. Run by a job.
    """
    names = queries.catalogue(today)
    ended = 0
    for kind, given in ((Kind.ROLE, RoleGiven), (Kind.CASELOAD, CaseloadGiven)):
        over = given.objects.filter(ends_on__lt=today).order_by("id").values_list("pk", "account__username")
        for pk, username in list(over[:BATCH]):
            with transaction.atomic():
                account = for_change(username)
                row = given.objects.filter(pk=pk, ends_on__lt=today).first()  # it may just have been extended
                if row is not None and (_end_role if kind is Kind.ROLE else _end_caseload)(account, row, at):
                    ended += 1
                    telling.tell(
                        account,
                        "access-ended",
                        what=telling.what(kind, row.role if kind is Kind.ROLE else row.caseload, names),
                        because=f"{local_time.long_date(row.ends_on)} was its last day",
                        link=telling.link("access_requests:mine"),
                    )
    return ended


def _end_role(account: Account, row: RoleGiven, at: datetime) -> bool:
    if row.role not in account.roles:
        row.delete()
        return False
    access.take_role_away(username=account.username, role=row.role, at=at, by=SYSTEM, reason=OVER)
    _what_nomis_gives_stands(account, AccessWithdrawn.Kind.ROLE, row.role)
    return True


def _end_caseload(account: Account, row: CaseloadGiven, at: datetime) -> bool:
    row.delete()
    if row.caseload not in account.caseloads:
        return False
    others = [code for code in account.caseloads if code != row.caseload]
    if others and account.active_caseload == row.caseload:
        access.set_active_caseload(username=account.username, caseload=others[0], at=at, by=SYSTEM)
    access.remove_caseload(username=account.username, caseload=row.caseload, at=at, by=SYSTEM)
    _what_nomis_gives_stands(account, AccessWithdrawn.Kind.CASELOAD, row.caseload)
    return True


def _what_nomis_gives_stands(account: Account, kind: str, code: str) -> None:
    """Only what was given here has ended: NOMIS may give the same, now or when somebody moves there for good."""
    AccessWithdrawn.objects.filter(account=account, kind=kind, code=code).delete()


def remind(*, today: date, at: datetime) -> int:
    """Tell people that a role or caseload ends within 14 days, once for each last day, unless they asked to keep it.

    Gives how many were told. Run by a job.
    """
    names = queries.catalogue(today)
    told = 0
    soon = {"ends_on__range": (today, today + timedelta(days=rules.REMIND_DAYS))}
    for kind, given in ((Kind.KEEP_ROLE, RoleGiven), (Kind.KEEP_CASELOAD, CaseloadGiven)):
        for row in given.objects.filter(**soon).select_related("account").order_by("id"):
            code = row.role if kind is Kind.KEEP_ROLE else row.caseload
            given_on = local_time.in_london(row.given_at).date()
            due = rules.reminder_is_due(given_on=given_on, ends_on=row.ends_on, today=today)
            with transaction.atomic():
                told += due and not row.account.inactive and _remind(row.account, kind, code, row.ends_on, names, at)
    return told


def _remind(
    account: Account, kind: Kind, code: str, ends_on: date, names: dict[str, queries.Catalogued], at: datetime
) -> bool:
    if AccessRequest.objects.filter(account=account, kind=kind, code=code, state=AccessRequest.State.OPEN).exists():
        return False
    _, first = EndReminder.objects.get_or_create(
        account=account, kind=kind, code=code, ends_on=ends_on, defaults={"told_at": at}
    )
    if first:
        telling.tell(
            account,
            "access-about-to-end",
            what=telling.what(kind, code, names),
            day=local_time.long_date(ends_on),
            link=telling.link(f"access_requests:{'keep_role' if kind is Kind.KEEP_ROLE else 'keep_caseload'}", code),
        )
    return first


def forget_old_reminders(before: date) -> None:
    """Drop reminders of what ended before a day."""
    EndReminder.objects.filter(ends_on__lt=before).delete()


def forget_caseloads_no_longer_held() -> int:
    """A caseload that an administrator took away no longer has a last day: given again, it would end by itself."""
    gone = CaseloadGiven.objects.exclude(account__caseloads__contains=[F("caseload")])
    return CaseloadGiven.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()[0]
