"""A new facial image: sent, cut, confirmed, shown at once; and who sees which."""

import base64
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.identity.provider.tests.flow import bearer, have_a_key, machine_token, make_machine
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.changes.models import Change
from dps.prisoners.images import commands, pictures
from dps.prisoners.images.models import WaitingPhotograph
from dps.prisoners.images.tests import files
from dps.prisoners.models import Assessment, Image, Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.models import SearchRecord
from dps.prisoners.tests.people import NOON, booking_of, give_alert, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/images/"
CHANGE, CUT = f"{BASE}change/", f"{BASE}change/crop/"


def account(username: str = "OFFICER", *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    client = Client()
    client.force_login(
        create_user(
            username=username, password=None, first_name="Ann", last_name="Lee", email=f"{username}@b.uk",
            roles=["PRISON", *(roles or ("PRISONER_PROFILE_PHOTO_UPLOAD",))], caseloads=list(caseloads),
        )
    )  # fmt: skip
    return client


@pytest.fixture
def officer() -> Client:
    make_agencies()
    ReferenceCode.objects.create(domain="ALERT_CODE", code="HPI", description="High public interest")
    make_person("A1111AA")
    return account()


def send(client: Client, content: bytes, name: str = "face.jpg", **more: str) -> Any:
    return client.post(CHANGE, {"way": "upload", **more, "photo": SimpleUploadedFile(name, content)})


def old_photo(number: str = "A1111AA", **more: Any) -> Image:
    image = Image.objects.create(
        **{
            "id": 7, "booking": booking_of(Person.objects.get(pk=number)), "captured_at": NOON, "object_type": "OFF_BKG",
            "view": "FACE", "orientation": "FRONT", "active": True, "full_size": files.picture(240, 300),
            "thumbnail": files.picture(120, 150), **more,
        }
    )  # fmt: skip
    refresh_records([number])
    return image


def test_a_new_photograph_is_cut_confirmed_and_shown_at_once(officer: Client) -> None:
    old_photo()
    assert 'src="/prisoners/A1111AA/photo?image=7"' in officer.get("/prisoners/A1111AA/").content.decode()
    reply = send(officer, files.picture(900, 1200, kind="GIF", mode="P"), "face.png")
    assert (reply.status_code, reply["Location"]) == (302, CUT), "what it is called does not matter"
    assert Image.objects.count() == 1 and not Change.objects.exists(), "nothing is changed before it is confirmed"
    page = officer.get(CUT).content.decode()
    for crop in ("top", "centre", "closer"):
        shown = officer.get(re.search(rf'src="([^"]*preview/{crop})"', page)[1])  # type: ignore[index]
        wide, high = Picture.open(io.BytesIO(shown.content)).size
        assert abs(wide * 7 - high * 5) <= 7 and shown["Cache-Control"] == "private, no-store"
    reply = officer.post(CUT, {"crop": "closer"}, follow=True)
    made = Image.objects.exclude(pk=7).get()
    assert "Photograph updated" in reply.content.decode() and "by Ann Lee" in reply.content.decode()
    assert (made.object_type, made.view, made.orientation, made.active, made.pk > 10**10) == (
        "OFF_BKG", "FACE", "FRONT", True, True,
    )  # fmt: skip
    assert SearchRecord.objects.get(pk="A1111AA").image_id == made.pk and not WaitingPhotograph.objects.exists()
    assert Image.objects.get(pk=7).active, "old ones are kept"
    header = officer.get("/prisoners/A1111AA/").content.decode()
    assert f'src="/prisoners/A1111AA/photo?image={made.pk}"' in header
    change = Change.objects.get()
    assert (change.kind, change.key, change.before, change.after["object_type"]) == (
        "image", str(made.pk), None, "OFF_BKG",
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="PRISONER_PHOTOGRAPH_CHANGED", subject_id="A1111AA").count() == 1
    everything = officer.get(f"{BASE}all/").content.decode()
    assert everything.index(str(made.pk)) < everything.index("images/7/picture"), "newest first"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", "JPG or GIF"),
        (files.picture()[:-1500], "damaged"),
        (files.moving(), "moves"),
        (files.gif_bomb(), "too large"),
        (b"", "The file is empty"),
        (b"\xff\xd8" + b"0" * 100_000_000, "10 MB or smaller"),
    ],
    ids=["no picture", "cut short", "moving", "bomb", "empty", "100 MB"],
)
def test_a_bad_file_is_an_error_in_words_and_nothing_is_kept(officer: Client, content: bytes, said: str) -> None:
    reply = send(officer, content)
    page = reply.content.decode()
    assert reply.status_code == 400 and said in page and re.search(r'value="upload"[^>]*checked', page)
    assert 'href="#id_photo"' in page and 'enctype="multipart/form-data"' in page
    assert not WaitingPhotograph.objects.exists() and not Image.objects.exists() and not Change.objects.exists()


def test_what_must_be_chosen(officer: Client) -> None:
    assert "Choose what should be shown" in officer.post(CHANGE).content.decode()
    assert "Choose a photograph" in officer.post(CHANGE, {"way": "upload"}).content.decode()
    assert officer.get(CUT)["Location"] == CHANGE, "nothing was sent"
    send(officer, files.picture())
    assert "choose one from the list" in officer.post(CUT, {"crop": "../"}).content.decode()
    assert officer.get(f"{CHANGE}preview/nothing").status_code == 404
    other = account("OTHER")
    assert other.get(CUT)["Location"] == CHANGE, "what somebody else sent is theirs alone"
    assert other.get(f"{CHANGE}preview/top").status_code == 404
    send(officer, files.picture(200, 300))
    assert WaitingPhotograph.objects.count() == 1
    commands.forget_waiting(local_time.now() + timedelta(hours=13))
    assert not WaitingPhotograph.objects.exists()


def test_a_photograph_may_be_withheld_by_choice(officer: Client) -> None:
    old_photo()
    assert officer.post(CHANGE, {"way": "withhold"})["Location"] == f"{CHANGE}withhold/"
    assert Image.objects.count() == 1
    assert officer.post(f"{CHANGE}withhold/")["Location"] == BASE
    made = Image.objects.exclude(pk=7).get()
    assert bytes(made.full_size) == pictures.withheld() and Image.objects.get(pk=7).active
    page = officer.get(BASE).content.decode()
    assert "withheld for security" in page and "Ann Lee" in page and f"{made.pk}/picture" not in page
    assert 'alt="Photograph withheld for security"' in officer.get("/prisoners/A1111AA/").content.decode()
    assert officer.get("/prisoners/A1111AA/photo")["Location"].endswith("withheld.png")
    again = officer.post(f"{CHANGE}withhold/")
    assert again.status_code == 400 and "withheld already" in again.content.decode()


@pytest.mark.parametrize("why", ["category", "alert"])
def test_the_rules_withhold_every_photograph(officer: Client, why: str) -> None:
    image = old_photo()
    if why == "alert":
        give_alert(image.booking.person, "HPI")
    else:
        Assessment.objects.create(**category_a(image))
        refresh_records(["A1111AA"])
    for page in (BASE, f"{BASE}all/"):
        words = officer.get(page).content.decode()
        assert "withheld for security" in words and "images/7/picture" not in words
    assert officer.get(f"{BASE}7/picture")["Location"].endswith("withheld.png")
    assert send(officer, files.picture()).status_code == 302, "a new one may still be taken"


def category_a(image: Image) -> dict[str, Any]:
    return {
        "booking": image.booking, "kind": "CATEGORY", "type": "CATEGORY", "sequence": 1, "on": NOON.date(), "status": "A",
        "calculated_level": "A", "review_level": "A", "evaluation_result": "APP",
    }  # fmt: skip


def test_pictures_are_of_this_person_private_and_told_apart(officer: Client) -> None:
    old_photo()
    make_person("B2222BB")
    old_photo("B2222BB", id=8)
    old_photo(id=9, object_type="OFF_IDM", orientation="ARM", object_sequence=1)
    reply = officer.get(f"{BASE}7/picture?size=full")
    assert reply["Content-Type"] == "image/jpeg" and "private" in reply["Cache-Control"]
    assert officer.get(f"{BASE}7/picture?size=full", headers={"If-None-Match": reply["ETag"]}).status_code == 304
    for other in (8, 9, 99999999999999999999):
        assert officer.get(f"{BASE}{other}/picture").status_code == 404


@pytest.mark.parametrize(
    ("roles", "caseloads", "may_see", "may_change"),
    [
        (("PRISONER_PROFILE_PHOTO_UPLOAD",), ("LEI",), True, True),
        (("PRISONER_PROFILE_SENSITIVE_RW",), ("LEI",), True, True),
        (("UPDATE_ALERT",), ("LEI",), True, False),
        (("GLOBAL_SEARCH", "PRISONER_PROFILE_PHOTO_UPLOAD"), ("MDI",), False, False),
        (("PRISONER_PROFILE_PHOTO_UPLOAD",), ("MDI",), False, False),
    ],
)
def test_who_may(roles: tuple[str, ...], caseloads: tuple[str, ...], may_see: bool, may_change: bool) -> None:
    make_agencies()
    make_person("A1111AA")
    client = account("WHO", *roles, caseloads=caseloads)
    assert client.get(BASE).status_code == client.get(f"{BASE}all/").status_code == (200 if may_see else 404)
    refused = 403 if not {"PRISONER_PROFILE_PHOTO_UPLOAD", "PRISONER_PROFILE_SENSITIVE_RW"} & set(roles) else 404
    wanted = 200 if may_change else refused
    for page in (CHANGE, f"{CHANGE}withhold/"):
        assert client.get(page).status_code == wanted
    if not may_change:
        assert client.post(f"{CHANGE}withhold/").status_code == send(client, files.picture()).status_code == refused
        assert not Image.objects.exists()


def test_the_list_costs_the_same_for_many(officer: Client, django_assert_max_num_queries: Any) -> None:
    old_photo()
    officer.get(f"{BASE}all/")
    with django_assert_max_num_queries(15) as few:
        officer.get(f"{BASE}all/")
    for number in range(20, 45):
        old_photo(id=number)
    with django_assert_max_num_queries(len(few)):
        assert officer.get(f"{BASE}all/").content.decode().count("/picture?size=full") == 26


def test_programs_read_and_give_a_photograph(officer: Client) -> None:
    have_a_key()
    old_photo()
    where = "/api/prisoners/A1111AA/profile-image"
    reading = bearer(machine_token(make_machine("reads", roles=("VIEW_PRISONER_DATA",))))
    reply = officer.get(where, headers=reading)
    assert reply.status_code == 200 and reply.content == files.picture(240, 300)
    sent = {"image": base64.b64encode(files.picture()).decode(), "crop": "top"}
    refused = officer.put(where, sent, content_type="application/json", headers=reading)
    assert refused.status_code == 403
    works_nowhere = bearer(machine_token(make_machine("gives", roles=("PRISONER_PROFILE_PHOTO_UPLOAD",))))
    assert officer.put(where, sent, content_type="application/json", headers=works_nowhere).status_code == 404
    give_alert(Image.objects.get(pk=7).booking.person, "HPI")
    assert officer.get(where, headers=reading).content == pictures.withheld()
    assert officer.get("/api/prisoners/Z9999ZZ/profile-image", headers=reading).status_code == 404
