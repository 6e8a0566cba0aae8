"""Neurodiversity when two prison numbers turn out to be one person."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dps.legacy.inbound.merges import Merge, merge
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Neurodiversity
from dps.prisoners.tests.people import NOON, make_agencies, make_person


def known(number: str, kind: str, **more: Any) -> Neurodiversity:
    return Neurodiversity.objects.create(
        id=uuid4(), person_id=number, kind=kind, how_known="ASSESSED", found_on=date(2020, 1, 1), recorded_at=NOON,
        recorded_by="Ann Lee", **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_one_record_of_a_kind_stays_and_nothing_is_lost() -> None:
    make_agencies()
    for number in ("A1111AA", "A2222AA"):
        make_person(number)
    stays = known("A1111AA", "ADHD", support="Ours")
    twice, alone = known("A2222AA", "ADHD", support="Theirs"), known("A2222AA", "MEMORY")
    over = known("A2222AA", "ADHD", ended_at=NOON)
    merge(Merge(kept="A1111AA", removed="A2222AA"))
    assert set(Neurodiversity.objects.filter(person_id="A1111AA", ended_at=None)) == {stays, alone}
    assert set(Neurodiversity.objects.exclude(ended_at=None)) == {twice, over}
    twice.refresh_from_db()
    assert (twice.person_id, twice.support, twice.version) == ("A1111AA", "Theirs", 2)
    change = Change.objects.get()
    assert (change.person_id, change.key, change.after["support"]) == ("A1111AA", str(twice.pk), "Theirs")
