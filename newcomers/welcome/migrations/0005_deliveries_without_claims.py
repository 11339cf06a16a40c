"""What the deliveries' own engine needed goes; only what has reached somebody, or may, counts once a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("welcome", "0004_deliveries_by_the_outbox")]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="delivery_state_known"),
        migrations.RemoveIndex(model_name="delivery", name="delivery_sending_claimed"),
        migrations.RemoveIndex(model_name="delivery", name="delivery_queued_since"),
        migrations.RemoveField(model_name="delivery", name="attempts"),
        migrations.RemoveField(model_name="delivery", name="claimed_at"),
        migrations.RemoveField(model_name="delivery", name="error"),
        migrations.RemoveField(model_name="delivery", name="queued_at"),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting"),
                    ("sent", "Sent"),
                    ("failed", "Could not be sent"),
                    ("unconfirmed", "Perhaps sent"),
                    ("skipped", "Not sent"),
                ],
                default="queued",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "sent", "unconfirmed"])),
                fields=("package_key", "step", "newcomer", "channel"),
                name="delivery_once_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "sent", "failed", "unconfirmed", "skipped"])),
                name="delivery_state_known",
            ),
        ),
    ]
