"""What happened to dates is in the room of dates now. The table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("signups", "0009_words"),
        ("events", "0014_news_of_dates"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="DateNews")]),
    ]
