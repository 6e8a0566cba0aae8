from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dps.identity.accounts.commands import create_user
from dps.identity.accounts.rules import BASE_ROLE
from dps.identity.models import Account, AdministeredPrison, RoleGiven
from dps.platform import local_time
from dps.platform.access import SYSTEM

PASSWORD = "landing keys kettle 7"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody who may sign in to the demo. `staff_id` is their number in the demo's NOMIS."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    caseloads: tuple[str, ...]
    sees: str
    staff_id: int


def _user(staff_id: int, username: str, name: str, roles: str, caseloads: str, sees: str) -> DemoUser:
    first, _, last = name.partition(" ")
    return DemoUser(username, first, last, tuple(roles.split()), tuple(caseloads.split()), sees, staff_id)


USERS = (
    _user(900_001, "LEEDS_OFFICER", "Aisha Holroyd", "UPDATE_ALERT", "LEI", "Leeds only; adds and closes alerts"),
    _user(
        900_002, "MOORLAND_OFFICER", "Gareth Pugh", "UPDATE_ALERT", "MDI LEI", "Moorland, can switch to Leeds; alerts"
    ),
    _user(900_003, "NEWHALL_OFFICER", "Chloe Adeyemi", "", "NHI", "New Hall only"),
    _user(
        900_004,
        "LEEDS_CUSTODY_MANAGER",
        "Imran Whitlock",
        "UPDATE_ALERT PRISONER_PROFILE_SENSITIVE_RW PRISONER_PROFILE_PHOTO_UPLOAD DIET_AND_FOOD_ALLERGIES_EDIT"
        " GLOBAL_SEARCH",
        "LEI",
        "Leeds; changes every part of a record there, photograph and diet too",
    ),
    _user(
        900_012,
        "LEEDS_KEY_WORKER",
        "Bethan Morley",
        "UPDATE_ALERT",
        "LEI",
        "Leeds; a key worker with people of her own",
    ),
    _user(
        900_013,
        "LEEDS_KW_ALLOCATOR",
        "Oliver Achebe",
        "OMIC_ADMIN",
        "LEI",
        "Leeds; allocates key workers and looks after their roles",
    ),
    _user(
        900_014, "LEEDS_POM", "Nadia Farrell", "POM GLOBAL_SEARCH", "LEI", "Leeds; reads and adds sensitive case notes"
    ),
    _user(
        900_016,
        "CASE_NOTES_ADMIN",
        "Priya Lockwood",
        "DELETE_SENSITIVE_CASE_NOTES VIEW_SENSITIVE_CASE_NOTES SAR_DATA_ACCESS",
        "LEI",
        "Leeds; deletes, replaces and restores case notes, answers subject access requests",
    ),
    _user(
        900_015,
        "KW_ADMIN",
        "Graham Stubbs",
        "KW_MIGRATION",
        "LEI MDI NHI",
        "Three prisons; switches key work on and off, national figures",
    ),
    _user(
        900_005,
        "ALERTS_ADMIN",
        "Marion Tate",
        "ALERTS_REFERENCE_DATA_MANAGER BULK_PRISON_ESTATE_ALERTS",
        "LEI",
        "Leeds; the list of alert codes, and alerts for many people at once",
    ),
    _user(
        900_006,
        "SECURITY",
        "Tomasz Brennan",
        "GLOBAL_SEARCH",
        "LEI",
        "Leeds; basic profiles of people in every prison and in transit",
    ),
    _user(
        900_007,
        "HEAD_OF_OMU",
        "Ruth Castellano",
        "GLOBAL_SEARCH INACTIVE_BOOKINGS POM RELEASE_DATES_CALCULATOR",
        "LEI MDI NHI",
        "Three prisons, everybody elsewhere, released people and restricted patients",
    ),
    _user(
        900_008,
        "CENTRAL",
        "Dev Marsh",
        "CENTRAL_ADMIN GLOBAL_SEARCH",
        "LEI MDI NHI",
        "Three prisons; the NOMIS link at /nomis/",
    ),
    _user(
        900_009,
        "LOCAL_ADMIN",
        "Priya Raman",
        "MAINTAIN_ACCESS_ROLES MANAGE_NOMIS_USER_ACCOUNT",
        "LEI",
        "Leeds; looks after the accounts of Leeds staff (asked for a code by e-mail)",
    ),
    _user(
        900_010,
        "USER_ADMIN",
        "Martin Osei",
        "MAINTAIN_ACCESS_ROLES_ADMIN CREATE_USER MANAGE_NOMIS_USER_ACCOUNT MAINTAIN_OAUTH_USERS ROLES_ADMIN"
        " MANAGE_USER_BULK_JOBS MAINTAIN_EMAIL_DOMAINS OAUTH_ADMIN NOTIFY_ADMIN",
        "LEI MDI NHI",
        "All accounts, roles and systems that sign in here (asked for a code by e-mail)",
    ),
    _user(900_011, "PROBATION", "Leanne Okafor", "GLOBAL_SEARCH PROBATION", "", "Global search only; no prison"),
)


class Command(BaseCommand):
    help = "Make the demo officers and print who can sign in. Refused unless PUBLIC_URL is localhost."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Demo users are only made on localhost.")
        there = {
            account.username: account for account in Account.objects.filter(username__in=[u.username for u in USERS])
        }
        for user in USERS:
            account = there.get(user.username)
            if account is None:
                account = _make(user)
            elif not account.has_usable_password():
                _let_in(account, user)
            else:
                continue
            if "MAINTAIN_ACCESS_ROLES" in user.roles:
                AdministeredPrison.objects.bulk_create(
                    AdministeredPrison(account=account, prison=prison) for prison in user.caseloads
                )
        self.stdout.write(f"Sign in with any of these; the password of each is: {PASSWORD}\n")
        self.stdout.write(f"  {'User name':<22} {'Who':<18} Sees")
        for user in USERS:
            name = f"{user.first_name} {user.last_name}"
            self.stdout.write(f"  {user.username:<22} {name:<18} {user.sees}")
        self.stdout.write(
            f"E-mails are not sent: read them, codes and links too, at {settings.PUBLIC_URL}/notify/inbox/"
        )


def _make(user: DemoUser) -> Account:
    return create_user(
        username=user.username,
        email=_email(user),
        first_name=user.first_name,
        last_name=user.last_name,
        password=PASSWORD,
        roles=user.roles,
        caseloads=user.caseloads,
        staff_id=user.staff_id if user.caseloads else None,
    )


@transaction.atomic
def _let_in(account: Account, user: DemoUser) -> None:
    """Somebody who came from the demo's NOMIS: give them the password, and the roles they have here alone."""
    account.email, account.email_verified = _email(user), True
    account.first_name, account.last_name = user.first_name, user.last_name
    account.caseloads, account.active_caseload = list(user.caseloads), user.caseloads[0]
    account.roles = sorted({*account.roles, *user.roles, BASE_ROLE})
    account.set_password(PASSWORD)
    account.password_changed_at = local_time.now()
    account.save()
    RoleGiven.objects.bulk_create(
        RoleGiven(account=account, role=role, given_by=SYSTEM.username, given_at=local_time.now())
        for role in user.roles
    )


def _email(user: DemoUser) -> str:
    return f"{user.first_name}.{user.last_name}@justice.gov.uk".lower()
