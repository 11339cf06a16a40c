"""Head counts have a room of their own, `events.door`. Only the state changes: the table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("signups", "0002_known_values")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Headcount")])
    ]
