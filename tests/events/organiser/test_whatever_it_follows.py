"""Every activity can be changed in the portal, whoever made it and whatever rule its dates follow."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from core.clock import NORWAY
from core.models import Picture
from events.dates.services import cancel_date, move_date
from events.exchange.tables.reading import read_table
from events.exchange.taking_in.services import begin, take_in
from events.exchange.taking_in.storing import file_source, store_table
from events.models import Event
from events.moderation.compare import snapshot
from events.moderation.services import approve
from events.publishing import put_picture
from tests import factories
from tests.events.organiser.reading import as_sent, dates_of
from tests.isolation.content import a_png

pytestmark = pytest.mark.django_db
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY={};UNTIL=20270131T235959"


@pytest.fixture
def change(client, organiser, typed, at_ten):
    """Sends the form of all dates, and says yes to what it would do."""

    def send(event: Event, **changes: object) -> Event:
        client.force_login(organiser)
        values = typed(**changes)
        url = f"/nb/portal/events/{event.pk}/edit/"
        response = client.post(url, values)
        if response.status_code == 200 and "fingerprint" in response.context:
            response = client.post(url, values | {"yes": response.context["fingerprint"]})
        assert response.status_code == 302, response.context["form"].errors
        event.refresh_from_db()
        return event

    return send


def a_series(event: Event, day: str, first: date, now) -> None:
    factories.a_series(event, now=now, first_date=first, start_time=time(18), recurrence=WEEKLY.format(day))


def test_a_rule_that_the_form_cannot_say_stays_or_is_chosen_anew(change, organisation, at_ten):
    event = factories.an_event(organisation=organisation, live=False)
    factories.a_series(
        event,
        now=at_ten,
        first_date=date(2027, 1, 5),
        start_time=time(18),
        recurrence="RRULE:FREQ=DAILY;COUNT=3",
    )
    stays = "27-01-05 27-01-06 27-01-07"
    assert dates_of(change(event, title="Tre dager")) == stays
    assert event.title == "Tre dager"
    change(event, new_dates="on", first_date="2027-01-12", until="2027-01-26")
    assert dates_of(event) == "27-01-12 27-01-19 27-01-26"


def test_two_rules_side_by_side_stay_or_become_one(change, organisation, at_ten):
    event = factories.an_event(organisation=organisation)
    a_series(event, "TU", date(2027, 1, 5), at_ten)
    a_series(event, "TH", date(2027, 1, 7), at_ten)
    before = dates_of(event)
    assert dates_of(change(event)) == before
    kept = set(event.occurrences.values_list("public_id", flat=True))
    change(event, new_dates="on", first_date="2027-01-06", until="2027-01-27")
    on = event.occurrences.scheduled().order_by("starts_at")
    assert [row.starts_at.day for row in on] == [6, 13, 20, 27]
    # They are the same dates, with their addresses; what is left of them is cancelled, and nothing is lost.
    assert set(event.occurrences.values_list("public_id", flat=True)) == kept
    assert {row.series_id for row in on} == {event.series.order_by("-pk").first().pk}


def test_what_has_no_dates_and_no_words_of_an_organiser_gets_them(change, organisation, at_ten):
    event = factories.an_event(organisation=organisation, live=False)
    event.texts.update(state="human")
    change(event, title="Ny tittel", until="2027-01-19")
    assert (event.source_text.title, dates_of(event)) == ("Ny tittel", "27-01-05 27-01-12 27-01-19")


def test_a_hike_has_where_one_meets_what_to_bring_and_its_pace(publish, client, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = publish(
        category="tur-friluft",
        pace="easy",
        age_from="10",
        age_to="15",
        bring="Sekk og <b>niste</b>",
        cost_note="Barn 50 kroner",
        meeting_point="Parkeringsplassen ved kirken",
        meeting_position="https://www.openstreetmap.org/?mlat=67.28&mlon=14.40#map=17/67.28/14.40",
    )
    assert (str(event.meeting_latitude), str(event.meeting_longitude)) == ("67.28000", "14.40000")
    one = event.occurrences.first()
    page = client.get(f"/uk/heroy-nordland/events/{one.public_id}/").content.decode()
    for words in ("Parkeringsplassen ved kirken", "Barn 50 kroner", "67.28000", "10", "15"):
        assert words in page
    assert "<b>niste" not in page
    calendar = client.get(f"/nb/heroy-nordland/events/{one.public_id}/calendar.ics").content.decode()
    assert "Parkeringsplassen" in calendar.replace("\r\n ", "")


def stands(event: Event) -> object:
    """Everything that is said of it, and each of its dates."""
    newest = Event.objects.get(pk=event.pk).get_latest_revision_as_object()
    said = snapshot(newest), newest.picture_id, [partner.pk for partner in newest.partners]
    return said, list(event.occurrences.order_by("pk").values()), list(event.series.order_by("pk").values())


@pytest.fixture
def manifold(publish, organisation, organiser) -> Event:
    """A published one with all that there is: what is sent back as it stands must stay so."""
    event = publish(
        weekdays=["1", "3"],
        programme="18.00 Kaffe\n19.00 Bingo",
        spoken_languages=["no", "uk", "ar"],
        interpreter_languages=["uk"],
        admission="sign_up",
        capacity="12",
        bring="Sekk",
        group="Barnas turlag",
        contact_name="Kari",
        contact_phone="90000001",
        online_url="https://klubben.example/rom",
        meeting_point="Kaia",
        meeting_position="67.28, 14.40",
    )
    event.co_organisers.add(factories.an_organisation("Turlaget"))
    event.texts.create(language="uk", title="Кафе", state="human")
    picture = Picture.objects.create(title="Kaia", file=a_png("kaia"))
    put_picture(event=event, picture=picture, user=organiser, now=timezone.now())
    event = Event.objects.get(pk=event.pk)
    approve(event=event, user=None, now=timezone.now())
    first, second, *_later = event.occurrences.order_by("starts_at")
    cancel_date(occurrence=first, user=organiser, now=timezone.now(), reason="Snø")
    later = second.starts_at + timedelta(hours=1)
    move_date(occurrence=second, starts_at=later, user=organiser, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def imported(organisation, organiser, at_ten) -> Event:
    factories.a_venue()
    source = file_source(organisation=organisation, name="a.csv", user=organiser, now=at_ten)
    table = "Aktivitet;Dato;Tid;Sted\nKafé;hver tirsdag;16-17.30;Herøy folkebibliotek\n"
    read = read_table(table.encode(), name="a.csv")
    upload = store_table(source=source, table=read, user=organiser, now=at_ten)
    begin(upload=upload, now=at_ten)
    take_in(upload=upload, user=organiser, now=at_ten)
    return Event.objects.get()


@pytest.mark.parametrize("made", ["manifold", "imported"])
def test_form_sent_back_as_it_stands_changes_nothing_and_each_part_can_be_changed(
    made, request, client, organiser
):
    event = request.getfixturevalue(made)
    client.force_login(organiser)
    url = f"/nb/portal/events/{event.pk}/edit/"
    before = stands(event)
    assert client.post(url, as_sent(client.get(url))).status_code == 302
    assert stands(event) == before
    changed = {"title": "Ny", "programme": "18.30 Te", "food": "meal", "capacity": "20", "group": "Ny gruppe"}
    values = as_sent(client.get(url)) | changed | {"start_time": "15:00", "end_time": "17:00"}
    asked = client.post(url, values)
    if asked.status_code == 200:
        assert client.post(url, values | {"yes": asked.context["fingerprint"]}).status_code == 302
    newest = Event.objects.get(pk=event.pk).get_latest_revision_as_object()
    assert (newest.source_text.title, newest.food, newest.capacity) == ("Ny", "meal", 20)
    assert [str(item) for item in newest.programme.all()] == ["18:30 Te"]
    rows = event.occurrences.filter(is_edited=False)
    assert {row.starts_at.astimezone(NORWAY).hour for row in rows} == {15}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meeting_point": "Kirken", "meeting_position": "under broa"}, "meeting_position"),
        ({"meeting_point": "Kirken", "meeting_position": "48.85, 2.35"}, "meeting_position"),
        ({"meeting_position": "67.28, 14.40"}, "meeting_point"),
        ({"age_from": "15", "age_to": "10"}, "age_to"),
        ({"age_to": "100"}, "age_to"),
        ({"pace": "sprint"}, "pace"),
        ({"contact_email": "ikke en adresse"}, "contact_email"),
    ],
)
def test_what_is_wrong_with_a_hike_is_said(client, organiser, organisation, typed, at_ten, changes, field):
    client.force_login(organiser)
    response = client.post(f"/nb/portal/events/new/{organisation.pk}/", typed(**changes))
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Event.objects.exists()
