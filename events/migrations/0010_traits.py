"""What a list can be narrowed to stands on the date. The rule is `events.traits`; here it is in SQL, for all dates
that have not ended, in one statement."""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE events_occurrence AS o
SET traits = ARRAY(
    SELECT DISTINCT word COLLATE "C" FROM (
        SELECT unnest(ARRAY[
            CASE WHEN e.open_to_all THEN 'open' END,
            CASE WHEN e.children_welcome OR e.childcare OR e.category = 'barn-familie'
                OR e.audience IN ('families', 'children') THEN 'children' END,
            CASE WHEN e.price_nok = 0 THEN 'free' END,
            CASE WHEN e.price_nok = 0 OR e.price_support THEN 'affordable' END,
            CASE WHEN e.admission <> 'sign_up' OR e.category = 'tro-livssyn' THEN 'drop_in' END,
            CASE WHEN e.women_only THEN 'women' END,
            CASE WHEN e.online_url <> '' THEN 'online' END,
            CASE WHEN v.step_free = 'yes' AND e.grade = '' THEN 'step_free' END,
            'level:' || e.level
        ]) AS word
        UNION ALL
        SELECT 'lang:' || code FROM unnest(e.spoken_languages || e.interpreter_languages) AS code
    ) AS words
    WHERE word IS NOT NULL
    ORDER BY 1
)
FROM events_occurrence AS d
JOIN events_event AS e ON e.id = d.event_id
LEFT JOIN organisations_venue AS v ON v.id = d.venue_id
WHERE o.id = d.id AND o.ends_at > now()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_what_dates_repeat"),
        ("organisations", "0006_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="traits",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16),
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="occurrence", name="occurrence_public_list"),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["municipality", "starts_at", "id"],
                include=("ends_at", "category", "traits"),
                name="occurrence_public_list",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_public", True), ("traits__contains", ["online"])),
                fields=["starts_at", "id"],
                name="occurrence_public_online",
            ),
        ),
    ]
