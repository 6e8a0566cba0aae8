"""Behaviour since the last incentive review, for the card of the quick look (case-notes.md 2.6)."""

BEHAVIOUR_SQL = """
SELECT jsonb_build_object('positive', count(*) FILTER (WHERE k.type_id = 'POS'),
                          'negative', count(*) FILTER (WHERE k.type_id = 'NEG'))
  FROM case_notes_casenote n JOIN case_notes_notesubtype k ON k.id = n.sub_type_id
 WHERE n.person_id = %(number)s AND (k.type_id, k.code) IN (('POS', 'IEP_ENC'), ('NEG', 'IEP_WARN'))
   AND NOT k.sensitive AND n.occurred_at >= (
       SELECT max("on")::timestamp AT TIME ZONE 'Europe/London' FROM prisoners_incentivereview
        WHERE booking_id = %(booking)s)
HAVING EXISTS (SELECT FROM prisoners_incentivereview WHERE booking_id = %(booking)s)
"""
"""From 00:00 of the day of the last review; NULL for somebody never reviewed. A type that is made sensitive is counted
for nobody: the card does not know who reads it."""
