"""From changed rows to the people they are about, and what must follow for those people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import connection

from dps.legacy import source
from dps.legacy.feeds import Feed, Owner
from dps.legacy.inbound import case_notes, merges, settle
from dps.legacy.inbound.apply import prepare, store
from dps.legacy.inbound.merges import Merge
from dps.legacy.inbound.plans import MERGE_TABLE, Plans
from dps.platform import events
from dps.platform.events import Source
from dps.prisoners.models import Person
from dps.prisoners.rules.comings import Standing, news_of
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.models import SearchRecord

_PEOPLE_OF = {
    Owner.BOOKING: "SELECT DISTINCT person_id FROM prisoners_booking WHERE id = ANY(%s)",
    Owner.ADJUDICATION: "SELECT DISTINCT b.person_id FROM prisoners_adjudication a"
    " JOIN prisoners_booking b ON b.id = a.booking_id WHERE a.id = ANY(%s)",
    Owner.VISIT: "SELECT DISTINCT b.person_id FROM prisoners_visit v"
    " JOIN prisoners_booking b ON b.id = v.booking_id WHERE v.id = ANY(%s)",
    Owner.CSIP_RECORD: "SELECT DISTINCT b.person_id FROM prisoners_csiprecord c"
    " JOIN prisoners_booking b ON b.id = c.booking_id WHERE c.id = ANY(%s)",
    Owner.CARE_NEED: "SELECT DISTINCT b.person_id FROM prisoners_careneed n"
    " JOIN prisoners_booking b ON b.id = n.booking_id WHERE n.id = ANY(%s)",
    Owner.ADDRESS: "SELECT DISTINCT coalesce(a.person_id, b.person_id) FROM prisoners_address a"
    " LEFT JOIN prisoners_contact c ON c.contact_person_id = a.contact_person_id"
    " LEFT JOIN prisoners_booking b ON b.id = c.booking_id"
    " WHERE a.id = ANY(%s) AND coalesce(a.person_id, b.person_id) IS NOT NULL",
    Owner.CONTACT: "SELECT DISTINCT b.person_id FROM prisoners_contact c"
    " JOIN prisoners_booking b ON b.id = c.booking_id WHERE c.contact_person_id = ANY(%s)",
    Owner.LOCATION: "SELECT DISTINCT person_id FROM prisoners_booking WHERE active AND living_unit_id = ANY(%s)",
}


@dataclass(slots=True)
class Touched:
    """Whom a round of changes is about, and by which kinds of data."""

    areas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    feeds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    usernames: set[str] = field(default_factory=set)

    @property
    def numbers(self) -> set[str]:
        return set(self.areas)

    def note(self, feed: Feed, owners: Collection[Any]) -> None:
        """Rows of `feed` that belong to `owners` changed."""
        if not owners or feed.quiet:
            return
        if feed.owner is Owner.ACCOUNT:
            self.usernames |= set(owners)
            return
        numbers = set(owners) if feed.owner is Owner.PERSON else _people_of(feed.owner, owners)
        for number in numbers:
            self.areas[number].add(feed.area)
        self.feeds[feed.name] |= numbers


def _people_of(owner: Owner, owners: Collection[Any]) -> set[str]:
    if owner not in _PEOPLE_OF:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE_OF[owner], [list(owners)])
        return {row[0] for row in cursor.fetchall()}


def finish(touched: Touched, plans: Plans) -> None:
    """Settle, refresh search and tell about everybody touched, in the current transaction."""
    if touched.usernames:
        settle.settle_accounts(touched.usernames)
        settle.settle_emails(touched.usernames)
    numbers = touched.numbers
    if not numbers:
        return
    if touched.feeds.get("names") or touched.feeds.get("bookings"):
        settle.settle_people(numbers)
        case_notes.follow_bookings(sorted(numbers), tell=True)
        read_alerts_again(numbers, plans)
    settle.settle_restricted_patients(numbers)
    before = _standings(numbers)
    refresh_records(numbers)
    after = _standings(numbers)
    for number in sorted(after):
        kind = "prisoner.updated" if number in before else "prisoner.created"
        events.publish(
            kind, subject=number, data={"categoriesChanged": sorted(touched.areas[number])}, source=Source.NOMIS
        )
        for news in news_of(before.get(number), after[number]):
            events.publish(news.type, subject=number, data=dict(news.data), source=Source.NOMIS)


def _standings(numbers: Collection[str]) -> dict[str, Standing]:
    """Where these people stand by their search records; those without one are left out. One statement."""
    names = [one.name for one in fields(Standing)]
    rows = SearchRecord.objects.filter(person_id__in=numbers).values_list("person_id", *names)
    return {row[0]: Standing(*row[1:]) for row in rows}


def read_alerts_again(numbers: Collection[str], plans: Plans) -> None:
    """Replace the alerts of people whose latest booking is another one now (legacy-nomis.md 10)."""
    bookings = settle.bookings_to_read_alerts_of(numbers)
    plan = plans.runs.get("alerts")
    if plan is None or not bookings:
        return
    for rows in source.read_by(plan, plan.feed.first_key, bookings):
        store(prepare(plan, rows))


def find_merges(plans: Plans) -> list[Merge]:
    """Numbers removed by a merge that are still here: carried by the survivor as MERGED, or in a completed merge
    transaction; and no longer any name's number in NOMIS."""
    found = {merge.removed: merge.kept for merge in merges.candidates()}
    for one, two in _merge_transactions(plans):
        for removed, kept in ((one, two), (two, one)):
            found.setdefault(removed, kept)
    present = set(Person.objects.filter(number__in=found).values_list("number", flat=True))
    asked = sorted(present | {found[number] for number in present})
    if not present or "offenders" not in plans.shape:
        return []
    alive = source.still_there("offender_id_display", "offenders", asked)
    return [
        Merge(kept=found[removed], removed=removed)
        for removed in sorted(present)
        if removed not in alive and found[removed] in alive
    ]


def _merge_transactions(plans: Plans) -> Iterable[tuple[str, str]]:
    """Pairs of numbers of completed merges, where at least one is a person here without names."""
    table = plans.shape.get(MERGE_TABLE)
    needed = {"request_status_code", "offender_id_display_1", "offender_id_display_2"}
    nameless = merges.nameless()
    if table is None or not needed <= table.columns or not nameless:
        return []
    return source.completed_merges(MERGE_TABLE, nameless)


def carry_out(found: Iterable[Merge]) -> set[str]:
    """Merge, in the current transaction. Gives the numbers kept."""
    kept = set()
    for one in found:
        if Person.objects.filter(number=one.kept).exists():
            merges.merge(one)
            kept.add(one.kept)
    return kept


def remove_nameless(numbers: Collection[str]) -> None:
    """Remove people whom NOMIS no longer knows by any name, in the current transaction, and tell."""
    for number in merges.nameless(numbers):
        Person.objects.get(pk=number).delete()
        refresh_records([number])
        events.publish("prisoner.removed", subject=number, source=Source.NOMIS)
