"""Looking after sub-types: offered or hidden, for whom, and who may read what is written."""

from dataclasses import asdict

from django.db import transaction

from dps.case_notes.catalogue.use import settings_of, use_of
from dps.case_notes.models import NoteSubType
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import catalogue as rules
from dps.case_notes.rules.catalogue import Settings
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound

CHANGED_MEANWHILE = "Somebody else changed this sub-type while your page was open"


@transaction.atomic
def change(by: Actor, id: int, *, wanted: Settings, version: int) -> bool:
    """Give a sub-type other settings: of every note of it, those written before too. Says whether anything changed.

    `version` is the sub-type's when the page was shown. How often it was used is audited with the change. Raises
    Invalid, NotFound, NotAllowed, Conflict when it was changed meanwhile.
    """
    require(by, CaseNotePermission.LOOK_AFTER_TYPES)
    found = NoteSubType.objects.select_for_update().filter(pk=id).first()
    if found is None:
        raise NotFound(str(id))
    if problems := rules.settings_problems(wanted):
        raise Invalid(problems)
    before, after = asdict(settings_of(found)), asdict(wanted)
    if before == after:
        return False
    if found.version != version:
        raise Conflict(CHANGED_MEANWHILE)
    at, use = local_time.now(), use_of(id)
    for name, value in after.items():
        setattr(found, name, value)
    found.changed_at, found.changed_by, found.version = at, by.username, found.version + 1
    found.save()
    audit.record(
        "CASE_NOTE_TYPE_CHANGED",
        by=by,
        subject_type="case-note-type",
        subject_id=f"{found.type_id}/{found.code}",
        details={
            "changes": {
                name: [_plain(before[name]), _plain(after[name])] for name in after if before[name] != after[name]
            },
            "notes in the last 12 months": use.notes,
            "at least": use.more,
        },
        at=at,
    )
    return True


def _plain(value: object) -> object:
    return value if isinstance(value, bool) or value is None else str(value)
