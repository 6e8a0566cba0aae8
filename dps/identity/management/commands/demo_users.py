from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dps.identity.commands import create_user
from dps.identity.models import Account

PASSWORD = "landing keys kettle 7"
USERS = [
    ("LEEDS_OFFICER", "Aisha", "Holroyd", [], ["LEI"], "Leeds only"),
    ("MOORLAND_OFFICER", "Gareth", "Pugh", ["UPDATE_ALERT"], ["MDI", "LEI"], "Moorland, can switch to Leeds"),
    ("NEWHALL_OFFICER", "Chloe", "Adeyemi", [], ["NHI"], "New Hall only"),
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
                create_user(
                    username=username,
                    email=email,
                    first_name=first,
                    last_name=last,
                    password=PASSWORD,
                    roles=roles,
                    caseloads=caseloads,
                )
        self.stdout.write(f"Sign in with any of these; the password of each is: {PASSWORD}\n")
        self.stdout.write(f"  {'User name':<18} {'Who':<18} Sees")
        for username, first, last, _, _, sees in USERS:
            self.stdout.write(f"  {username:<18} {first + ' ' + last:<18} {sees}")
