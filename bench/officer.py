"""Makes the bench officer and a session for them; prints the cookie."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()


from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from dps.estate.models import Agency  # noqa: E402
from dps.identity.accounts.commands import create_user  # noqa: E402
from dps.identity.models import Account  # noqa: E402
from dps.prisoners.models import Booking  # noqa: E402


def main() -> None:
    username = "BENCH_OFFICER"
    account = Account.objects.filter(username=username).first()
    if account is None:
        prisons = set(Agency.objects.filter(type="INST", active=True).values_list("code", flat=True))
        held = Booking.objects.filter(active=True, agency__in=prisons).values_list("agency", flat=True).distinct()
        account = create_user(
            username=username,
            email="bench.officer@justice.gov.uk",
            first_name="Bench",
            last_name="Officer",
            password="a long password for measuring",
            roles=["GLOBAL_SEARCH", "INACTIVE_BOOKINGS"],
            caseloads=sorted(held),
        )
    client = Client()
    client.force_login(account)
    print(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")


main()
