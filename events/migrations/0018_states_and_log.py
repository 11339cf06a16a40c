import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0017_hikes_groups_and_partners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("waiting", "Waiting for approval"),
                    ("changes", "Changes asked for"),
                    ("published", "Published"),
                    ("taken_down", "Taken down"),
                ],
                default="draft",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "acting_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("editor", "Editor"),
                            ("deputy", "Deputy"),
                            ("county", "The county's editor"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("changed", "Changed"),
                            ("handed_in", "Sent to the municipality"),
                            ("handed_in_again", "Sent to the municipality again"),
                            ("published", "Published"),
                            ("approved", "Approved"),
                            ("changes_asked_for", "Changes asked for"),
                            ("taken_down", "Taken down"),
                            ("brought_back", "Shown again"),
                            ("dates_changed", "Dates changed"),
                            ("date_cancelled", "A date was cancelled"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                ("why", core.fields.TextField(blank=True, max_length=2000)),
                ("version", models.BigIntegerField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="events.event"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "entry in the log",
                "verbose_name_plural": "entries in the log",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
