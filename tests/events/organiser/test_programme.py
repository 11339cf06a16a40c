"""What happens within an activity: "bingo at 11"."""

from datetime import time

import pytest
from django.utils import timezone
from django.utils.translation import override

from events.discovery.cards import event_url
from events.models import Event
from events.moderation.services import approve
from events.organiser.programme import read_programme


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("11.00 Bingo", (time(11), "Bingo")),
        ("kl. 11.00 bingo", (time(11), "bingo")),
        ("Kl 11 bingo", (time(11), "bingo")),
        ("1130: Bingo", (time(11, 30), "Bingo")),
        ("9 – Kaffe", (time(9), "Kaffe")),
        ("- 10:15 Høytlesing", (time(10, 15), "Høytlesing")),
        ("11.00–12.00 Lunsj", (time(11), "–12.00 Lunsj")),
        ("18:00 2 runder bingo", (time(18), "2 runder bingo")),
    ],
)
def test_a_line_is_read_as_people_write_it(line, item):
    assert read_programme(line) == ([item], [])


@pytest.mark.parametrize(
    "line", ["Bingo", "25.00 Bingo", "11.00", "11.75 Bingo", "19.06.2027 Bingo", "11 " + "x" * 121]
)
def test_a_line_without_a_time_or_words_is_named(line):
    assert read_programme(line) == ([], [line])


@pytest.mark.django_db
def test_a_programme_is_entered_changed_and_read(client, publish, typed, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = publish(programme="11.00 Bingo\n9 Kaffe\n", repeats="once", until=None)
    assert [str(item) for item in event.programme.all()] == ["09:00 Kaffe", "11:00 Bingo"]
    address = f"/en/portal/events/{event.pk}/edit/"
    form = client.get(address).context["form"]
    assert form.words["programme"].value() == "09:00 Kaffe\n11:00 Bingo"
    place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
    values = typed(**place, venue=event.venue_id, repeats="once", until=None, programme="11.30 Bingo")
    assert client.post(address, values).status_code == 302
    event = Event.objects.get(pk=event.pk)
    assert [str(item) for item in event.programme.all()] == ["11:30 Bingo"]


@pytest.mark.django_db
def test_a_changed_programme_of_what_is_published_waits_with_its_words(client, publish, typed):
    event = publish(programme="11.00 Bingo", repeats="once", until=None)
    approve(event=event, user=None, now=timezone.now())
    place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
    values = typed(**place, venue=event.venue_id, repeats="once", until=None, programme="11.30 Quiz")
    assert client.post(f"/en/portal/events/{event.pk}/edit/", values).status_code == 302
    event = Event.objects.get(pk=event.pk)
    assert [str(item) for item in event.programme.all()] == ["11:00 Bingo"]
    newest = event.get_latest_revision_as_object()
    assert [str(item) for item in newest.programme.all()] == ["11:30 Quiz"]


@pytest.mark.django_db
def test_a_line_that_says_nothing_stands_beside_the_field(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    response = client.post(
        f"/en/portal/events/new/{organisation.pk}/", typed(programme="11.00 Bingo\nog kaffe")
    )
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["programme"]
    assert "“og kaffe”" in response.context["form"].errors["programme"][0]


@pytest.mark.django_db
def test_the_programme_stands_on_the_public_page_in_its_own_language(client, publish, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = publish(programme="11.00 Bingo", repeats="once", until=None)
    date = event.occurrences.get()
    page = client.get(reverse_page(date)).content.decode()
    assert '<time datetime="11:00">11:00</time>' in page
    assert '<bdi lang="nb" dir="ltr">Bingo</bdi>' in page


def reverse_page(date) -> str:
    with override("ar"):
        return event_url(date)
