"""Each date has an identity that never changes, knows how often it was changed, and can be postponed."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def was_it_public(apps, schema_editor) -> None:
    """Of a date that is hidden now only its activity knows whether it was ever shown: then it may have been."""
    Event = apps.get_model("events", "Event")
    published = Event.objects.filter(pk=OuterRef("event"), first_published_at__isnull=False)
    dates = apps.get_model("events", "Occurrence").objects
    dates.filter(Q(is_public=True) | Exists(published)).update(was_public=True)


def without_postponed(apps, schema_editor) -> None:
    apps.get_model("events", "Occurrence").objects.filter(status="postponed").update(status="cancelled")


def statuses(*values: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(status__in=values), name="occurrence_status_known")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_spoken_languages_follow_the_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "occurrence",
            "public_id",
            models.UUIDField(
                default=uuid.uuid4,
                db_default=django.contrib.postgres.functions.RandomUUID(),
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            "occurrence",
            "sequence",
            models.PositiveIntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            "occurrence",
            "has_own_venue",
            models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            "occurrence",
            "note",
            models.CharField(blank=True, db_default="", max_length=300, verbose_name="note"),
        ),
        migrations.AddField(
            "occurrence",
            "reason",
            models.CharField(blank=True, db_default="", max_length=300, verbose_name="reason"),
        ),
        migrations.AddField(
            "occurrence",
            "was_public",
            models.BooleanField(default=False, db_default=False),
        ),
        migrations.RunPython(was_it_public, migrations.RunPython.noop),
        migrations.RemoveConstraint("occurrence", "occurrence_status_known"),
        migrations.AlterField(
            "occurrence",
            "status",
            models.CharField(
                choices=[
                    ("scheduled", "Takes place"),
                    ("cancelled", "Cancelled"),
                    ("postponed", "Postponed"),
                ],
                default="scheduled",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, without_postponed),
        migrations.AddConstraint("occurrence", statuses("scheduled", "cancelled", "postponed")),
        migrations.CreateModel(
            name="ChangeOfDates",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("what", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("before", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes_of_dates",
                        to="events.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of dates",
                "verbose_name_plural": "changes of dates",
                "ordering": ["-made_at"],
                "indexes": [models.Index(fields=["event", "-made_at"], name="change_of_dates_newest")],
            },
        ),
    ]
