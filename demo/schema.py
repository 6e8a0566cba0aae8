"""Makes the NOMIS-shaped tables in PostgreSQL, with the triggers that stamp every change as NOMIS's own do."""

from dps.legacy.nomis.tables import TABLES

INDEXES = {
    "offenders": ["root_offender_id", "offender_id_display"],
    "offender_bookings": ["offender_id", "root_offender_id"],
    "agency_internal_locations": ["agy_loc_id"],
}
STAMP = """
CREATE OR REPLACE FUNCTION nomis_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.create_datetime := coalesce(NEW.create_datetime, clock_timestamp() AT TIME ZONE 'Europe/London');
        NEW.create_user_id := coalesce(NEW.create_user_id, current_user);
    ELSE
        NEW.modify_datetime := clock_timestamp() AT TIME ZONE 'Europe/London';
        NEW.modify_user_id := current_user;
    END IF;
    NEW.audit_timestamp := clock_timestamp() AT TIME ZONE 'Europe/London';
    RETURN NEW;
END $$;
"""


def create_tables(connection) -> None:  # type: ignore[no-untyped-def]
    """Drop and make every table, empty and without indexes, so that a load is quick."""
    drop_tables(connection)
    with connection.schema_editor() as editor:
        for model in TABLES.values():
            editor.create_model(model)


def drop_tables(connection) -> None:  # type: ignore[no-untyped-def]
    """Remove every table."""
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {name} CASCADE")


def finish(connection) -> None:  # type: ignore[no-untyped-def]
    """Add the indexes and triggers, and gather statistics. Run after the load."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        for name, model in TABLES.items():
            columns = {field.column for field in model._meta.fields}
            cursor.execute(f"CREATE INDEX ON {name} (audit_timestamp)")
            if "offender_book_id" in columns and name != "offender_bookings":
                cursor.execute(f"CREATE INDEX ON {name} (offender_book_id)")
            for column in INDEXES.get(name, []):
                cursor.execute(f"CREATE INDEX ON {name} ({column})")
            cursor.execute(
                f"CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION nomis_stamp()"
            )
        cursor.execute("ANALYZE")
