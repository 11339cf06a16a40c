"""Time zones that nobody knows: asked about, answered once, remembered."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.exchange.models import Source, Upload
from events.exchange.reading.calendars import as_source
from events.exchange.taking_in import subscribing
from events.exchange.taking_in.storing import unpacked
from events.models import Occurrence
from tests import factories
from tests.events.exchange.reading.calendar_files import calendar, event
from tests.web_server import Page, web_server


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def at_home(client, organiser):
    factories.a_venue()
    client.force_login(organiser)
    return client


def in_its_own_zone(now: datetime, *, zone: str = "Custom") -> bytes:
    """Two Tuesdays at six in the evening, as some clock says it; and a date in a zone that is known."""
    day = (now + timedelta(days=20)).strftime("%Y%m%d")
    return calendar(
        event(
            f"DTSTART;TZID={zone}:{day}T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=2",
            "LOCATION:Herøy folkebibliotek", "ATTENDEE;CN=Kari Nordmann:mailto:kari@example.org",
        ),
        event(f"DTSTART:{day}T100000Z", "DURATION:PT2H", "LOCATION:Bygdehuset", uid="2", title="Kor"),
    )  # fmt: skip


def brought(client, organisation, data: bytes) -> Upload:
    file = SimpleUploadedFile("kalender.ics", data)
    answer = client.post(reverse("portal_taking_in"), {"organisation": organisation.pk, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def local_hours() -> list[int]:
    dates = Occurrence.objects.filter(event__texts__title="Språkkafé").distinct().order_by("starts_at")
    return [date.starts_at.astimezone(factories.OSLO).hour for date in dates]


def test_an_unknown_zone_of_a_file_is_asked_answered_and_remembered(at_home, organisation, now):
    upload = brought(at_home, organisation, in_its_own_zone(now))
    review = reverse("portal_taking_in_review", args=[upload.public_id])
    page = at_home.get(review).content.decode()
    assert 'name="zone-0"' in page
    assert page.index('value="Europe/Oslo"') < page.index('value="Africa/Abidjan"')
    # What is kept of the file names nobody.
    assert b"Kari" not in unpacked(upload.answers["again"])
    row = upload.rows.get(raw__SUMMARY="Språkkafé")
    typed = {f"row-{row.number}-there": "1", f"row-{row.number}-price": "30 kr"}
    # Whoever takes in with the same press has not seen the dates yet.
    answer = at_home.post(review, {"zone-0": "Europe/Oslo", "take_in": "1", **typed})
    assert answer.url.startswith(review)
    row.refresh_from_db()
    assert len(row.candidates) == 2
    assert row.typed == {"price": "30 kr"}
    ticks = {f"row-{each.number}-{name}": "1" for each in upload.rows.all() for name in ("there", "tick")}
    chosen = {f"row-{each.number}-category": "sprakkafe" for each in upload.rows.all()}
    at_home.post(review, {"take_in": "1", **ticks, **chosen})
    assert local_hours() == [18, 18]
    # The next time nobody is asked, and nothing is new; what was said can still be said otherwise.
    again = brought(at_home, organisation, in_its_own_zone(now))
    assert not any(
        problem for row in again.rows.all() for each in row.candidates for problem in each["problems"]
    )
    page = at_home.get(reverse("portal_taking_in_review", args=[again.public_id])).content.decode()
    assert '<option value="Europe/Oslo" selected' in page


def test_an_unknown_zone_of_a_calendar_is_asked_and_the_answer_holds_at_each_fetch(
    at_home, organisation, settings, now
):
    with web_server({"/a.ics": Page(in_its_own_zone(now), headers={"ETag": '"1"'})}) as server:
        settings.FETCHING_ALLOWS = [server.place]
        source = subscribing.subscription(
            organisation=organisation, address=f"{server.address}/a.ics", name="Koret", user=None, now=now
        )
        subscribing.ask(source=source, now=now)
        page = at_home.get(reverse("portal_subscriptions")).content.decode()
        assert f'id="{source.pk}-zone-0"' in page
        assert "Koret" in at_home.get(reverse("portal")).content.decode()
        answer = {"zone-0": "Europe/Helsinki"}
        at_home.post(reverse("portal_subscription_zones", args=[source.pk]), answer)
        source.refresh_from_db()
        assert source.answers["time_zone"] == {"Custom": "Europe/Helsinki"}
        # It was read with that at once, though the server would have said that nothing has changed.
        assert (source.answers["asks_zone"], source.answers["news"]["new"]) == (False, 2)
        read = subscribing.look(source=source, now=now)
    starts = [each.starts_at for each in as_source(read).candidates if each.title == "Språkkafé"]
    assert {start.astimezone(factories.OSLO).hour for start in starts if start} == {17}


def test_what_is_not_understood_is_not_gone(at_home, organisation, organiser, now):
    """A calendar that names its zone otherwise from one day to the next calls nothing off."""
    source = Source.objects.create(
        organisation=organisation, kind="file", name="kalender.ics", created_at=now, created_by=organiser
    )
    date = factories.an_occurrence(starts_at=now + timedelta(days=20))
    source.taken_in.create(
        uid="1@example.no", fingerprint="x", event=date.event, occurrence=date, taken_at=now
    )
    upload = brought(at_home, organisation, in_its_own_zone(now))
    review = reverse("portal_taking_in_review", args=[upload.public_id])
    assert "gone-" not in at_home.get(review).content.decode()
    whole = brought(at_home, organisation, calendar(event("DTSTART:20300101T100000Z", uid="3")))
    page = at_home.get(reverse("portal_taking_in_review", args=[whole.public_id])).content.decode()
    assert "gone-" in page
