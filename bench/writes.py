"""How long 1,000 changes of as many people take into NOMIS, once they are queued. Prints JSON.

Beside it stands the least it could be: the same rows changed one by one in NOMIS by bare SQL, each committed."""

import json
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connections, transaction  # noqa: E402

from dps.legacy.models import QueuedWrite  # noqa: E402
from dps.legacy.outbound import writer  # noqa: E402
from dps.platform.access import Actor  # noqa: E402
from dps.prisoners.changes import recording  # noqa: E402
from dps.prisoners.changes.recording import Made  # noqa: E402
from dps.prisoners.models import ProfileDetail  # noqa: E402

WRITES = 1000
OFFICER = Actor(username="BENCH_OFFICER", display_name="Bench Officer")


def main() -> None:
    writer.drain()
    details = list(
        ProfileDetail.objects.filter(type="SMOKE", booking__active=True, booking__sequence=1)
        .select_related("booking")
        .order_by("booking_id")[:WRITES]
    )
    started = time.perf_counter()
    for detail in details:
        before = {"code": detail.code, "sequence": detail.sequence}
        detail.code = "N" if detail.code == "Y" else "Y"
        after = {**before, "code": detail.code}
        with transaction.atomic():
            recording.lock_person(detail.booking.person_id)
            detail.save(update_fields=["code"])
            made = Made("profile detail", "SMOKE", before, after, detail.booking_id)
            recording.record(detail.booking.person_id, [made], by=OFFICER)
    queued = time.perf_counter()
    settled = writer.drain()
    drained = time.perf_counter()
    with connections["nomis"].cursor() as cursor:
        for detail in details:
            cursor.execute(
                "UPDATE offender_profile_details SET profile_code = %s WHERE offender_book_id = %s AND profile_type ="
                " 'SMOKE' AND profile_seq = %s",
                [detail.code, detail.booking_id, detail.sequence],
            )
    bare = time.perf_counter()
    left = QueuedWrite.objects.exclude(state="DONE").count()
    print(
        json.dumps(
            {
                "changes": settled,
                "left": left,
                "queueSeconds": round(queued - started, 2),
                "seconds": round(drained - queued, 2),
                "perSecond": round(settled / (drained - queued), 1),
                "bareSeconds": round(bare - drained, 2),
                "timesBare": round((drained - queued) / (bare - drained), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
