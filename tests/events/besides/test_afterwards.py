"""After the date: thanks to everybody, one second invitation to who was not ticked, and never a third."""

from datetime import timedelta

import pytest

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.besides import afterwards
from events.models import Occurrence
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=1)


@pytest.fixture
def date() -> Occurrence:
    event = factories.an_event(admission="sign_up")
    return factories.an_occurrence(event, starts_at=NOW - timedelta(hours=3))


def deliver(now) -> None:
    delivering.deliver_due(clock=lambda: now)


def test_where_nobody_ticked_everybody_gets_neutral_thanks_with_what_is_next(date, mailoutbox):
    factories.an_occurrence(date.event, starts_at=NOW + timedelta(days=6))
    signup = factories.a_signup(date, language="nb")
    assert afterwards.queue_due(now=NOW) == 0
    assert afterwards.queue_due(now=AFTER) == 1
    afterwards.queue_due(now=AFTER + timedelta(hours=1))
    deliver(AFTER + timedelta(hours=1))
    [mail] = mailoutbox
    assert mail.to == [signup.email]
    assert "11. januar" in mail.body


def test_who_was_not_ticked_is_invited_once_more_and_the_row_says_so_of_nobody(date, mailoutbox):
    missed = factories.a_signup(date, language="en")
    came = factories.a_signup(date, language="en", name="Amal")
    assert afterwards.did_not_come([missed.pk], now=NOW + timedelta(hours=12)) == 1
    afterwards.queue_due(now=AFTER)
    rows = {row.recipient: row for row in OutboxMessage.objects.all()}
    assert {row.kind for row in rows.values()} == {"besides.afterwards"}
    deliver(AFTER)
    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert subjects[missed.email].startswith("You are welcome another time")
    assert subjects[came.email].startswith("Thank you for signing up")
    # Afterwards nothing tells the two apart.
    differ = {
        field.name
        for field in OutboxMessage._meta.fields
        if len({str(getattr(row, field.name)) for row in OutboxMessage.objects.all()}) > 1
    }
    assert differ <= {
        "id",
        "recipient",
        "message_id",
        "sending_at",
        "ended_at",
        "address_mark",
        "due_at",
        "created_at",
        "wanted_until",
        "lease",
        "leased_until",
        "taken_at",
    }
    assert not OutboxMessage.objects.filter(secret__isnull=False).exists()


def test_nobody_gets_a_third(date, mailoutbox):
    first = factories.a_signup(date, email="olena@example.org", language="en")
    afterwards.did_not_come([first.pk], now=NOW)
    deliver(AFTER)
    again = factories.an_occurrence(date.event, starts_at=NOW + timedelta(days=4))
    second = factories.a_signup(again, email="Olena@example.org", language="en")
    afterwards.did_not_come([second.pk], now=again.ends_at + timedelta(hours=5))
    deliver(again.ends_at + timedelta(days=2))
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("change", ["cancelled", "faith", "unconfirmed"])
def test_nobody_is_thanked_who_should_not_be(date, change):
    signup = factories.a_signup(date)
    if change == "cancelled":
        Occurrence.objects.update(status=Occurrence.Status.CANCELLED)
    elif change == "faith":
        Occurrence.objects.update(category="tro-livssyn")
    else:
        signup.firm_since = None
        signup.save()
    assert afterwards.queue_due(now=AFTER) == 0
    assert afterwards.did_not_come([signup.pk], now=NOW) == 0


def test_who_comes_to_a_later_date_anyway_is_left_in_peace(date, mailoutbox):
    signup = factories.a_signup(date)
    later = factories.an_occurrence(date.event, starts_at=NOW + timedelta(days=6))
    factories.a_signup(later, email=signup.email)
    afterwards.queue_due(now=AFTER)
    deliver(AFTER)
    assert mailoutbox == []
