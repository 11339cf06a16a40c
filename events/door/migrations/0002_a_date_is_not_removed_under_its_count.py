"""A date whose heads were counted is not deleted. The database's own rule is the same as before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_dates_keep_their_identity"),
        ("door", "0001_from_signups"),
    ]

    operations = [
        migrations.AlterField(
            "headcount",
            "occurrence",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="headcount", to="events.occurrence"
            ),
        ),
    ]
