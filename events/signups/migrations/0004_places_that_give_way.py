"""Places are firm when somebody has confirmed them; sign-ups by telephone wait; who has cancelled is forgotten."""

from django.db import migrations, models
from django.db.models import F, Q


def firm_from_the_start(apps, schema_editor) -> None:
    """Whoever has signed up before there was a button to press keeps the places."""
    rows = apps.get_model("signups", "Signup").objects
    # Each row once: PostgreSQL alters no table in which a row was changed twice in the same transaction.
    rows.exclude(status="confirmed").update(mail_left_at=F("confirmation_sent_at"))
    rows.filter(status="confirmed").update(firm_since=F("created_at"), mail_left_at=F("confirmation_sent_at"))


def as_before(apps, schema_editor) -> None:
    """What could not be before has no places, and goes."""
    rows = apps.get_model("signups", "Signup").objects
    rows.filter(Q(status="requested") | Q(erased_at__isnull=False)).delete()
    rows.filter(status="released").update(status="cancelled")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_faith_asks_no_names"),
        ("signups", "0003_headcount_has_a_room"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="signup", name="signup_can_be_reached"),
        migrations.RemoveConstraint(model_name="signup", name="signup_status_known"),
        migrations.AddField(
            model_name="signup",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="name deleted at"),
        ),
        migrations.AddField(
            model_name="signup",
            name="firm_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="cannot be given to others since"),
        ),
        migrations.AddField(
            model_name="signup",
            name="mail_left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mail left at"),
        ),
        migrations.AlterField(
            model_name="signup",
            name="status",
            field=models.CharField(
                choices=[
                    ("requested", "Waits for the organiser"),
                    ("confirmed", "Signed up"),
                    ("released", "Given to others"),
                    ("cancelled", "Cancelled"),
                ],
                default="confirmed",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.RunPython(firm_from_the_start, as_before),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(("email", ""), ("phone", ""), _negated=True) | Q(("erased_at__isnull", False)),
                name="signup_can_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(("erased_at__isnull", True))
                | Q(
                    ("email", ""),
                    ("language", ""),
                    ("name", ""),
                    ("phone", ""),
                    ("status__in", ["cancelled", "released"]),
                ),
                name="signup_erased_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(("status__in", ["requested", "confirmed", "released", "cancelled"])),
                name="signup_status_known",
            ),
        ),
    ]
