import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0022_waiting_since"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("wrong", "Something is not right: the time, the place or the price"),
                            ("advertising", "It is advertising, or somebody wants money"),
                            ("hurtful", "It is hurtful or unsafe"),
                            ("other", "Something else"),
                        ],
                        max_length=15,
                    ),
                ),
                ("words", core.fields.TextField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                ("seen_to_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_to_at", None)), fields=["event"], name="report_to_see_to"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueMail",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="queue_mail",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("at_once", "At once, each time something waits"),
                            ("daily", "Once a day, in the morning, when something waits"),
                            ("never", "Not by e-mail"),
                        ],
                        default="at_once",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail about the queue",
                "verbose_name_plural": "e-mails about the queue",
            },
        ),
    ]
