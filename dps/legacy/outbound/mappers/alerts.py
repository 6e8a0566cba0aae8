"""Alerts, written to the latest booking (legacy-nomis.md 10)."""

from datetime import datetime

from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Key, Mapper, Payload, Task, Written, column, counted, mapped, of_booking, words
from dps.legacy.outbound.nomis import Row
from dps.platform import local_time
from dps.prisoners.models import Alert

ACTIVE, INACTIVE = "ACTIVE", "INACTIVE"


def _alert(task: Task) -> Key | None:
    found = Alert.objects.filter(pk=task.write.key).values_list("nomis_booking_id", "nomis_sequence").first()
    if found and found[0] is not None and found[1] is not None:
        return {"offender_book_id": found[0], "alert_seq": found[1]}
    known = mapped("alert", task.write.key)
    if known:
        booking, _, sequence = known.partition(" / ")
        return {"offender_book_id": int(booking), "alert_seq": int(sequence)}
    return None


def _status(active_to: object) -> str:
    """An alert that ends today or has ended is inactive; one that ends later is active until the night of that day,
    as NOMIS has it."""
    until = values.day(active_to)
    return INACTIVE if until is not None and until.date() <= local_time.today() else ACTIVE


def _defaults(task: Task) -> Row:
    return {
        "root_offender_id": task.root_id,
        "verified_flag": "N",
        "caseload_id": task.write.prison or None,
        "caseload_type": "INST",
        "create_date": values.day(task.write.changed_at),
    }


def _same_code_active(task: Task, row: Row) -> tuple[Key, Row] | None:
    """An active alert with that code which NOMIS has already: two of one kind may not be active at once."""
    if row.get("alert_status") != ACTIVE:
        return None
    mapper = MAPPERS[0]
    where = {"offender_book_id": task.booking_id, "alert_code": row.get("alert_code")}
    found = task.nomis.rows("offender_alerts", where, [*mapper.key, *mapper._names], lock=True)
    for one in found:
        read = mapper._read(task, one)
        ends = read.get("expiry_date")
        if read.get("alert_status") == ACTIVE and (not isinstance(ends, datetime) or ends.date() > local_time.today()):
            return {name: one[name] for name in mapper.key}, read
    return None


class _Alerts(Mapper):
    """The status follows from the end date; a description longer than NOMIS takes is cut."""

    def carry_out(self, task: Task) -> Written:
        if task.write.before is None:
            task.write.booking_id = task.latest_booking_id or task.write.booking_id
        return super().carry_out(task)

    def _held(self, task: Task, payload: Payload | None) -> Row | None:
        held = super()._held(task, payload)
        if held is not None and payload is not None and "active_to" in payload:
            held["alert_status"] = _status(payload["active_to"])
        return held

    def _read(self, task: Task, row: Row) -> Row:
        read = super()._read(task, row)
        ends = read.get("expiry_date")
        if read.get("alert_status") == ACTIVE and isinstance(ends, datetime) and ends.date() <= local_time.today():
            read["alert_status"] = INACTIVE  # the night job of NOMIS has not been by yet
        return read

    def _why(self, now: Row | None) -> str:
        if now is not None and now.get("alert_status") == ACTIVE:
            return "NOMIS has an active alert with this code that says something else"
        return super()._why(now)


def _workflow(task: Task, key: Key) -> None:
    """Who entered and who changed an alert is in a workflow of its own (legacy-nomis.md 4)."""
    if not (task.nomis.has("work_flows", "work_flow_id") and task.nomis.has("work_flow_logs", "work_flow_seq")):
        return
    of_alert = {
        "object_code": "ALERT",
        "object_id": key["offender_book_id"],
        "object_seq": key["alert_seq"],
    }
    found = task.nomis.rows("work_flows", of_alert, ["work_flow_id"], lock=True)
    if found:
        flow, action = int(found[0]["work_flow_id"]), "MOD"
    else:
        flow, action = task.nomis.next_key("work_flows", "work_flow_id"), "ENT"
        task.nomis.insert("work_flows", {"work_flow_id": flow}, of_alert)
    log = {"work_flow_id": flow}
    number = task.nomis.highest("work_flow_logs", "work_flow_seq", log) + 1
    task.nomis.insert(
        "work_flow_logs",
        {**log, "work_flow_seq": number},
        {
            "work_action_code": action,
            "work_flow_status": "DONE",
            "create_date": values.moment(task.write.changed_at),
            "locate_agy_loc_id": task.write.prison or None,
        },
    )


MAPPERS = (
    _Alerts(
        kind="alert",
        title="Alerts",
        table="offender_alerts",
        key=("offender_book_id", "alert_seq"),
        columns=(
            words("alert_type", "type", 12, "a type"),
            words("alert_code", "code", 12, "a code"),
            words("comment_text", "description", 4000),
            words("authorize_person_text", "authorised_by", 40),
            column("alert_date", "active_from", values.day, "a start date"),
            column("expiry_date", "active_to", values.day),
            column("alert_status", "", values.text(12)),
        ),
        target="prisoners.Alert",
        locate=_alert,
        owner=of_booking,
        new_key=counted("offender_alerts", "alert_seq"),
        defaults=_defaults,
        clash=_same_code_active,
        afterwards=_workflow,
    ),
)
