import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("confirming", "0001_questions"),
        ("events", "0013_silent_is_not_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="FoundClosed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("first_at", models.DateTimeField(verbose_name="first said at")),
                (
                    "occurrence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_closed",
                        to="events.occurrence",
                    ),
                ),
            ],
            options={
                "verbose_name": "found closed",
                "verbose_name_plural": "found closed",
                "indexes": [models.Index(fields=["first_at"], name="found_closed_newest")],
            },
        ),
    ]
