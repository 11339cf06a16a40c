"""What stands in the mails, and how one of them is sent."""

from datetime import UTC, datetime, timedelta

from django.core import mail

from core.mail.outbox import delivering
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=2)
TITLE, ORGANISATION, NAME = "Hva mangler i Herøy?", "Røde Kors (Herøy)", "Kari E."
PARTNER = "Sanitetsforeningen (2)"
VENUE, PHONE, REASON, HOST = "Bygdehuset (2. etasje)", "75 00 00 20", "Snø på veien!", "Ingrid Havblikk"
CALENDAR = "Terminliste? (koret)"


def sent(now: datetime = NOW) -> mail.EmailMessage:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    [letter] = mail.outbox
    return letter


def an_arabic_user(name: str):
    user = factories.a_user(name)
    user.language = "ar"
    user.save()
    return user


def a_date(heroy, organisation):
    venue = factories.a_venue(VENUE, municipality=heroy)
    event = factories.an_event(
        TITLE,
        organisation=organisation,
        venue=venue,
        admission="sign_up",
        online_url="https://meet.example/a/",
    )
    return factories.an_occurrence(event, starts_at=SOON)
