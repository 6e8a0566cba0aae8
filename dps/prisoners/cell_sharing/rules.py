"""Cell sharing risk assessments in a history. Source: prisoners.md 4 and 5; the rating itself is in `rules.custody`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dps.prisoners.rules.custody import AssessmentFacts, csra_level, csra_rating


class Approval(StrEnum):
    """How far the approval of a review is."""

    CHANGED = "Level changed at approval"
    APPROVED = "Approved"
    REJECTED = "Not approved"
    WAITING = "Waiting for approval"


@dataclass(frozen=True, slots=True)
class Review:
    """One review: its levels and why, who made it and where, who approved it."""

    id: int
    booking_id: int
    facts: AssessmentFacts
    type: str
    agency: str
    approved_on: date | None
    assessor: str = ""
    committee: str = ""
    comment: str = ""
    override_reason: str = ""
    override_comment: str = ""
    approval_committee: str = ""
    approval_comment: str = ""

    @property
    def level(self) -> str:
        """The rating that counts; '' for none, and while it is still pending."""
        return csra_rating(self.facts)

    @property
    def level_before_approval(self) -> str:
        """The rating as it was before anybody approved or changed it; '' for none."""
        return csra_rating(replace(self.facts, review=""))

    @property
    def approval(self) -> Approval:
        """Approved with another level, approved, refused, or waiting."""
        if self.approved_on is None:
            return Approval.WAITING
        if self.facts.evaluation == "REJ":
            return Approval.REJECTED
        approved = csra_level(self.facts.review)
        return Approval.CHANGED if approved and approved != self.level_before_approval else Approval.APPROVED


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as NOMIS gave it: the place and the words of the question ('' when not known), and what was said."""

    place: int
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with everything that was answered to it."""

    question: str
    answers: tuple[str, ...]


def by_question(answers: Iterable[Answer]) -> list[Answered]:
    """The answers in the order of the form, those to one question together. Answers to a question that is not known
    stay apart: they may be to different ones."""
    found: list[Answered] = []
    last: tuple[int, str] | None = None
    for one in sorted(answers, key=lambda one: one.place):
        asked = (one.place, one.question)
        if one.question and asked == last:
            found[-1] = replace(found[-1], answers=(*found[-1].answers, one.words))
        else:
            found.append(Answered(one.question, (one.words,)))
        last = asked
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews; '' and none are any. Both days are included."""

    level: str = ""
    prison: str = ""
    since: date | None = None
    until: date | None = None


def history(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that have a level, newest first."""
    usable = [one for one in reviews if one.facts.status in ("P", "A", "I") and one.level]
    return sorted(usable, key=lambda one: (one.facts.on, one.facts.sequence, one.id), reverse=True)


def matching(reviews: Iterable[Review], wanted: Wanted) -> list[Review]:
    """Those of the reviews that are wanted, in the order they came."""
    return [
        one
        for one in reviews
        if wanted.level in ("", one.level)
        and wanted.prison in ("", one.agency)
        and (wanted.since is None or one.facts.on >= wanted.since)
        and (wanted.until is None or one.facts.on <= wanted.until)
    ]
