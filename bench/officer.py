"""Makes the bench officer and a session for them; prints the cookie. With `largest`: one of the largest prison only."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()


from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from dps.estate.models import Agency  # noqa: E402
from dps.identity.accounts.commands import create_user  # noqa: E402
from dps.identity.models import Account  # noqa: E402
from dps.prisoners.models import Booking  # noqa: E402

ROLES = ["GLOBAL_SEARCH", "INACTIVE_BOOKINGS", "KEYWORKER_MONITOR", "CENTRAL_ADMIN"]


def main() -> None:
    largest = sys.argv[1:] == ["largest"]
    username = "BENCH_OFFICER_LARGEST" if largest else "BENCH_OFFICER"
    account = Account.objects.filter(username=username).first()
    if account is None:
        prisons = set(Agency.objects.filter(type="INST", active=True).values_list("code", flat=True))
        held = list(
            Booking.objects.filter(active=True, agency__in=prisons)
            .values_list("agency", flat=True)
            .annotate(people=Count("id"))
            .order_by("-people", "agency")
        )
        account = create_user(
            username=username,
            email=f"{username.lower().replace('_', '.')}@justice.gov.uk",
            first_name="Bench",
            last_name="Officer",
            password="a long password for measuring",
            roles=ROLES,
            caseloads=held[:1] if largest else sorted(held),
        )
    if not set(ROLES) <= set(account.roles):  # an estate of an earlier version
        Account.objects.filter(pk=account.pk).update(roles=sorted({*account.roles, *ROLES}))
    client = Client()
    client.force_login(account)
    print(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")


main()
