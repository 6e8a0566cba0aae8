"""Somebody goes on leave, a colleague covers, another becomes a key worker: in a real browser, with scripts and without."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from conftest import Site
from dps.platform import local_time

BEGIN = """
from dps.key_workers.allocating import due_dates
from dps.key_workers.models import Allocation, Cover, PrisonSettings, StaffRole, WorkerSettings
from dps.key_workers.policies import Policy
from dps.platform import local_time
from dps.prisoners.models import SearchRecord
now, here = local_time.now(), dict(prison="LEI", policy=Policy.KEY_WORKER)
PrisonSettings.objects.update_or_create(**here, defaults=dict(enabled=True, capacity=9, changed_at=now, changed_by="ADMIN"))
for staff_id, first, last in ((990001, "AMY", "JOURNEY"), (990002, "BEN", "JOURNEY")):
    WorkerSettings.objects.filter(**here, staff_id=staff_id).delete()
    Cover.objects.filter(staff_id=staff_id).delete()
    StaffRole.objects.update_or_create(
        **here, staff_id=staff_id,
        defaults=dict(first_name=first, last_name=last, from_date=local_time.today(), to_date=None),
    )
StaffRole.objects.filter(username="LEEDS_OFFICER").delete()
number = SearchRecord.objects.filter(agency="LEI").order_by("pk").values_list("pk", flat=True)[0]
Allocation.objects.filter(person_id=number, policy=Policy.KEY_WORKER).delete()
made = Allocation.objects.create(
    person_id=number, staff_id=990001, allocated_at=now, allocated_by="ADMIN", reason="MANUAL", **here
)
due_dates.recount([made.pk])
print(number)
"""


def test_leave_cover_and_a_new_key_worker(
    live_site: Site,
    page: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
) -> None:
    number = in_the_product(BEGIN, "LEEDS_KW_ALLOCATOR").split()[-1]
    back = local_time.today() + timedelta(days=10)
    sign_in(page, "LEEDS_KW_ALLOCATOR")
    page.goto(f"{live_site.address}/key-workers/")
    page.get_by_role("link", name="Manage key workers").click()
    page.get_by_label("Name", exact=True).fill("amy jour")
    page.get_by_role("button", name="Show").click()
    axe(page)
    page.get_by_role("link", name="Journey, Amy").click()
    assert page.get_by_role("rowheader", name=number).is_visible()
    axe(page)
    page.get_by_role("link", name="Recent case notes").click()
    axe(page)
    page.get_by_role("link", name="Update capacity, status or working pattern").click()
    axe(page)
    page.get_by_role("link", name="Change the status").click()
    page.get_by_label("Unavailable - annual leave").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("link", name="Enter the day they return to work").is_visible()
    axe(page)
    page.get_by_label("No, keep them").check()
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(back, part)))
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text(local_time.long_date(back)).is_visible()
    axe(page)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Status of Amy Journey changed").is_visible()

    page.get_by_role("link", name="Arrange cover").click()
    axe(page)
    page.get_by_label("Who covers for them?").select_option(label="Journey, Ben (0 of 9)")
    page.get_by_label("Handover note").fill("Parole hearing on Thursday")
    page.get_by_role("button", name="Arrange cover").click()
    assert page.get_by_text("Cover arranged").is_visible()
    page.goto(f"{live_site.address}/key-workers/key-worker/staff/990002/")
    assert page.get_by_text("Parole hearing on Thursday").is_visible()
    assert page.get_by_role("rowheader", name=number).is_visible()
    page.goto(f"{live_site.address}/key-workers/key-worker/due/?show=all&worker=990002")
    assert page.get_by_role("rowheader", name=number).is_visible()
    axe(page)

    page.goto(f"{live_site.address}/key-workers/key-worker/roles/make/")
    page.get_by_label("Name, work email address or user name").fill("leeds_officer")
    page.get_by_role("button", name="Search").click()
    axe(page)
    page.get_by_role("link", name="Holroyd, Aisha").click()
    axe(page)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Part-time").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Make them a key worker").click()
    assert page.get_by_text("Aisha Holroyd is a key worker now").is_visible()
    page.get_by_role("link", name="Update capacity, status or working pattern").click()
    page.get_by_role("link", name="Aisha Holroyd is no longer a key worker").click()
    axe(page)
    page.get_by_role("button", name="Remove the role").click()
    assert page.get_by_text("Aisha Holroyd is a key worker no more").is_visible()
    page.goto(f"{live_site.address}/key-workers/key-worker/emails/")
    axe(page)
