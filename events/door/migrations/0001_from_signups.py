"""Head counts move here from `events.signups`. Only the state changes: the table keeps its name and its rows.

Their content type moves along, so that what hangs on it (permissions, log entries) hangs there still.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _relabel(apps, old: str, new: str) -> None:
    types = apps.get_model("contenttypes", "ContentType").objects
    if not types.filter(app_label=new, model="headcount").exists():
        types.filter(app_label=old, model="headcount").update(app_label=new)


def to_door(apps, schema_editor) -> None:
    _relabel(apps, "signups", "door")


def to_signups(apps, schema_editor) -> None:
    _relabel(apps, "door", "signups")


def number(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=0, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name=label
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0002_known_values"),
        ("signups", "0003_headcount_has_a_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Headcount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("adults", number("adults")),
                        ("children", number("children")),
                        ("volunteers", number("volunteers")),
                        ("first_timers", number("here for the first time")),
                        ("counted_at", models.DateTimeField(verbose_name="counted at")),
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="headcount",
                                to="events.occurrence",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "head count",
                        "verbose_name_plural": "head counts",
                        "db_table": "signups_headcount",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    first_timers__lte=models.F("adults") + models.F("children")
                                ),
                                name="headcount_first_timers_within",
                            )
                        ],
                    },
                )
            ]
        ),
        migrations.RunPython(to_door, to_signups),
    ]
