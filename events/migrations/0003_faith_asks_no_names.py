"""An activity of faith asks nobody for a name: those that did become open to whoever comes."""

from django.db import migrations, models

SENSITIVE = ["tro-livssyn"]


def just_come(apps, schema_editor) -> None:
    events = apps.get_model("events", "Event").objects
    events.filter(category__in=SENSITIVE, admission="sign_up").update(admission="drop_in")


class Migration(migrations.Migration):
    dependencies = [("events", "0002_known_values")]

    operations = [
        # What was asked before cannot be known when one goes back; nothing breaks by it.
        migrations.RunPython(just_come, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("admission", "sign_up"), ("category__in", SENSITIVE), _negated=True),
                name="event_of_faith_asks_no_names",
            ),
        ),
    ]
