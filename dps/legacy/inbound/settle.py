"""What follows for a person from rows of several feeds: working name, restricted patient, alerts; and for accounts."""

from collections.abc import Collection

from django.db import connection

HOSPITAL = "HSHOSP"


def settle_people(numbers: Collection[str] | None) -> None:
    """Make each person agree with their names and bookings, in the current transaction; none means everybody.

    A booking belongs to whoever its name belongs to. The working name is that of the latest booking (sequence 1, else
    the lowest), else the root name, else the oldest.
    """
    mine = "" if numbers is None else "AND p.number = ANY(%(numbers)s)"
    values = {"numbers": list(numbers or ())}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE prisoners_booking b SET person_id = n.person_id
                  FROM prisoners_personname n, prisoners_person p
                 WHERE n.id = b.name_id AND p.number = n.person_id AND b.person_id <> n.person_id {mine}""",
            values,
        )
        cursor.execute(
            f"""UPDATE prisoners_alert t SET person_id = b.person_id
                  FROM prisoners_booking b, prisoners_person p
                 WHERE b.id = t.nomis_booking_id AND t.person_id <> b.person_id AND p.number = b.person_id {mine}""",
            values,
        )
        cursor.execute("DROP TABLE IF EXISTS settled")
        cursor.execute(
            f"""CREATE TEMPORARY TABLE settled AS
                SELECT DISTINCT ON (p.number) p.number, n.id AS name_id
                  FROM prisoners_person p
                  JOIN prisoners_personname n ON n.person_id = p.number
                  LEFT JOIN prisoners_booking b ON b.person_id = p.number
                 WHERE true {mine}
                 ORDER BY p.number, b.sequence, b.id DESC,
                          (n.id = b.name_id) DESC NULLS LAST, (n.id = p.nomis_root_id) DESC NULLS LAST, n.id""",
            values,
        )
        cursor.execute(
            """UPDATE prisoners_personname n SET is_working = (n.id = s.name_id)
                 FROM settled s WHERE s.number = n.person_id AND n.is_working <> (n.id = s.name_id)"""
        )
        cursor.execute(
            """UPDATE prisoners_person p
                  SET title = n.title, first_name = n.first_name, middle_names = n.middle_names,
                      last_name = n.last_name, suffix = n.suffix, date_of_birth = n.date_of_birth, sex = n.sex,
                      ethnicity = n.ethnicity, version = p.version + 1
                 FROM settled s JOIN prisoners_personname n ON n.id = s.name_id
                WHERE p.number = s.number
                  AND (p.title, p.first_name, p.middle_names, p.last_name, p.suffix, p.date_of_birth, p.sex,
                       p.ethnicity) IS DISTINCT FROM
                      (n.title, n.first_name, n.middle_names, n.last_name, n.suffix, n.date_of_birth, n.sex,
                       n.ethnicity)"""
        )
        cursor.execute("DROP TABLE settled")


def settle_restricted_patients(numbers: Collection[str] | None) -> None:
    """A released person whose last movement was to a secure hospital is a restricted patient of the prison they left.

    NOMIS shows it as a release (REL, HP) from a prison to an agency of type HSHOSP (prisoners.md 7). What staff decided
    here since that movement stands.
    """
    mine = "" if numbers is None else "AND p.number = ANY(%(numbers)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE prisoners_person p
                   SET supporting_prison = f.supporting, hospital = f.hospital,
                       discharged_to_hospital_on = f.discharged, version = p.version + 1
                  FROM (SELECT p.number, coalesce(m.from_agency, '') AS supporting,
                               coalesce(m.to_agency, '') AS hospital,
                               (m.at AT TIME ZONE 'Europe/London')::date AS discharged,
                               b.id || '/' || l.sequence AS now
                          FROM prisoners_person p
                          LEFT JOIN LATERAL (SELECT * FROM prisoners_booking b WHERE b.person_id = p.number
                                              ORDER BY b.sequence, b.id DESC LIMIT 1) b ON NOT b.active
                          LEFT JOIN LATERAL (SELECT * FROM prisoners_movement m WHERE m.booking_id = b.id
                                              ORDER BY m.sequence DESC LIMIT 1) l ON true
                          LEFT JOIN estate_agency a ON a.code = l.to_agency AND a.type = %(hospital)s
                          LEFT JOIN prisoners_movement m ON m.id = l.id AND a.code IS NOT NULL AND l.type = 'REL'
                               AND l.reason = 'HP' AND l.from_agency <> ''
                         WHERE p.nomis_root_id IS NOT NULL {mine}) f
                 WHERE f.number = p.number AND p.restricted_as_of IS DISTINCT FROM f.now
                   AND (p.supporting_prison, p.hospital, p.discharged_to_hospital_on)
                       IS DISTINCT FROM (f.supporting, f.hospital, f.discharged)""",
            {"numbers": list(numbers or ()), "hospital": HOSPITAL},
        )


def bookings_to_read_alerts_of(numbers: Collection[str]) -> list[int]:
    """Drop the NOMIS alerts of bookings that are no longer a person's latest one (legacy-nomis.md 10), and give the
    latest bookings whose alerts have yet to be read."""
    latest = """SELECT p.number, l.id FROM prisoners_person p
                  JOIN LATERAL (SELECT b.id FROM prisoners_booking b WHERE b.person_id = p.number
                                 ORDER BY b.sequence, b.id DESC LIMIT 1) l ON true
                 WHERE p.number = ANY(%s)"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM prisoners_alert t USING ({latest}) l
                 WHERE l.number = t.person_id AND t.nomis_booking_id IS NOT NULL AND t.nomis_booking_id <> l.id""",
            [list(numbers)],
        )
        cursor.execute(
            f"""SELECT l.id FROM ({latest}) l
                 WHERE NOT EXISTS (SELECT 1 FROM prisoners_alert t WHERE t.nomis_booking_id = l.id)""",
            [list(numbers)],
        )
        return [row[0] for row in cursor.fetchall()]


def settle_accounts(usernames: Collection[str] | None) -> None:
    """Give each account the caseloads and roles that NOMIS gives it, beside those given here and but for those taken
    away here."""
    mine = "" if usernames is None else "AND a.username = ANY(%(names)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH given AS (
                    SELECT username, coalesce(array_agg(code ORDER BY code) FILTER (WHERE kind = 'CASELOAD'), '{{}}')
                           AS caseloads,
                           coalesce(array_agg(code ORDER BY code) FILTER (WHERE kind = 'ROLE'), '{{}}') AS roles
                      FROM legacy_staffaccess s
                     WHERE NOT EXISTS (SELECT 1 FROM identity_accesswithdrawn w JOIN identity_account a
                                              ON a.id = w.account_id
                                        WHERE a.username = s.username AND w.kind = s.kind AND w.code = s.code)
                     GROUP BY username),
                wanted AS (
                    SELECT a.id,
                           a.caseloads || ARRAY(SELECT x FROM unnest(g.caseloads) x
                                                 WHERE x <> ALL (a.caseloads) ORDER BY x)::varchar[] AS caseloads,
                           a.roles || ARRAY(SELECT DISTINCT x
                                              FROM unnest(g.roles || CASE WHEN g.caseloads <> '{{}}'
                                                          THEN ARRAY['PRISON'] ELSE ARRAY[]::text[] END) x
                                             WHERE x <> ALL (a.roles) ORDER BY x)::varchar[] AS roles
                      FROM identity_account a JOIN given g ON g.username = a.username WHERE true {mine})
                UPDATE identity_account a
                   SET caseloads = w.caseloads, roles = w.roles,
                       active_caseload = CASE WHEN a.active_caseload = ANY (w.caseloads) THEN a.active_caseload
                                              ELSE coalesce(w.caseloads[1], '') END
                  FROM wanted w
                 WHERE w.id = a.id AND (a.caseloads, a.roles) IS DISTINCT FROM (w.caseloads, w.roles)""",
            {"names": list(usernames or ())},
        )


def settle_emails(usernames: Collection[str] | None) -> None:
    """Give each NOMIS account without an e-mail address the one that NOMIS holds, when exactly one of those is at
    justice.gov.uk (identity.md 2.4). It counts as verified."""
    mine = "" if usernames is None else "AND a.username = ANY(%(names)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE identity_account a SET email = e.address, email_verified = true
                  FROM (SELECT username, min(address) AS address FROM legacy_staffemail
                         WHERE address ~ '^[^@]+@([a-z0-9-]+[.])*justice[.]gov[.]uk$'
                         GROUP BY username HAVING count(*) = 1) e
                 WHERE e.username = a.username AND a.email = '' AND a.source = 'nomis' {mine}""",
            {"names": list(usernames or ())},
        )


def take_away_access(ids: Collection[int]) -> None:
    """Before these StaffAccess rows are removed: take what they gave away from the accounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE identity_account a
                  SET caseloads = ARRAY(SELECT x FROM unnest(a.caseloads) WITH ORDINALITY u(x, n)
                                         WHERE x <> ALL (g.caseloads) ORDER BY n),
                      roles = ARRAY(SELECT x FROM unnest(a.roles) WITH ORDINALITY u(x, n)
                                     WHERE x <> ALL (g.roles) ORDER BY n),
                      active_caseload = CASE WHEN a.active_caseload = ANY (g.caseloads) THEN
                          coalesce((SELECT x FROM unnest(a.caseloads) WITH ORDINALITY u(x, n)
                                     WHERE x <> ALL (g.caseloads) ORDER BY n LIMIT 1), '')
                          ELSE a.active_caseload END
                 FROM (SELECT username,
                              coalesce(array_agg(code) FILTER (WHERE kind = 'CASELOAD'), '{}')::varchar[] AS caseloads,
                              coalesce(array_agg(code) FILTER (WHERE kind = 'ROLE'), '{}')::varchar[] AS roles
                         FROM legacy_staffaccess s
                        WHERE id = ANY(%s)
                          AND NOT EXISTS (SELECT 1 FROM identity_rolegiven r JOIN identity_account a
                                                 ON a.id = r.account_id
                                           WHERE s.kind = 'ROLE' AND a.username = s.username AND r.role = s.code)
                        GROUP BY username) g
                WHERE g.username = a.username""",
            [list(ids)],
        )
