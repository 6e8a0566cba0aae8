"""Keeping drafts and throwing them away. Nobody else ever sees one, and none of this is audited: nothing is recorded
about the person until the note is saved."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dps.case_notes.adding.drafts import rules
from dps.case_notes.adding.drafts.queries import whose
from dps.case_notes.adding.queries import LATELY
from dps.case_notes.adding.rules import joined
from dps.case_notes.models import Amendment, CaseNote, Draft
from dps.case_notes.rules.writing import kept_text
from dps.platform.access import Actor


@transaction.atomic
def keep(number: str, about: str, typed: Mapping[str, str], *, by: Actor, at: datetime) -> bool:
    """Keep what somebody has typed about a person whose notes the caller found they may write; the latest replaces
    what was kept before. Nothing written: nothing is kept. Says whether something is.

    What has just been saved is no draft any more, should a late message of the page still come with it.
    """
    values = rules.values_of(typed)
    if not rules.is_worth_keeping(values) or _is_saved(number, about, values["text"], by=by, at=at):
        throw_away(number, about, by=by)
        return False
    Draft.objects.update_or_create(
        account_id=whose(by), person_id=number, about=about, defaults={"values": values, "saved_at": at}
    )
    return True


def _is_saved(number: str, about: str, text: str, *, by: Actor, at: datetime) -> bool:
    mine = {"author_username": by.username, "created_at__gte": at - LATELY, "text": kept_text(text)}
    if about:
        return Amendment.objects.filter(note_id=UUID(about), **mine).exists()
    return CaseNote.objects.filter(person_id=number, **mine).exists()


def throw_away(number: str, about: str, *, by: Actor) -> None:
    """Drop one's own draft about a person; nothing happens when there is none."""
    Draft.objects.filter(account_id=whose(by), person_id=number, about=about).delete()


def throw_away_one(draft_id: int, *, by: Actor) -> None:
    """Drop one of one's own drafts; nothing happens when there is none."""
    Draft.objects.filter(account_id=whose(by), pk=draft_id).delete()


def forget_old(before: datetime) -> None:
    """Drop drafts that nobody has touched since `before`."""
    Draft.objects.filter(saved_at__lt=before).delete()


def prepare_merge(kept: str, removed: str) -> None:
    """Two numbers are one person: of somebody with a draft about both, what stands in one goes below the other."""
    drafts = {(one.account_id, one.about): one for one in Draft.objects.filter(person_id=kept)}
    for other in Draft.objects.filter(person_id=removed):
        same = drafts.get((other.account_id, other.about))
        if same is not None:
            same.values["text"] = joined(same.values.get("text", ""), other.values.get("text", ""))
            same.save(update_fields=["values"])
