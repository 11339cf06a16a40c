from django.db import migrations, models

# What waits today has waited since it was last handed in; where nothing says when, since now.
FILL = """
UPDATE events_event SET waiting_since = COALESCE(
    (SELECT max(log.at) FROM events_logentry log
     WHERE log.event_id = events_event.id AND log.what IN ('handed_in', 'handed_in_again')), now())
WHERE state = 'waiting';
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0021_why_it_is_off")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="waiting_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
