"""The whole way in a real worker: a calendar is fetched, another given up and told of, a list taken in."""

from datetime import timedelta

from celery import current_app
from django.utils import timezone

from events.exchange.models import Source
from events.exchange.tables.reading import read_table
from events.exchange.taking_in.services import begin
from events.exchange.taking_in.storing import file_source, store_table
from events.models import Event
from tests import factories
from tests.events.exchange.test_subscribing import dates
from tests.servers import wait_until
from tests.web_server import Page


def test_fetched_told_and_taken_in_by_a_worker(asked_by_workers, celery_worker_process, smtp_server):
    now = timezone.now()
    organisation = factories.an_organisation()
    organiser = factories.a_member(organisation)
    factories.a_venue()
    server = asked_by_workers
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé", "Strikkekafé"))
    there, away = (
        Source.objects.create(
            organisation=organisation, kind="subscription", name=name, address=f"{server.address}/{name}.ics",
            created_at=now, next_fetch_at=now - timedelta(minutes=1), failures=failures,
        )
        for name, failures in (("a", 0), ("b", 9))
    )  # fmt: skip
    day = f"{now + timedelta(days=20):%d.%m.%Y}"
    rows = "".join(f"Språkkafé {number};{day};18-20;Herøy folkebibliotek\n" for number in (1, 2))
    table = read_table(f"Aktivitet;Dato;Tid;Sted\n{rows}".encode(), name="plan.csv")
    source = file_source(organisation=organisation, name="plan.csv", user=organiser, now=now)
    upload = store_table(source=source, table=table, user=organiser, now=now)
    begin(upload=upload, now=now)
    # Beat's round: whose turn it is, and what of a list no worker was told of.
    current_app.send_task("exchange.fetch_due")
    wait_until(lambda: not upload.rows.filter(outcome__isnull=True).exists(), 30)
    assert Event.objects.count() == 2
    [letter] = smtp_server.wait(1)
    assert organiser.email.encode() in letter
    there.refresh_from_db()
    away.refresh_from_db()
    assert (there.state, there.answers["news"]["new"]) == ("active", 2)
    assert (away.state, away.says) == ("stopped", "not_found")
