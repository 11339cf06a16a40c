"""A pause in a series, what happens within an event, and when the schools are closed."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_dates_keep_their_identity"),
        ("organisations", "0005_invitation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.TimeField(verbose_name="starts")),
                ("words", models.CharField(max_length=120, verbose_name="what happens")),
            ],
            options={
                "verbose_name": "programme item",
                "verbose_name_plural": "programme items",
                "ordering": ["starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="SchoolHoliday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="For example: Høstferie.", max_length=60, verbose_name="name"),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "school holiday",
                "verbose_name_plural": "school holidays",
                "ordering": ["first_day", "id"],
            },
        ),
        migrations.AddField(
            model_name="series",
            name="break_from",
            field=models.DateField(blank=True, null=True, verbose_name="pause from"),
        ),
        migrations.AddField(
            model_name="series",
            name="break_to",
            field=models.DateField(blank=True, null=True, verbose_name="pause until"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("break_from__isnull", True), ("break_to__isnull", True)),
                    models.Q(("break_from__isnull", False), ("break_to__gte", models.F("break_from"))),
                    _connector="OR",
                ),
                name="series_break_has_two_ends",
            ),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="event",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="programme", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="schoolholiday",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="school_holidays",
                to="organisations.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolholiday",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="school_holiday_ends_after_start",
                violation_error_message="The last day is before the first one.",
            ),
        ),
    ]
