"""A date that somebody is signed up for is not deleted. The database's own rule is the same as before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_dates_keep_their_identity"),
        ("signups", "0007_one_person_one_number"),
    ]

    operations = [
        migrations.AlterField(
            "signup",
            "occurrence",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signups", to="events.occurrence"
            ),
        ),
    ]
