"""Who waits for places, in order; what was asked for together; places at every date of a course."""

import uuid

import django.contrib.postgres.functions
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0027_sign_up_for_a_course"),
        ("signups", "0011_reading_is_lent"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signup",
            name="signup_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="signup",
            name="signup_once_per_person_and_date",
        ),
        migrations.AddField(
            model_name="signup",
            name="booking",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                db_index=True,
                default=uuid.uuid4,
                editable=False,
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="coming_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="has said again that they are coming"
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="is_course",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="signup",
            name="knows_dates_to",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="offered_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="places are offered until"),
        ),
        migrations.AddField(
            model_name="signup",
            name="waits_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="on the waiting list since"),
        ),
        migrations.AlterField(
            model_name="signup",
            name="status",
            field=models.CharField(
                choices=[
                    ("requested", "Waits for the organiser"),
                    ("confirmed", "Signed up"),
                    ("waiting", "On the waiting list"),
                    ("offered", "Has been offered places"),
                    ("released", "Given to others"),
                    ("cancelled", "Cancelled"),
                ],
                default="confirmed",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["occurrence", "waits_since", "id"],
                name="signup_waiting_list",
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("offered_until__isnull", False)),
                fields=["offered_until"],
                name="signup_offers_that_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["requested", "waiting", "confirmed", "offered", "cancelled", "released"])
                ),
                name="signup_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "waiting"), _negated=True),
                    ("waits_since__isnull", False),
                    _connector="OR",
                ),
                name="signup_waits_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "offered"), _negated=True),
                    ("offered_until__isnull", False),
                    _connector="OR",
                ),
                name="signup_offer_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                django.db.models.functions.text.Lower("name"),
                models.F("occurrence"),
                condition=models.Q(
                    ("status__in", ["confirmed", "offered", "waiting"]),
                    models.Q(("email", ""), _negated=True),
                ),
                name="signup_once_per_person_and_date",
            ),
        ),
    ]
