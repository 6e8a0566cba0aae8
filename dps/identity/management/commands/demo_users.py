from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dps.identity.accounts.commands import create_user
from dps.identity.models import Account, AdministeredPrison

PASSWORD = "landing keys kettle 7"
USERS = [
    ("LEEDS_OFFICER", "Aisha", "Holroyd", ["UPDATE_ALERT"], ["LEI"], "Leeds only; adds and closes alerts"),
    ("MOORLAND_OFFICER", "Gareth", "Pugh", ["UPDATE_ALERT"], ["MDI", "LEI"], "Moorland, can switch to Leeds; alerts"),
    ("NEWHALL_OFFICER", "Chloe", "Adeyemi", [], ["NHI"], "New Hall only"),
    (
        "LEEDS_CUSTODY_MANAGER",
        "Imran",
        "Whitlock",
        [
            "UPDATE_ALERT",
            "PRISONER_PROFILE_SENSITIVE_RW",
            "PRISONER_PROFILE_PHOTO_UPLOAD",
            "DIET_AND_FOOD_ALLERGIES_EDIT",
            "GLOBAL_SEARCH",
        ],
        ["LEI"],
        "Leeds; changes every part of a record there, photograph and diet too",
    ),
    (
        "ALERTS_ADMIN",
        "Marion",
        "Tate",
        ["ALERTS_REFERENCE_DATA_MANAGER", "BULK_PRISON_ESTATE_ALERTS"],
        ["LEI"],
        "Leeds; the list of alert codes, and alerts for many people at once",
    ),
    (
        "SECURITY",
        "Tomasz",
        "Brennan",
        ["GLOBAL_SEARCH"],
        ["LEI"],
        "Leeds; basic profiles of people in every prison and in transit",
    ),
    (
        "HEAD_OF_OMU",
        "Ruth",
        "Castellano",
        ["GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "POM", "RELEASE_DATES_CALCULATOR"],
        ["LEI", "MDI", "NHI"],
        "Three prisons, everybody elsewhere, released people and restricted patients",
    ),
    (
        "CENTRAL",
        "Dev",
        "Marsh",
        ["CENTRAL_ADMIN", "GLOBAL_SEARCH"],
        ["LEI", "MDI", "NHI"],
        "Three prisons; the NOMIS link at /nomis/",
    ),
    (
        "LOCAL_ADMIN",
        "Priya",
        "Raman",
        ["MAINTAIN_ACCESS_ROLES", "MANAGE_NOMIS_USER_ACCOUNT"],
        ["LEI"],
        "Leeds; looks after the accounts of Leeds staff (asked for a code by e-mail)",
    ),
    (
        "USER_ADMIN",
        "Martin",
        "Osei",
        [
            "MAINTAIN_ACCESS_ROLES_ADMIN",
            "CREATE_USER",
            "MANAGE_NOMIS_USER_ACCOUNT",
            "MAINTAIN_OAUTH_USERS",
            "ROLES_ADMIN",
            "MANAGE_USER_BULK_JOBS",
            "MAINTAIN_EMAIL_DOMAINS",
            "OAUTH_ADMIN",
            "NOTIFY_ADMIN",
        ],
        ["LEI", "MDI", "NHI"],
        "All accounts, roles and systems that sign in here (asked for a code by e-mail)",
    ),
    ("PROBATION", "Leanne", "Okafor", ["GLOBAL_SEARCH", "PROBATION"], [], "Global search only; no prison"),
]


class Command(BaseCommand):
    help = "Make the demo officers and print who can sign in. Refused unless PUBLIC_URL is localhost."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Demo users are only made on localhost.")
        kept = set(Account.objects.filter(username__in=[user[0] for user in USERS]).values_list("username", flat=True))
        for username, first, last, roles, caseloads, _ in USERS:
            if username not in kept:
                email = f"{first}.{last}@justice.gov.uk".lower()
                made = create_user(
                    username=username,
                    email=email,
                    first_name=first,
                    last_name=last,
                    password=PASSWORD,
                    roles=roles,
                    caseloads=caseloads,
                )
                if "MAINTAIN_ACCESS_ROLES" in roles:
                    AdministeredPrison.objects.bulk_create(
                        AdministeredPrison(account=made, prison=prison) for prison in caseloads
                    )
        self.stdout.write(f"Sign in with any of these; the password of each is: {PASSWORD}\n")
        self.stdout.write(f"  {'User name':<22} {'Who':<18} Sees")
        for username, first, last, _, _, sees in USERS:
            self.stdout.write(f"  {username:<22} {first + ' ' + last:<18} {sees}")
        self.stdout.write(
            f"E-mails are not sent: read them, codes and links too, at {settings.PUBLIC_URL}/notify/inbox/"
        )
