"""Making somebody a restricted patient, changing who looks after them, and ending it.

NOMIS, where there is one, owns movements: a discharge is then recorded there, and arrives here by itself. Alone, this
product records the movement.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from dps.estate import queries as estate
from dps.platform import events, local_time
from dps.platform.access import SYSTEM, Actor, require
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.changes.recording import Made, lock_person, record
from dps.prisoners.models import Booking, Movement, Person, SentenceCalculation
from dps.prisoners.restricted_patients import queries, rules
from dps.prisoners.restricted_patients.permissions import PatientPermission
from dps.prisoners.restricted_patients.rules import Refused
from dps.prisoners.rules import key_dates
from dps.prisoners.search.models import SearchRecord

KIND = "restricted patient"
IN_NOMIS = "Record the discharge in NOMIS: they become a restricted patient here within seconds"


@transaction.atomic
def discharge(number: str, *, hospital: str, supporting_prison: str, on: date, by: Actor) -> None:
    """Discharge somebody in prison to a secure hospital. The supporting prison is the one they leave unless given.

    Raises Invalid with every problem, NotFound for nobody of that number.
    """
    require(by, PatientPermission.DISCHARGE)
    person, booking = _person_and_booking(number)
    problems = _places(hospital, supporting_prison, may_be_left_out=True)
    if on > local_time.today():
        problems["on"] = "Date of discharge must be today or in the past"
    refused = rules.why_not_discharged(active=bool(booking and booking.active), is_patient=_is_patient(number))
    if refused:
        problems["number"] = refused
    elif settings.NOMIS_DATABASE_URL:
        problems["number"] = IN_NOMIS
    if problems:
        raise Invalid(problems)
    assert booking is not None
    left = booking.agency
    _leave(booking, reason="HP", to=hospital, on=on)
    _keep(person, booking, supporting_prison or left, hospital, on, by=by)
    _tell("restricted-patients.patient.added", number)


@transaction.atomic
def add_released(number: str, *, hospital: str, by: Actor) -> None:
    """Somebody already released is in truth in a secure hospital; the prison they left looks after them.

    Raises Invalid with every problem, NotFound.
    """
    require(by, PatientPermission.ADD_RELEASED)
    person, booking = _person_and_booking(number)
    problems = _places(hospital, "", may_be_left_out=True)
    moves = list(Movement.objects.filter(booking=booking).order_by("sequence")) if booking else []
    refused = rules.why_not_added(
        [rules.Move(move.type, move.direction, move.from_agency) for move in moves], is_patient=_is_patient(number)
    )
    if refused:
        problems["number"] = refused
    if problems:
        raise Invalid(problems)
    assert booking is not None
    last = moves[-1]
    _keep(person, booking, last.from_agency, hospital, local_time.in_london(last.at).date(), by=by)
    _tell("restricted-patients.patient.added", number)


@transaction.atomic
def change_supporting_prison(number: str, prison: str, *, by: Actor) -> None:
    """Another prison looks after them from now on. Raises Invalid, NotFound for anybody who is no patient."""
    require(by, PatientPermission.DISCHARGE)
    person, booking, patient = _patient(number)
    if prison not in estate.prisons():
        raise Invalid({"supporting_prison": Refused.PRISON_NOT_FOUND})
    if prison == patient.person.supporting_prison:
        raise Invalid({"supporting_prison": Refused.PRISON_UNCHANGED})
    _keep(person, booking, prison, patient.person.hospital, patient.discharged_on, by=by)
    _tell("restricted-patients.patient.supporting-prison-changed", number)


@transaction.atomic
def remove(number: str, *, by: Actor) -> None:
    """They are a restricted patient no longer, but released. Raises NotFound for anybody who is none."""
    require(by, PatientPermission.REMOVE)
    person, booking, _ = _patient(number)
    _end(person, booking, by=by)


def remove_those_held_no_longer(today: date) -> int:
    """End it for everybody whom the law holds no longer; gives how many. Each in a transaction of their own."""
    ended = 0
    for found in queries.patients()[0]:
        with transaction.atomic():
            person, booking, _ = _patient(found.person.number)
            if booking is None or not _is_over(person.number, booking, today):
                continue
            _end(person, booking, by=SYSTEM)
            ended += 1
    return ended


def _is_over(number: str, booking: Booking, today: date) -> bool:
    calculation = SentenceCalculation.objects.filter(booking=booking).order_by("-calculated_at", "-id").first()
    if calculation is None:
        return False
    pairs = {
        kind: tuple(date.fromisoformat(day[:10]) if day else None for day in pair)
        for kind, pair in calculation.dates.items()
    }
    dates = key_dates.effective(pairs)  # type: ignore[arg-type]
    status = SearchRecord.objects.values_list("legal_status", flat=True).get(pk=number)
    return rules.is_over(
        today=today,
        legal_status=status,
        conditional_release_on=dates.get("CRD"),
        sentence_ends_on=dates.get("SED"),
    )


def _end(person: Person, booking: Booking | None, *, by: Actor) -> None:
    if booking is not None and not settings.NOMIS_DATABASE_URL:
        _leave(booking, reason="CR", to="OUT", on=local_time.today())
    _keep(person, booking, "", "", None, by=by)
    _tell("restricted-patients.patient.removed", person.number)


def _person_and_booking(number: str) -> tuple[Person, Booking | None]:
    person = lock_person(number.strip().upper())
    return person, Booking.objects.filter(person=person).order_by("sequence", "-id").first()


def _patient(number: str) -> tuple[Person, Booking | None, queries.Patient]:
    person, booking = _person_and_booking(number)
    patient = queries.patient(person.number)
    if patient is None:
        raise NotFound(number)
    return person, booking, patient


def _is_patient(number: str) -> bool:
    return queries.patient(number.strip()) is not None


def _places(hospital: str, prison: str, *, may_be_left_out: bool) -> dict[str, str]:
    problems = {}
    if hospital not in queries.hospitals():
        problems["hospital"] = "Choose the hospital from the list"
    if prison not in estate.prisons() and not (may_be_left_out and not prison):
        problems["supporting_prison"] = Refused.PRISON_NOT_FOUND.value
    return problems


def _leave(booking: Booking, *, reason: str, to: str, on: date) -> None:
    now = local_time.now()
    at = now if on == local_time.today() else datetime.combine(on, time(12), local_time.LONDON)
    last = Movement.objects.filter(booking=booking).aggregate(last=Max("sequence"))["last"] or 0
    Movement.objects.filter(booking=booking, active=True).update(active=False)
    Movement.objects.create(
        booking=booking,
        sequence=last + 1,
        at=at,
        type="REL",
        reason=reason,
        direction="OUT",
        from_agency=booking.agency if booking.agency != "OUT" else "",
        to_agency=to,
        active=True,
    )
    booking.active, booking.in_out, booking.agency, booking.living_unit_id = False, "OUT", "OUT", None
    booking.status_reason = f"REL-{reason}"
    booking.save()


def _keep(person: Person, booking: Booking | None, prison: str, hospital: str, on: date | None, *, by: Actor) -> None:
    """What was decided, and which movement it was decided after: the next movement overrules it."""
    before = _state(person)
    person.supporting_prison, person.hospital, person.discharged_to_hospital_on = prison, hospital, on
    last = Movement.objects.filter(booking=booking).aggregate(last=Max("sequence"))["last"] if booking else None
    person.restricted_as_of = f"{booking.pk}/{last}" if booking else "none"
    person.version += 1
    person.save()
    record(
        person.number,
        [Made(KIND, "", before, _state(person), booking.pk if booking else None)],
        by=by,
        area="RESTRICTED_PATIENT",
        action="RESTRICTED_PATIENT_CHANGED",
    )


def _state(person: Person) -> Mapping[str, Any]:
    return {
        "supporting_prison": person.supporting_prison,
        "hospital": person.hospital,
        "discharged_to_hospital_on": person.discharged_to_hospital_on,
        "restricted_as_of": person.restricted_as_of,
    }


def _tell(type: str, number: str) -> None:
    events.publish(type, subject=number.strip().upper(), data={"prisonerNumber": number.strip().upper()})
