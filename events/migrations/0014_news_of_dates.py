"""What happened to dates is told by more rooms than one: its table is here now. The database stays as it is."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0013_silent_is_not_listed"),
        ("signups", "0009_words"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="DateNews",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("change_id", models.UUIDField()),
                        (
                            "before",
                            models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "occurrence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="events.occurrence",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "news of a date",
                        "verbose_name_plural": "news of dates",
                        "db_table": "signups_datenews",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["occurrence", "-made_at"], name="date_news_newest")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change_id", "occurrence"), name="date_news_once_a_change"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
