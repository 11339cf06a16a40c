"""Deliveries leave by the outbox: their reasons become codes, and what waits gets its message there."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

import newcomers.welcome.models

# What `error` said, as the code that says it now.
CODES = {
    "The person was deleted before the mail was sent.": "gone",
    "The person asked for no more mail.": "unsubscribed",
    "The mail server says that the address does not take mail.": "no_such_address",
    "The mail server refused the mail.": "refused",
    "The address cannot be used for mail.": "bad_address",
    "The mail server could not be reached, and we have tried several times.": "unreachable",
    "The mail server asked us to wait, and we have tried several times.": "busy",
    "The connection broke while the mail was being handed over. It may have been sent.": "broken_off",
    "The mail could not be made. The people who run this site can see why in the log.": "not_made",
    "The sending was interrupted. The mail may have been sent, so it is not sent again.": "worker_gone",
}
KIND = "welcome.package"
LOWEST_PRIORITY = 30
WORTH = timedelta(days=7)
BATCH = 500


def into_the_outbox(apps, schema_editor):
    Delivery = apps.get_model("welcome", "Delivery")
    OutboxMessage = apps.get_model("outbox", "OutboxMessage")
    now = timezone.now()
    for words, code in CODES.items():
        Delivery.objects.filter(error=words).update(reason=code)
    # Words of before that no code stands for: it was refused, and nobody knows more.
    Delivery.objects.filter(state="failed", reason="").update(reason="refused")
    # Whoever was sending this is stopped while the database changes.
    Delivery.objects.filter(state="sending").update(state="unconfirmed", reason="worker_gone")
    queued = Delivery.objects.filter(state="queued")
    queued.filter(newcomer=None).update(state="skipped", reason="gone")
    queued.update(reason="")
    rows = (
        OutboxMessage(
            kind=KIND,
            about=f"delivery:{pk}",
            recipient=f"newcomer:{newcomer}",
            occasion="0",
            priority=LOWEST_PRIORITY,
            due_at=now,
            wanted_until=now + WORTH,
            created_at=now,
        )
        for pk, newcomer in queued.order_by("pk").values_list("pk", "newcomer").iterator()
    )
    OutboxMessage.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def out_of_the_outbox(apps, schema_editor):
    Delivery = apps.get_model("welcome", "Delivery")
    OutboxMessage = apps.get_model("outbox", "OutboxMessage")
    messages = OutboxMessage.objects.filter(kind=KIND)
    leaving = [
        int(about.removeprefix("delivery:"))
        for about in messages.filter(state="sending").values_list("about", flat=True)
    ]
    Delivery.objects.filter(pk__in=leaving).update(state="unconfirmed", reason="worker_gone")
    messages.delete()
    for words, code in CODES.items():
        Delivery.objects.filter(reason=code).update(error=words)
    Delivery.objects.filter(queued_at=None).update(queued_at=timezone.now())
    # One a person: of several, those that reached nobody do not say any longer whom they were for.
    others = Delivery.objects.filter(
        package_key=OuterRef("package_key"),
        step=OuterRef("step"),
        channel=OuterRef("channel"),
        newcomer=OuterRef("newcomer"),
    ).exclude(pk=OuterRef("pk"))
    better = others.filter(~Q(state__in=["failed", "skipped"]) | Q(pk__gt=OuterRef("pk")))
    reached_nobody = Delivery.objects.filter(state__in=["failed", "skipped"], newcomer__isnull=False)
    surplus = reached_nobody.filter(Exists(better)).values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(surplus)).update(newcomer=None)
    # The table is changed next: what is checked at the end is checked now.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0001_initial"),
        ("outbox", "0001_initial"),
        ("welcome", "0003_addresses_are_clean"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="tried again"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=newcomers.welcome.models.reason_choices,
                max_length=20,
                verbose_name="what went wrong",
            ),
        ),
        migrations.AddField(
            model_name="delivery", name="reason_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="delivery", name="waits_since", field=models.DateTimeField(blank=True, null=True)
        ),
        # To be filled on the way back.
        migrations.AlterField(model_name="delivery", name="queued_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_once_per_person"),
        migrations.RunPython(into_the_outbox, out_of_the_outbox),
    ]
