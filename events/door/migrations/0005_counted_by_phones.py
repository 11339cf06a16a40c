"""Phones count by themselves, and names are ticked. What was counted before was saved as a whole."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("door", "0004_newcomers_among_them"),
        ("events", "0027_sign_up_for_a_course"),
        ("signups", "0011_reading_is_lent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="headcount",
            name="corrections",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="headcount",
            name="walk_ins",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="came without signing up"
            ),
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("adults", models.PositiveSmallIntegerField(default=0)),
                ("children", models.PositiveSmallIntegerField(default=0)),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticks",
                        to="events.occurrence",
                    ),
                ),
                (
                    "signup",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tick", to="signups.signup"
                    ),
                ),
            ],
            options={
                "verbose_name": "tick",
                "verbose_name_plural": "ticks",
            },
        ),
        migrations.CreateModel(
            name="PhoneCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.UUIDField(editable=False)),
                ("sequence", models.PositiveIntegerField(editable=False)),
                ("heard", models.JSONField(default=dict, editable=False)),
                ("heard_corrections", models.PositiveIntegerField(default=0, editable=False)),
                ("counts", models.JSONField(default=dict, editable=False)),
                ("corrections", models.PositiveIntegerField(default=0, editable=False)),
                ("shown", models.JSONField(default=dict, editable=False)),
                ("is_waiting", models.BooleanField(default=False, editable=False)),
                ("received_at", models.DateTimeField(editable=False)),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phone_counts",
                        to="events.occurrence",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a phone",
                "verbose_name_plural": "counts of phones",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("occurrence", "device"), name="phone_count_once_per_device"
                    )
                ],
            },
        ),
        migrations.RunSQL("UPDATE signups_headcount SET corrections = 1", migrations.RunSQL.noop),
    ]
