"""Mail goes by the outbox: what was not sent yet becomes a row. The columns of its claims go next."""

import uuid
from datetime import timedelta

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone

ANSWER, NEWS = 10, 20


def what_is_not_sent_yet(apps, schema_editor) -> None:
    """Of what a worker of before had still to send, and of reminders that were sent and are not sent again."""
    signups = apps.get_model("signups", "Signup").objects
    now = timezone.now()
    rows = []

    def add(signup, kind, priority, until, occasion="", **fields) -> None:
        rows.append(
            apps.get_model("outbox", "OutboxMessage")(
                **{
                    "kind": f"signups.{kind}",
                    "about": f"occurrence:{signup.occurrence_id}",
                    "recipient": f"signup:{signup.pk}",
                    "occasion": occasion,
                    "priority": priority,
                    "due_at": now,
                    "wanted_until": until,
                    "created_at": now,
                    **fields,
                }
            )
        )

    reachable = signups.exclude(email="").select_related("occurrence")
    for signup in reachable.filter(
        status="confirmed",
        confirmation_sent_at=None,
        mail_left_at=None,
        occurrence__ends_at__gt=now,
        occurrence__status="scheduled",
    ):
        add(signup, "confirmation", ANSWER, signup.occurrence.ends_at, now.isoformat())
    for signup in reachable.filter(
        status__in=["cancelled", "released"],
        cancellation_sent_at=None,
        cancelled_at__gt=now - timedelta(days=7),
    ):
        add(signup, signup.status, ANSWER, signup.cancelled_at + timedelta(days=7), now.isoformat())
    for signup in reachable.filter(reminder_sent_at__isnull=False, occurrence__starts_at__gt=now):
        day = timezone.localtime(signup.occurrence.starts_at).date().isoformat()
        sent = {"state": "sent", "ended_at": now, "attempts": 1}
        add(signup, "reminder", NEWS, signup.occurrence.starts_at, day, **sent)
    news = _news_of_cancelled(apps, reachable, now, add)
    apps.get_model("signups", "DateNews").objects.bulk_create(news, batch_size=500)
    apps.get_model("outbox", "OutboxMessage").objects.bulk_create(rows, batch_size=500)


def _news_of_cancelled(apps, reachable, now, add) -> list:
    """Dates that are cancelled, and whose people were not told yet."""
    news = {}
    for signup in reachable.filter(
        status="confirmed",
        cancellation_sent_at=None,
        occurrence__ends_at__gt=now,
        occurrence__status="cancelled",
    ):
        date = signup.occurrence
        if date.pk not in news:
            before = {
                "starts_at": date.starts_at,
                "ends_at": date.ends_at,
                "venue_id": date.venue_id,
                "status": "scheduled",
                "note": "",
                "is_public": date.is_public,
            }
            news[date.pk] = apps.get_model("signups", "DateNews")(
                change_id=uuid.uuid4(), occurrence_id=date.pk, before=before, made_at=now
            )
        about = f"change:{news[date.pk].change_id}"
        add(signup, "dates_changed", NEWS, now + timedelta(days=3), about=about)
    return list(news.values())


def who_has_had_the_link(apps, schema_editor) -> None:
    """A worker that died after its claim has not said when the mail left: its claim is as near as one gets."""
    rows = apps.get_model("signups", "Signup").objects.filter(mail_left_at=None)
    rows.exclude(confirmation_sent_at=None).update(mail_left_at=F("confirmation_sent_at"))


def claimed_as_before(apps, schema_editor) -> None:
    """Nobody of whom we know that they have had a mail gets it again."""
    signups = apps.get_model("signups", "Signup").objects
    signups.exclude(mail_left_at=None).update(confirmation_sent_at=F("mail_left_at"))
    reminded = apps.get_model("outbox", "OutboxMessage").objects.filter(kind="signups.reminder", state="sent")
    ids = [
        int(recipient.removeprefix("signup:")) for recipient in reminded.values_list("recipient", flat=True)
    ]
    signups.filter(pk__in=ids).update(reminder_sent_at=timezone.now())
    told = Q(status="confirmed", occurrence__status="cancelled")
    signups.filter(told).update(cancellation_sent_at=timezone.now())


def nothing(apps, schema_editor) -> None:
    pass


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_dates_keep_their_identity"),
        ("outbox", "0001_initial"),
        ("signups", "0004_places_that_give_way"),
    ]

    operations = [
        migrations.CreateModel(
            name="DateNews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change_id", models.UUIDField()),
                ("before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("made_at", models.DateTimeField()),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.occurrence",
                    ),
                ),
            ],
            options={
                "verbose_name": "news of a date",
                "verbose_name_plural": "news of dates",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["occurrence", "-made_at"], name="date_news_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change_id", "occurrence"), name="date_news_once_a_change"
                    )
                ],
            },
        ),
        migrations.RunPython(what_is_not_sent_yet, nothing),
        migrations.RunPython(who_has_had_the_link, claimed_as_before),
    ]
