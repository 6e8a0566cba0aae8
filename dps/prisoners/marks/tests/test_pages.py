"""Marks: where, what, with photographs; by map and by list; corrected; never lost."""

import base64
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.identity.provider.tests.flow import bearer, have_a_key, machine_token, make_machine
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.changes import kinds
from dps.prisoners.changes.models import Change
from dps.prisoners.images.tests import files
from dps.prisoners.marks import commands
from dps.prisoners.models import Image, Mark, Person
from dps.prisoners.personal import panels
from dps.prisoners.tests.people import NOON, booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/marks/"
HERE = f"{BASE}add/tattoo/left-arm/"


def account(username: str = "OFFICER", *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    client = Client()
    client.force_login(
        create_user(
            username=username, password=None, first_name="Ann", last_name="Lee", email=f"{username}@b.uk",
            roles=["PRISON", *roles], caseloads=list(caseloads),
        )
    )  # fmt: skip
    return client


@pytest.fixture
def officer() -> Client:
    make_agencies()
    make_person("A1111AA")
    return account("OFFICER", "PRISONER_PROFILE_SENSITIVE_RW")


def photo(content: bytes = b"") -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("arm.jpg", content or files.picture())}


def mark(number: str = "A1111AA", **more: Any) -> Mark:
    booking = booking_of(Person.objects.get(pk=number))
    return Mark.objects.create(
        **{"booking": booking, "sequence": 1, "type": "TAT", "body_part": "ARM", "side": "L", **more}
    )


def was(page: str) -> str:
    found = re.search(r'name="was" value="(\w+)"', page)
    assert found
    return found[1]


def test_the_pictures_and_the_list_lead_to_the_same_parts(officer: Client) -> None:
    page = officer.get(f"{BASE}add/tattoo/").content.decode()
    mapped = set(re.findall(r'<area [^>]*href="([a-z-]+)/" alt="[^"]+"', page))
    listed = set(re.findall(r'name="area" type="radio" value="([a-z-]+)"', page))
    assert mapped == listed and len(listed) == 12
    assert all(f'usemap="#body-{view}"' in page and f'<map name="body-{view}"' in page for view in ("front", "back"))
    assert officer.post(f"{BASE}add/tattoo/", {"area": "left-arm"})["Location"] == HERE
    nothing = officer.post(f"{BASE}add/tattoo/")
    assert nothing.status_code == 400 and "Choose the part of the body" in nothing.content.decode()
    for area in listed:
        assert officer.get(f"{BASE}add/scar/{area}/").status_code == 200
    assert officer.get(f"{BASE}add/wound/").status_code == officer.get(f"{BASE}add/scar/tail/").status_code == 404


def test_a_tattoo_with_a_photograph(officer: Client) -> None:
    mark(sequence=3)
    reply = officer.post(HERE, {"place": "left-upper-arm", "description": "Dragon\nin red", **photo()})
    made = Mark.objects.get(body_part="ARM", orientation="UPP")
    assert (reply.status_code, reply["Location"]) == (302, f"{BASE}{made.pk}/")
    assert (made.sequence, made.type, made.side, made.comment) == (0, "TAT", "L", "Dragon\nin red")
    image = Image.objects.get()
    assert (image.object_type, image.object_sequence, image.view, image.orientation, image.active) == (
        "OFF_IDM", 0, "TAT", "ARM", True,
    )  # fmt: skip
    assert [(one.kind, one.before) for one in Change.objects.order_by("id")] == [("mark", None), ("image", None)]
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 1
    page = unescape(officer.get(f"{BASE}{made.pk}/").content.decode())
    assert "Tattoo added" in page and "Tattoo: left upper arm" in page and "Dragon<br>in red" in page
    picture = officer.get(f"{BASE}picture/{image.pk}?size=full")
    assert picture["Content-Type"] == "image/jpeg" and "private" in picture["Cache-Control"]
    officer.post(f"{BASE}add/scar/back/", {"place": "lower-back"})
    assert Mark.objects.get(type="SCAR").sequence == -1, "each has a number of its own below those of NOMIS"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"description": "Dragon"}, "Choose the part of the body"),
        ({"place": "right-knee", "description": "Dragon"}, "choose one from the list"),
        ({"place": "left-elbow", "description": "Dragon" + "x" * 240}, "240 characters or fewer"),
        ({"place": "left-elbow", "description": "Dragon" + "é" * 130}, "too long for NOMIS"),
        ({"place": "left-elbow", "description": "Dragon", **photo(b"GIF89a")}, "JPG or GIF"),
        ({"place": "left-elbow", "description": "Dragon", **photo(files.gif_bomb())}, "too large"),
    ],
)
def test_a_wrong_form_says_so_and_loses_nothing(officer: Client, sent: dict[str, Any], said: str) -> None:
    if "photo" in sent:
        sent["photo"].seek(0)
    reply = officer.post(HERE, sent)
    page = reply.content.decode()
    assert reply.status_code == 400 and said in page and ">Dragon" in page
    assert not Mark.objects.exists() and not Image.objects.exists() and not Change.objects.exists()


def test_a_mark_is_moved_and_described_and_nobody_is_trodden_on(officer: Client) -> None:
    one = mark(comment="Rose")
    where, what = f"{BASE}{one.pk}/place/", f"{BASE}{one.pk}/description/"
    assert officer.post(where, {"area": "right-leg"})["Location"] == f"{where}right-leg/"
    page = officer.get(f"{where}right-leg/").content.decode()
    assert (
        officer.post(f"{where}right-leg/", {"place": "right-knee", "was": was(page)})["Location"] == f"{BASE}{one.pk}/"
    )
    one.refresh_from_db()
    assert (one.body_part, one.side, one.orientation) == ("KNEE", "R", "")
    late = officer.post(f"{where}right-leg/", {"place": "right-thigh", "was": was(page)})
    assert late.status_code == 409 and "Ann Lee changed this" in late.content.decode()
    assert "Right knee" in late.content.decode()
    page = officer.get(what).content.decode()
    officer.post(what, {"type": "SCAR", "description": "Burn", "was": was(page)})
    one.refresh_from_db()
    assert (one.type, one.comment) == ("SCAR", "Burn")
    assert Change.objects.filter(kind="mark", key=str(one.pk)).count() == 2
    actor = Actor("R", "R", 1, frozenset({"PRISON", "PRISONER_PROFILE_SENSITIVE_RW"}), ("LEI",), "LEI")
    first = Change.objects.filter(kind="mark").order_by("id")[0]
    kind = kinds.kind_of("mark")
    assert kind is not None and kind.restore is not None
    assert kind.describe(first.key, first.after) == "Tattoo: right knee. Rose"
    kind.restore(first, actor)
    one.refresh_from_db()
    assert (one.body_part, one.side, one.comment, one.sequence) == ("ARM", "L", "Rose", 1)
    with pytest.raises(NotFound):
        kind.restore(first, Actor("X", "X", 2, frozenset({"PRISON"}), ("LEI",), "LEI"))
    with pytest.raises(Invalid):
        kind.restore(Change(person_id="A1111AA", kind="mark", key=str(one.pk), before=None, after={}), actor)


def test_photographs_are_added_and_replaced_and_the_old_stay_on_record(officer: Client) -> None:
    one = mark()
    page = f"{BASE}{one.pk}/photo/"
    assert "Choose a photograph" in officer.post(page).content.decode()
    assert officer.post(page, photo()).status_code == 302
    first = Image.objects.get()
    assert officer.post(f"{page}{first.pk}/", photo(files.picture(300, 300))).status_code == 302
    assert [image.active for image in Image.objects.order_by("id")] == [False, True]
    assert officer.get(f"{page}{first.pk}/").status_code == 404, "it is replaced already"
    changes = Change.objects.filter(kind="image").order_by("id")
    assert [(one.before and one.before["active"], one.after["active"]) for one in changes] == [
        (None, True), (True, False), (None, True),
    ]  # fmt: skip
    every = officer.get(f"{BASE}photos/").content.decode()
    assert "Not in use: replaced" in every and every.count("/picture/") == 4
    other = mark(sequence=2, side="R")
    assert officer.post(f"{BASE}{other.pk}/photo/{Image.objects.latest('id').pk}/", photo()).status_code == 404
    for _ in range(20):
        Image.objects.create(
            id=Image.objects.latest("id").pk + 1, booking=one.booking, captured_at=NOON, object_type="OFF_IDM",
            object_sequence=1, active=True,
        )  # fmt: skip
    assert "Replace one of them" in officer.post(page, photo()).content.decode()


def test_pictures_of_faces_and_of_others_are_not_shown_here(officer: Client) -> None:
    make_person("B2222BB")
    face = {"captured_at": NOON, "full_size": files.picture(), "active": True}
    Image.objects.create(
        id=1, booking=booking_of(Person.objects.get(pk="A1111AA")), object_type="OFF_BKG", orientation="FRONT", **face
    )
    Image.objects.create(id=2, booking=booking_of(Person.objects.get(pk="B2222BB")), object_type="OFF_IDM", **face)
    for image in (1, 2, 99999999999999999999):
        assert officer.get(f"{BASE}picture/{image}").status_code == 404
    elsewhere = mark("B2222BB")
    for page in ("", "description/", "place/", "place/left-arm/", "photo/"):
        assert officer.get(f"{BASE}{elsewhere.pk}/{page}").status_code == 404


def test_who_may(officer: Client) -> None:
    one = mark()
    for client, seen, refused in (
        (account("PLAIN"), 200, 403),
        (account("FAR", "GLOBAL_SEARCH", "PRISONER_PROFILE_SENSITIVE_RW", caseloads=("MDI",)), 200, 404),
        (account("BLIND", "PRISONER_PROFILE_SENSITIVE_RW", caseloads=("MDI",)), 404, 404),
    ):
        assert client.get(f"{BASE}{one.pk}/").status_code == client.get(f"{BASE}photos/").status_code == seen
        for page in ("add/tattoo/", "add/tattoo/left-arm/", f"{one.pk}/description/", f"{one.pk}/photo/"):
            assert client.get(BASE + page).status_code == refused
        assert client.post(HERE, {"place": "left-elbow"}).status_code == refused
    assert Mark.objects.count() == 1


def test_the_section_shows_all_in_one_read(officer: Client, django_assert_max_num_queries: Any) -> None:
    def section() -> Any:
        from dps.prisoners.profile.frame import Opened
        from dps.prisoners.profile.queries import header
        from dps.prisoners.rules.access import Viewer

        record = header("A1111AA", NOON.date())
        assert record is not None
        person = Opened("A1111AA", record, Viewer(frozenset({"PRISON"}), frozenset({"LEI"}), "LEI"), NOON.date())
        return next(one for one in panels.panels_for(person) if one.key == "marks").value

    mark(side="S", orientation="CENTR")
    with django_assert_max_num_queries(60) as few:
        assert section()["marks"][0]["title"] == "Tattoo: arm, s, centr"
    for sequence in range(2, 30):
        mark(sequence=sequence)
    with django_assert_max_num_queries(len(few)):
        value = section()
    assert len(value["marks"]) == 29 and value["dots"]["front"] == [("left-arm", 28)]
    assert [link.words for link in value["links"]] == ["All photographs of marks"], (
        "what they may not do is not offered"
    )
    assert "Tattoo: left arm" in unescape(officer.get("/prisoners/A1111AA/personal/").content.decode())


def test_programs(officer: Client) -> None:
    have_a_key()
    one = mark(comment="Rose")
    where = "/api/prisoners/A1111AA/distinguishing-marks"
    reading = bearer(machine_token(make_machine("reads", roles=("VIEW_PRISONER_DATA",))))
    commands.add_photograph(
        "A1111AA", one.pk, files.picture(), by=Actor("A", "A", 1, frozenset({"PRISON", "PRISONER_PROFILE_SENSITIVE_RW"}), ("LEI",), "LEI"), at=NOON
    )  # fmt: skip
    found = officer.get(where, headers=reading).json()
    assert [(each["markType"], each["comment"], len(each["photographs"])) for each in found] == [("TAT", "Rose", 1)]
    image = officer.get(f"{where}/images/{found[0]['photographs'][0]['id']}", headers=reading)
    assert image["Content-Type"] == "image/jpeg" and image.status_code == 200
    assert officer.get(f"{where}/images/99999999999999999999", headers=reading).status_code in (400, 404)
    sent = {"markType": "TAT", "bodyPart": "ARM", "side": "L"}
    assert officer.post(where, sent, content_type="application/json", headers=reading).status_code == 403
    assert base64.b64encode(b"x")
