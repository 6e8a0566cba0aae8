"""Extensions and the SQL functions that tables and indexes of this service use."""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

FOLD = r"""
CREATE OR REPLACE FUNCTION dps_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT btrim(regexp_replace(
      lower(public.unaccent('public.unaccent'::regdictionary,
            translate(lower(given), '''’‘`´ʼ', ''))),
      '[^a-z0-9]+', ' ', 'g'))
$$;
"""
KEY_DATE = """
CREATE OR REPLACE FUNCTION dps_key_date(dates jsonb, kind text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(dates -> kind ->> 1, dates -> kind ->> 0)::date
$$;
"""
IDENTIFIER_KEY = r"""
CREATE OR REPLACE FUNCTION dps_identifier_key(kind text, given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT CASE
    WHEN kind = 'PNC' AND upper(btrim(given)) ~ '^(\d{2}|\d{4})/\d{1,7}[A-Z]$' THEN
      CASE WHEN strpos(btrim(given), '/') = 5 THEN left(btrim(given), 4)
           WHEN left(btrim(given), 2) >= '39' THEN '19' || left(btrim(given), 2)
           ELSE '20' || left(btrim(given), 2) END
      || '/' || coalesce(nullif(ltrim(substring(btrim(given) from '/(\d+)'), '0'), ''), '0') || upper(right(btrim(given), 1))
    WHEN kind = 'CRO' AND upper(btrim(given)) ~ '^\d{1,6}/\d{2}[A-Z]$' THEN
      coalesce(nullif(ltrim(split_part(btrim(given), '/', 1), '0'), ''), '0') || '/' || upper(split_part(btrim(given), '/', 2))
    WHEN kind = 'CRO' AND upper(btrim(given)) ~ '^SF\d{2}/\d{1,6}[A-Z]$' THEN
      upper(left(btrim(given), 5)) || coalesce(nullif(ltrim(substring(btrim(given) from '/(\d+)'), '0'), ''), '0')
      || upper(right(btrim(given), 1))
    ELSE upper(btrim(given)) END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        CreateExtension("pg_trgm"),
        CreateExtension("fuzzystrmatch"),
        CreateExtension("unaccent"),
        migrations.RunSQL(FOLD, "DROP FUNCTION dps_fold"),
        migrations.RunSQL(KEY_DATE, "DROP FUNCTION dps_key_date"),
        migrations.RunSQL(IDENTIFIER_KEY, "DROP FUNCTION dps_identifier_key"),
    ]
