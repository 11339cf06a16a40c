"""Deliveries of before go into the outbox, and come out of it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.mail.outbox.models import OutboxMessage
from newcomers.welcome.models import Campaign, Delivery
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
BEFORE, AFTER = ("welcome", "0003_addresses_are_clean"), ("welcome", "0005_deliveries_without_claims")


def migrate(to: tuple[str, str]):
    executor = MigrationExecutor(connection)
    executor.migrate([to])
    return executor.loader.project_state([to]).apps.get_model("welcome", "Delivery")


def states(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list("state", "newcomer"))


@pytest.mark.django_db(transaction=True)
def test_deliveries_go_into_the_outbox_and_come_back():
    key = uuid4()
    campaigns = [
        Campaign.objects.create(municipality=factories.a_municipality(), package_key=key, created_at=NOW)
        for _number in range(2)
    ]
    people = [factories.a_newcomer() for _number in range(5)]
    first, second, third, fourth, fifth = (person.pk for person in people)
    # One failed and was reached by the next campaign.
    for campaign, person, state in [
        (campaigns[0], first, "failed"),
        (campaigns[1], first, "sent"),
        (campaigns[0], second, "failed"),
    ]:
        Delivery.objects.create(
            campaign=campaign,
            newcomer_id=person,
            package_key=key,
            step="arrival",
            channel="email",
            language="nb",
            state=state,
            reason="" if state == "sent" else "no_such_address",
            sent_at=NOW if state == "sent" else None,
        )

    old = migrate(BEFORE)
    no_such_address = "The mail server says that the address does not take mail."
    assert states(old) == [("failed", None), ("sent", first), ("failed", second)]
    assert set(old.objects.filter(state="failed").values_list("error", flat=True)) == {no_such_address}

    same = {"campaign_id": campaigns[0].pk, "package_key": key, "step": "arrival", "channel": "email"}
    for person, state in [(third, "queued"), (None, "queued"), (fourth, "sending"), (fifth, "failed")]:
        old.objects.create(**same, newcomer_id=person, state=state, language="nb", queued_at=NOW, error="?")

    migrate(AFTER)
    assert list(Delivery.objects.order_by("pk").values_list("state", "reason", "newcomer")) == [
        ("failed", "no_such_address", None),
        ("sent", "", first),
        ("failed", "no_such_address", second),
        ("queued", "", third),
        ("skipped", "gone", None),
        ("unconfirmed", "worker_gone", fourth),
        ("failed", "refused", fifth),
    ]
    waiting = Delivery.objects.queued().get()
    [row] = OutboxMessage.objects.all()
    assert (row.kind, row.about, row.recipient, row.occasion, row.state) == (
        "welcome.package",
        f"delivery:{waiting.pk}",
        f"newcomer:{third}",
        "0",
        "queued",
    )
