"""A person with key workers whose two numbers turn out to be one person."""

import pytest

from dps.key_workers.models import ComplexityOfNeed
from dps.key_workers.tests.workers import PO, allocated, give_role, high_complexity, scheme_on
from dps.legacy.inbound.merges import Merge, merge
from dps.platform.events.commands import deliver
from dps.platform.events.models import DomainEvent
from dps.prisoners.models import KeyWorker
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db


def test_two_numbers_merged() -> None:
    make_agencies()
    scheme_on()
    give_role(1)
    make_person("A1111AA")
    make_person("A2222AA")
    stays = allocated("A1111AA", 1)
    doubled = allocated("A2222AA", 1)
    officer = allocated("A2222AA", 1, policy=PO)
    high_complexity("A2222AA", level="LOW")
    merge(Merge(kept="A1111AA", removed="A2222AA"))
    for row in (stays, doubled, officer):
        row.refresh_from_db()
        assert row.person_id == "A1111AA"
    assert (stays.is_active, doubled.is_active, officer.is_active) == (True, False, True)
    assert doubled.deallocation_reason == "MERGED"
    assert ComplexityOfNeed.objects.get().person_id == "A1111AA"
    for told in DomainEvent.objects.filter(type="prisoner.merged"):
        deliver(told.pk)
    assert KeyWorker.objects.get().staff_id == 1
