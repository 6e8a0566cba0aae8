"""Adding types and sub-types to those that come with the product (case-notes.md 3)."""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction

from dps.case_notes.models import NoteSubType, NoteType
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import catalogue as rules
from dps.case_notes.rules.catalogue import Settings
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid, NotFound


@transaction.atomic
def add_type(by: Actor, *, code: str, description: str) -> NoteType:
    """Add a type. Nobody is offered it before it has a sub-type.

    Raises Invalid with every problem of `code` and `description`, also for a code that is used; NotAllowed.
    """
    require(by, CaseNotePermission.LOOK_AFTER_TYPES)
    code, description = _named(code, description)
    try:
        with transaction.atomic():
            made = NoteType.objects.create(code=code, description=description)
    except IntegrityError:
        raise Invalid({"code": rules.CODE_TAKEN}) from None
    _record("CASE_NOTE_TYPE_ADDED", code, {"description": description}, by=by)
    return made


@transaction.atomic
def add_sub_type(
    by: Actor, type: str, *, code: str, description: str, wanted: Settings, sync_to_nomis: bool
) -> NoteSubType:
    """Add a sub-type to a type. The code may recur under other types.

    Raises Invalid with every problem of `code`, `description` and the settings, also for a code that the type has;
    NotFound for no such type; NotAllowed.
    """
    require(by, CaseNotePermission.LOOK_AFTER_TYPES)
    if not NoteType.objects.filter(pk=type).exists():
        raise NotFound(type)
    code, description = _named(code, description, rules.settings_problems(wanted))
    at = local_time.now()
    try:
        with transaction.atomic():
            made = NoteSubType.objects.create(
                type_id=type, code=code, description=description, sync_to_nomis=sync_to_nomis, changed_at=at,
                changed_by=by.username, **asdict(wanted),
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"code": rules.CODE_TAKEN}) from None
    told = {
        name: str(value) if name.startswith("active_") and value else value for name, value in asdict(wanted).items()
    }
    details = {"description": description, "sync_to_nomis": sync_to_nomis, **told}
    _record("CASE_NOTE_SUB_TYPE_ADDED", f"{type}/{code}", details, by=by)
    return made


def _named(code: str, description: str, more: dict[str, str] | None = None) -> tuple[str, str]:
    code, description = rules.new_code(code), description.strip()
    problems = {
        "code": rules.code_problem(code),
        "description": rules.description_problem(description),
        **(more or {}),
    }
    if problems := {name: words for name, words in problems.items() if words}:
        raise Invalid(problems)
    return code, description


def _record(action: str, named: str, details: dict[str, Any], *, by: Actor) -> None:
    audit.record(action, by=by, subject_type="case-note-type", subject_id=named, details=details)
