-- The names of each person asked for (all when %(numbers)s is null), folded.
INSERT INTO prisoners_searchname (id, person_id, is_working, first, last, words, date_of_birth, sex)
SELECT id, person_id, is_working, first, last,
       ' ' || first || ' ' || last
           || CASE WHEN first LIKE '%% %%' THEN ' ' || replace(first, ' ', '') ELSE '' END
           || CASE WHEN last LIKE '%% %%' THEN ' ' || replace(last, ' ', '') ELSE '' END,
       date_of_birth, sex
  FROM (SELECT id, person_id, is_working, dps_fold(first_name) AS first, dps_fold(last_name) AS last,
               date_of_birth, sex
          FROM prisoners_personname
         WHERE %(numbers)s::text[] IS NULL OR person_id = ANY (%(numbers)s::text[])) folded
