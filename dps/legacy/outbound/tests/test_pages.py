from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.models import Agency
from dps.identity.accounts.commands import create_user
from dps.legacy import registrations
from dps.legacy.models import Mapping, QueuedWrite, WriteSwitch
from dps.legacy.outbound import writer
from dps.legacy.outbound.tests.conftest import NUMBER, Edit
from dps.legacy.tests.conftest import Nomis
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import ProfileDetail

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(
        create_user(
            username=f"X{role}",
            email="l@b.uk",
            first_name="Ann",
            last_name="Lee",
            password=None,
            roles=[role],
            caseloads=["LEI"],
        )
    )
    return client


@pytest.fixture
def admin(stand_in: Nomis) -> Client:
    Agency.objects.get_or_create(code="LEI", defaults={"name": "Leeds (HMP)", "type": "INST"})
    return signed_in("NOMIS_LINK_ADMIN")


def conflict(stand_in: Nomis, edit: Edit) -> QueuedWrite:
    edit("profile detail", "SMOKE", {"code": "Y", "sequence": 1}, {"code": "N", "sequence": 1})
    ProfileDetail.objects.filter(type="SMOKE").update(code="N")
    stand_in.run("UPDATE offender_profile_details SET profile_code = 'V' WHERE profile_type = 'SMOKE'")
    writer.drain()
    return QueuedWrite.objects.get(state="CONFLICT")


def test_the_queue_is_shown_in_plain_words_with_the_same_statements_for_many(admin: Client, edit: Edit) -> None:
    edit("language", "POL/SEC", None, {"reads": "<b>G"})
    admin.get("/nomis/writes/")  # the first page fills what is kept in the process
    with CaptureQueriesContext(connection) as few:
        admin.get("/nomis/writes/")
    QueuedWrite.objects.bulk_create(
        QueuedWrite(change_id=10_000 + n, person_id=NUMBER, kind="alert", key=str(n), state="FAILED", reason=f"NOMIS <refused> {n}",
                    username="X", changed_at=local_time.now(), try_at=local_time.now(), queued_at=local_time.now())
        for n in range(60)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        text = admin.get("/nomis/writes/").content.decode()
    assert len(many) == len(few) and len(many) < 16
    assert "60 changes refused by NOMIS" in text and text.count("NOMIS &lt;refused&gt;") == 49
    assert "1 change<" in admin.get("/nomis/writes/?state=WAITING&kind=language&number=a1234bc").content.decode()
    assert admin.get("/nomis/writes/?state=%27&kind=x&number=%C3%A9%27&page=zz").status_code == 200
    admin.post("/nomis/writes/try-again", {"failed": "1"})
    assert QueuedWrite.objects.filter(state="WAITING").count() == 61


def test_a_conflict_is_shown_side_by_side_and_settled(admin: Client, stand_in: Nomis, edit: Edit) -> None:
    write = conflict(stand_in, edit)
    page = f"/nomis/writes/{write.pk}/"
    text = admin.get(page).content.decode()
    assert "<strong>N</strong>" in text and "<strong>V</strong>" in text and "Keep ours" in text
    assert AuditEntry.objects.get(action="NOMIS_LINK_RECORD_VIEWED").subject_id == NUMBER
    assert admin.post(f"{page}settle", {}).status_code == 302
    assert QueuedWrite.objects.get().state == "CONFLICT"
    assert admin.post(f"{page}settle", {"theirs": "1"}).status_code == 302
    assert ProfileDetail.objects.get(type="SMOKE").code == "V"
    assert "Given up" in admin.get(page).content.decode()
    text = admin.post(f"{page}settle", {"ours": "1"}, follow=True).content.decode()
    assert "It has been settled already" in text


def test_a_switch_is_set_and_nonsense_refused(admin: Client) -> None:
    reply = admin.post("/nomis/switches/", {"prison": "XXX", "kind": "", "setting": "off"})
    assert reply.status_code == 400 and "choose one from the list" in reply.content.decode()
    assert admin.post("/nomis/switches/", {"prison": "LEI", "kind": "alert", "setting": "off"}).status_code == 302
    assert WriteSwitch.objects.values_list("prison", "kind", "on").get() == ("LEI", "alert", False)
    assert "Alerts" in admin.get("/nomis/switches/").content.decode()


def test_one_prisoner_is_compared_and_read_again(admin: Client) -> None:
    ProfileDetail.objects.filter(type="RELF").update(code="BUDD")
    text = admin.get(f"/nomis/prisoner/?number={NUMBER.lower()}").content.decode()
    assert "BUDD" in text and "CHRST" in text
    assert admin.post("/nomis/prisoner/read-again", {"number": NUMBER}).status_code == 302
    assert "Both sides say the same" in admin.get(f"/nomis/prisoner/?number={NUMBER}").content.decode()
    assert admin.get("/nomis/prisoner/?number=Z9999ZZ").status_code == 400
    assert admin.post("/nomis/prisoner/read-again", {"number": "Z9999ZZ"}).status_code == 404


def test_a_key_is_looked_up_from_either_side(admin: Client) -> None:
    Mapping.objects.create(
        kind="phone", our_key="10000000001", nomis_key="81", person_id=NUMBER, how="WRITTEN", at=local_time.now()
    )
    for words in ("81", "10000000001", NUMBER.lower()):
        assert "1 record<" in admin.get(f"/nomis/mapping/?words={words}").content.decode()
    assert "0 records" in admin.get("/nomis/mapping/?words=%27--").content.decode()


@pytest.mark.parametrize(
    "path", ["writes/try-again", "writes/1/try-again", "writes/1/settle", "switches/", "prisoner/read-again"]
)
def test_who_may_only_look_changes_nothing(admin: Client, path: str) -> None:
    viewer = signed_in("CENTRAL_ADMIN")
    assert viewer.get("/nomis/writes/").status_code == 200
    assert viewer.post(f"/nomis/{path}", {"number": NUMBER}).status_code == 403
    assert signed_in("PRISON").get("/nomis/writes/").status_code == 403


def test_people_and_operators_are_told_when_writing_is_behind(admin: Client, edit: Edit, monkeypatch: Any) -> None:
    monkeypatch.setattr(registrations, "KEEP_SECONDS", -1.0)
    assert registrations._notice_of_writes() == "" and registrations._writes_health().up
    edit("profile detail", "SMOKE", {"code": "Y"}, {"code": "N"})
    QueuedWrite.objects.update(changed_at=local_time.now() - timedelta(minutes=20))
    state = registrations._writes_health()
    assert not state.up and not state.required and state.details["waiting"] == 1
    assert "have not reached NOMIS yet" in registrations._notice_of_writes()
    assert "nomisWrites" in admin.get("/health").content.decode()
