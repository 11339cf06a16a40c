"""A year of steps: the exact list of what was sent to whom and when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.clock import NORWAY
from core.mail.outbox import delivering
from newcomers.services import unsubscribe
from newcomers.welcome.models import Campaign, Delivery, Journey
from newcomers.welcome.steps.answers import answer
from newcomers.welcome.steps.daily import send_due

pytestmark = pytest.mark.django_db


def oslo(*at: int) -> datetime:
    return datetime(*at, tzinfo=NORWAY).astimezone(UTC)


def sent() -> list[tuple[str, str, str]]:
    """(who, what, when on the clock in Norway), as the mails left."""
    rows = Delivery.objects.filter(state="sent").order_by("sent_at", "newcomer__name", "pk")
    return [
        (row.newcomer.name, row.step.kind, f"{row.sent_at.astimezone(NORWAY):%Y-%m-%d %H:%M}")
        for row in rows.select_related("newcomer", "step")
    ]


def run(now: datetime) -> None:
    """What beat and a worker do at one moment."""
    send_due(now=now)
    delivering.deliver_due(clock=lambda: now)


def days_go_by(since: datetime, until: datetime, *, hours=(7, 9, 12)) -> None:
    """Rounds at these hours in Norway, each day."""
    day = since.astimezone(NORWAY).date()
    while day <= until.astimezone(NORWAY).date():
        for hour in hours:
            now = datetime(day.year, day.month, day.day, hour, tzinfo=NORWAY).astimezone(UTC)
            if since <= now <= until:
                run(now)
        day += timedelta(days=1)


def test_a_year_of_five_people(steps, arrive):
    """January to January, over both changes of the clock."""
    arrive("Anna", oslo(2027, 1, 20, 8, 30), date(2027, 1, 1))
    # Of whom the month is not known: counted from the day itself, the last of January.
    bo = arrive("Bo", oslo(2027, 1, 31, 15, 0))
    # Came in October, and is put on the list in January: welcomed, and nothing is made up for.
    arrive("Dina", oslo(2027, 1, 25, 10, 0), date(2026, 10, 1))
    # Came more than six months before: not welcomed any more, and only asked what is still to come.
    arrive("Emil", oslo(2027, 1, 25, 11, 0), date(2026, 6, 1))
    cai = arrive("Cai", oslo(2027, 2, 10, 10, 0), date(2027, 2, 1))

    days_go_by(oslo(2027, 1, 20, 8), oslo(2027, 4, 20, 12))
    unsubscribe(newcomer=cai, now=oslo(2027, 4, 20, 13))
    days_go_by(oslo(2027, 4, 20, 13), oslo(2027, 5, 10, 12))
    answer(newcomer=bo, question="found", value="yes", step=steps["month_3"], now=oslo(2027, 5, 10, 13))
    days_go_by(oslo(2027, 5, 10, 13), oslo(2028, 2, 2, 12))

    assert sent() == [
        ("Anna", "arrival", "2027-01-20 09:00"),
        ("Dina", "arrival", "2027-01-25 12:00"),
        ("Anna", "month_1", "2027-02-01 09:00"),
        ("Bo", "arrival", "2027-02-01 09:00"),
        ("Cai", "arrival", "2027-02-10 12:00"),
        ("Bo", "month_1", "2027-02-28 09:00"),
        ("Cai", "month_1", "2027-03-01 09:00"),
        ("Anna", "month_3", "2027-04-01 09:00"),
        ("Dina", "month_6", "2027-04-01 09:00"),
        ("Bo", "month_3", "2027-04-30 09:00"),
        ("Emil", "month_12", "2027-06-01 09:00"),
        ("Anna", "month_6", "2027-07-01 09:00"),
        ("Dina", "month_12", "2027-10-01 09:00"),
        ("Anna", "month_12", "2028-01-01 09:00"),
        ("Bo", "month_12", "2028-01-31 09:00"),
    ]
    assert Journey.objects.filter(due_at__isnull=False).count() == 0
    assert Journey.objects.get(newcomer=cai).ended_why == "stopped"
    assert not any(Journey.objects.values_list("passed_over", flat=True))
    assert Campaign.objects.filter(created_by=None, day=None).count() == 0
