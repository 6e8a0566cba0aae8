"""Which region a prison is in, as NOMIS says it."""

import pytest

from dps.estate import queries as estate
from dps.estate.models import Agency
from dps.legacy.inbound.load import full_load
from dps.legacy.tests.conftest import Nomis

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def load() -> None:
    full_load(lambda words: None, only=["agencies"])
    estate.forget_kept()


def test_the_region_follows_nomis_and_the_name_stays_ours(nomis: Nomis) -> None:
    load()
    Agency.objects.filter(code="LEI").update(name="Leeds, as we call it")
    assert estate.regions() == {}, "this NOMIS has no such column"
    nomis.run("ALTER TABLE agency_locations ADD noms_region_code varchar(12)")
    nomis.run("UPDATE agency_locations SET noms_region_code = 'YOHUM' WHERE agy_loc_id = 'LEI'")
    nomis.run("UPDATE agency_locations SET noms_region_code = 'MARS' WHERE agy_loc_id = 'QQI'")
    load()
    assert estate.regions() == {"LEI": "Yorkshire & Humberside", "QQI": "MARS"}
    assert Agency.objects.get(code="LEI").name == "Leeds, as we call it"
    nomis.run("UPDATE agency_locations SET noms_region_code = 'NWEST' WHERE agy_loc_id = 'LEI'")
    nomis.run("UPDATE agency_locations SET noms_region_code = NULL WHERE agy_loc_id = 'QQI'")
    load()
    assert estate.regions() == {"LEI": "North West", "QQI": "MARS"}, "what NOMIS leaves empty is kept"
