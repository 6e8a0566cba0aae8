"""A small API of the tests' own, put together as the product's is."""

from enum import StrEnum

from django.db import IntegrityError, OperationalError, connection
from django.http import HttpRequest
from django.urls import include, path
from ninja import Query, Router
from pydantic import Field

from dps.config.urls import handler400, handler403, handler404, handler500
from dps.identity.models import Attempts
from dps.platform.access import PUBLIC, SIGNED_IN, Grant, register
from dps.platform.api import ApiSchema, Page, PageWanted, operation, page_of
from dps.platform.api.assembly import Api
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
router = Router(tags=["Notes"])


class NotePermission(StrEnum):
    SEE = "tests:note:see"
    WRITE = "tests:note:write"


register([Grant("PRISON", NotePermission.SEE), Grant("UPDATE_ALERT", NotePermission.WRITE)])


class Note(ApiSchema):
    note_text: str = Field(max_length=300)
    how_many: int = Field(1, ge=0, le=2_147_483_647)


class Counted(ApiSchema):
    key: str
    number: int


@operation(router.get, "/", capability=NotePermission.SEE, response=Page[Counted])
def notes(request: HttpRequest, page: Query[PageWanted], starts: str = "") -> dict[str, object]:
    return page_of(Attempts.objects.filter(key__startswith=starts).order_by("key"), page)


@operation(router.post, "/", capability=NotePermission.WRITE, response=Note)
def write(request: HttpRequest, note: Note) -> Note:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_attempts (key, window_started, number) VALUES (%s, now(), 1)"
            " ON CONFLICT (key) DO UPDATE SET number = identity_attempts.number + 1",
            [note.note_text],
        )
    if note.note_text == "break":
        raise RuntimeError("secret word in the failure")
    if note.note_text == "invalid":
        raise Invalid({"noteText": "Say it otherwise", "": "All of it"})
    return note


@operation(router.get, "/refused/{str:how}", capability=SIGNED_IN, response=Note)
def refused(request: HttpRequest, how: str) -> Note:
    raise {
        "invalid": Invalid({"a": "one", "b": "two"}),
        "missing": NotFound("A1234BC"),
        "forbidden": NotAllowed("x"),
        "conflict": Conflict("Changed by somebody else"),
        "away": OperationalError("server closed the connection at 10.1.2.3"),
        "clash": IntegrityError("duplicate key A1234BC"),
        "broken": RuntimeError("A1234BC SMITH"),
    }[how]


@operation(router.get, "/open", capability=PUBLIC, response=Note)
def anybody(request: HttpRequest) -> Note:
    return Note(note_text=request.actor.username or "nobody")


undeclared = Router()


@undeclared.get("/forgotten", response=Note, by_alias=True)
def forgotten(request: HttpRequest) -> Note:
    return Note(note_text="open to all")


api = Api({"/notes": router, "/undeclared": undeclared}, namespace="tests")
urlpatterns = [path("api/", include(api.addresses())), path("", include("dps.config.urls"))]
