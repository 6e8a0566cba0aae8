"""A tattoo with a photograph, and a new facial image, in a real browser with scripts on and off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image, ImageDraw

Check = Callable[[Any], None]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photograph, taller than it is wide."""
    made = Image.new("RGB", (900, 1400), "#99aabb")
    ImageDraw.Draw(made).ellipse((250, 150, 650, 700), fill="#e0ac7e")
    made.save(tmp_path / "photograph.jpg")
    return tmp_path / "photograph.jpg"


@pytest.fixture
def someone(live_site: Any) -> str:
    """Somebody held at Leeds, with a photograph that is not withheld."""
    with psycopg.connect(live_site.database_url) as connection:
        row = connection.execute(
            """SELECT r.person_id FROM prisoners_searchrecord r
                WHERE r.agency = 'LEI' AND r.in_out = 'IN' AND r.image_id IS NOT NULL AND r.category NOT IN ('A', 'H', 'P')
                  AND NOT EXISTS (SELECT 1 FROM prisoners_alert a WHERE a.person_id = r.person_id AND a.code = 'HPI')
                ORDER BY r.person_id DESC LIMIT 1"""
        ).fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture
def editor(live_site: Any, page: Any, sign_in: Callable[..., None], in_the_product: Callable[..., str]) -> Any:
    """A window of an officer at Leeds who may change sensitive things."""
    in_the_product(
        "from dps.identity.models import Account\n"
        "account = Account.objects.get(username={username!r})\n"
        "account.roles = sorted(set(account.roles) | {{'PRISONER_PROFILE_SENSITIVE_RW'}})\n"
        "account.save()",
        "LEEDS_OFFICER",
    )
    sign_in(page, "LEEDS_OFFICER")
    return page


def test_a_tattoo_by_the_map_and_a_scar_by_the_list(
    live_site: Any, editor: Any, axe: Check, someone: str, picture: Path
) -> None:
    personal = f"{live_site.address}/prisoners/{someone}/personal/"
    editor.goto(personal)
    editor.get_by_role("link", name="Add a tattoo").click()
    axe(editor)
    box = editor.locator("img[usemap='#body-front']").bounding_box()
    editor.mouse.click(box["x"] + 184, box["y"] + 150)
    editor.wait_for_url("**/add/tattoo/left-arm/")
    assert editor.get_by_role("heading", level=1).inner_text() == "Add a tattoo: left arm"
    axe(editor)
    editor.get_by_label("Description (optional)").fill("A swallow")
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_role("link", name="Choose the part of the body").is_visible()
    assert editor.get_by_label("Description (optional)").input_value() == "A swallow"
    axe(editor)
    editor.get_by_label("Left upper arm").check()
    editor.get_by_label("Photograph (optional)").set_input_files(picture)
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_text("Tattoo added").is_visible()
    shown = editor.get_by_role("img", name=re.compile("^Tattoo: left upper arm, photograph"))
    assert shown.evaluate("image => image.naturalWidth") > 50
    axe(editor)
    editor.goto(personal)
    assert editor.get_by_role("link", name="Tattoo: left upper arm", exact=True).count()
    axe(editor)
    editor.get_by_role("link", name="Add a scar").click()
    editor.get_by_label("Right foot").check()
    editor.get_by_role("button", name="Continue").click()
    editor.get_by_label("Right ankle").check()
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_role("heading", name="Scar: right ankle").is_visible()
    editor.goto(f"{personal}marks/photos/")
    axe(editor)


def test_a_new_facial_image(live_site: Any, editor: Any, axe: Check, someone: str, picture: Path) -> None:
    editor.goto(f"{live_site.address}/prisoners/{someone}/")
    header = editor.get_by_role("img", name=re.compile("^Photograph of"))
    before = header.get_attribute("src")
    header.click()
    axe(editor)
    editor.get_by_role("link", name="Change the photograph").click()
    editor.get_by_role("button", name="Continue").click()
    assert editor.get_by_role("link", name="Choose what should be shown").is_visible()
    axe(editor)
    editor.get_by_label("A new photograph").check()
    editor.get_by_label("New photograph", exact=True).set_input_files(picture)
    editor.get_by_role("button", name="Continue").click()
    for crop in ("from the top", "from the middle", "closer"):
        shown = editor.get_by_role("img", name=re.compile(f"^The new photograph: {crop}"))
        assert shown.evaluate("image => image.naturalHeight") > 100
    axe(editor)
    editor.get_by_label("Closer").check()
    editor.get_by_role("button", name="Confirm and save").click()
    assert editor.get_by_text("Photograph updated").is_visible()
    after = editor.get_by_role("img", name=re.compile("^Photograph of")).first
    assert after.get_attribute("src") != before and after.evaluate("image => image.naturalWidth") == 110
    editor.get_by_role("link", name=re.compile("^All photographs")).click()
    assert editor.locator(".dps-grid__item").count() >= 2
    axe(editor)
