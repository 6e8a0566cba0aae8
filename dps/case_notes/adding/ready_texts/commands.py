"""Making ready texts, changing and removing them. Whoever made one looks after it; others of the prison use it."""

from django.db import transaction

from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.models import ReadyText
from dps.case_notes.permissions import CaseNotePermission
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound

MOST_OWN = 50
LONGEST_NAME = 80
CHANGED_MEANWHILE = "You changed this text in another window meanwhile"


@transaction.atomic
def make(*, name: str, text: str, sub_type_id: int | None, shared: bool, by: Actor) -> ReadyText:
    """Make a text of one's own, or one `shared` with the prison one works in. Raises Invalid, NotAllowed."""
    require(by, CaseNotePermission.WRITE)
    if ReadyText.objects.filter(account_id=whose(by)).count() >= MOST_OWN:
        raise Invalid({"": f"You have {MOST_OWN} ready texts: remove one first"})
    _require_new_name(name, by=by)
    made = ReadyText.objects.create(
        account_id=whose(by),
        made_by=by.display_name or by.username,
        prison=by.active_caseload if shared else "",
        name=name,
        sub_type_id=sub_type_id,
        text=text,
        changed_at=local_time.now(),
    )
    _tell("READY_TEXT_MADE", made, by)
    return made


@transaction.atomic
def change(
    text_id: int, *, version: int, name: str, text: str, sub_type_id: int | None, shared: bool, by: Actor
) -> ReadyText:
    """Change one's own text. Raises Invalid, NotFound, Conflict when it was changed since the page was shown."""
    found = _locked(text_id, by)
    if found.version != version:
        raise Conflict(CHANGED_MEANWHILE)
    _require_new_name(name, by=by, but=found.pk)
    found.name, found.text, found.sub_type_id = name, text, sub_type_id
    if shared != bool(found.prison):
        found.prison = by.active_caseload if shared else ""
    found.version, found.changed_at = found.version + 1, local_time.now()
    found.save()
    _tell("READY_TEXT_CHANGED", found, by)
    return found


@transaction.atomic
def remove(text_id: int, *, by: Actor) -> None:
    """Remove one's own text. Raises NotFound."""
    found = _locked(text_id, by)
    _tell("READY_TEXT_REMOVED", found, by)
    found.delete()


def _locked(text_id: int, by: Actor) -> ReadyText:
    require(by, CaseNotePermission.WRITE)
    found = ReadyText.objects.select_for_update().filter(pk=text_id, account_id=whose(by)).first()
    if found is None:
        raise NotFound(str(text_id))
    return found


def _require_new_name(name: str, *, by: Actor, but: int = 0) -> None:
    if ReadyText.objects.filter(account_id=whose(by), name__iexact=name).exclude(pk=but).exists():
        raise Invalid({"name": "You have a text with this name already"})


def _tell(action: str, text: ReadyText, by: Actor) -> None:
    """A text that others use is told with its words: they end up in records."""
    details = {"name": text.name, "prison": text.prison, **({"text": text.text} if text.prison else {})}
    audit.record(action, by=by, subject_type="ready_text", subject_id=str(text.pk), details=details)
