"""What one row per language needed goes; each sending has its package and its step."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("welcome", "0009_one_package_for_all_languages")]

    operations = [
        migrations.RemoveField(
            model_name="campaign",
            name="package_key",
        ),
        migrations.RemoveField(
            model_name="campaignedition",
            name="revision",
        ),
        migrations.RemoveField(
            model_name="delivery",
            name="package_key",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="body",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="expire_at",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="expired",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="first_published_at",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="go_live_at",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="has_unpublished_changes",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="last_published_at",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="latest_revision",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="live",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="live_revision",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="locale",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="locked",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="locked_at",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="locked_by",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="subject",
        ),
        migrations.RemoveField(
            model_name="welcomepackage",
            name="translation_key",
        ),
        migrations.RemoveField(model_name="campaign", name="step_kind"),
        migrations.RemoveField(model_name="delivery", name="step_kind"),
        migrations.AlterField(
            model_name="campaign",
            name="package",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="welcome.welcomepackage",
                verbose_name="welcome package",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="package",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="welcome.welcomepackage",
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="welcome.packagestep",
                verbose_name="step",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="welcome.packagestep",
            ),
        ),
        migrations.AlterField(
            model_name="welcomepackage",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterModelOptions(
            name="welcomepackage",
            options={
                "ordering": ["id"],
                "verbose_name": "welcome package",
                "verbose_name_plural": "welcome packages",
            },
        ),
        migrations.AddConstraint(
            model_name="welcomepackage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["welcome", "message"])), name="package_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "sms", "booklet"])),
                name="campaign_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "paused", "cancelled", "done"])),
                name="campaign_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "sent", "unconfirmed"])),
                fields=("package", "step", "newcomer", "channel"),
                name="delivery_once_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "sms", "booklet"])),
                name="delivery_channel_known",
            ),
        ),
    ]
