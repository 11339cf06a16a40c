"""The page of a date: what it says, to whom, and at which address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.models import EventText, Occurrence
from tests import factories
from tests.markup import language_of, squeezed

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"


@pytest.fixture
def now():
    return timezone.now()


def noon(now: datetime, days: int) -> datetime:
    """Local noon that many days on: a day more on the clock is not always 24 hours."""
    local = timezone.localtime(now, factories.OSLO).replace(hour=12, minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).astimezone(UTC)


def page_of(occurrence: Occurrence, language: str = "en") -> str:
    return f"/{language}/heroy-nordland/events/{occurrence.public_id}/"


def test_event_page_says_the_facts_and_marks_the_organisers_words(client, heroy):
    occurrence = factories.an_occurrence()
    content = squeezed(client.get(page_of(occurrence, "uk")).content.decode())
    assert "норвезька" in content
    assert '<bdi lang="nb" dir="ltr">Språkkafé på biblioteket</bdi>' in content
    assert language_of(content, "Vi snakker norsk sammen.") == ("nb", "ltr")
    english = client.get(page_of(occurrence)).content.decode()
    assert "The organiser wrote this in Norwegian." in english
    assert english.index("It is free.") < english.index("Vi snakker norsk sammen.")


def test_event_page_in_the_organisers_language_needs_no_mark(client, heroy):
    content = client.get(page_of(factories.an_occurrence(), "nb")).content.decode()
    assert "Vi snakker norsk sammen." in content
    assert "Arrangøren skrev dette på" not in content


def test_event_page_does_not_tell_a_reader_of_nynorsk_that_bokmal_is_norwegian(client, heroy):
    content = client.get(page_of(factories.an_occurrence(), "nn")).content.decode()
    assert "Arrangøren skreiv dette på" not in content
    assert language_of(content, "Vi snakker norsk sammen.") == ("nb", "ltr")


def test_event_page_labels_machine_translation_and_old_translation(client, heroy):
    occurrence = factories.an_occurrence()
    text = EventText.objects.create(
        event=occurrence.event, language="en", state="machine", title="Language café", description="We talk."
    )
    assert "A machine has translated this text." in client.get(page_of(occurrence)).content.decode()
    text.state = "outdated"
    text.save()
    assert "has changed the text since" in client.get(page_of(occurrence)).content.decode()


def test_event_page_does_not_run_what_an_organiser_writes(client, heroy):
    event = factories.an_event(
        "<script>1</script>", description="<img src=x onerror=1> https://example.org/x"
    )
    content = client.get(page_of(factories.an_occurrence(event), "nb")).content.decode()
    assert "<script>1" not in content
    assert "<img src=x" not in content
    assert '<a href="https://example.org/x" rel="nofollow">' in content


def test_event_page_offers_sign_up_only_when_it_is_asked_for_and_possible(client, heroy, now):
    event = factories.an_event(admission="sign_up", capacity=12)
    coming = factories.an_occurrence(event, starts_at=now + timedelta(days=1))
    cancelled = factories.an_occurrence(event, starts_at=now + timedelta(days=2), status="cancelled")
    past = factories.an_occurrence(event, starts_at=now - timedelta(days=2))
    drop_in = factories.an_occurrence()
    offered = {
        row.pk: f"{page_of(row)}sign-up/" in client.get(page_of(row)).content.decode()
        for row in (coming, cancelled, past, drop_in)
    }
    assert offered == {coming.pk: True, cancelled.pk: False, past.pk: False, drop_in.pk: False}


def test_event_page_of_a_passed_or_cancelled_date_says_so_and_shows_the_others(client, heroy, now):
    event = factories.an_event()
    past = factories.an_occurrence(event, starts_at=now - timedelta(days=2))
    cancelled = factories.an_occurrence(event, starts_at=now + timedelta(days=2), status="cancelled")
    coming = factories.an_occurrence(event, starts_at=now + timedelta(days=9))
    for row, words in ((past, "This date is over"), (cancelled, "This date is cancelled")):
        response = client.get(page_of(row))
        assert response.status_code == 200
        assert words in response.content.decode()
        assert response.context["other_dates"] == [coming]


def test_event_page_counts_the_dates_that_it_does_not_show(client, heroy, now):
    event = factories.an_event()
    rows = [factories.an_occurrence(event, starts_at=now + timedelta(days=day)) for day in range(1, 7)]
    response = client.get(page_of(rows[0]))
    assert (response.context["other_dates"], response.context["more_dates"]) == (rows[1:4], 2)
    assert "2 more dates" in response.content.decode()


def test_event_page_of_a_draft_another_place_or_no_number_is_not_found(client, heroy):
    factories.a_municipality("1515", "Herøy", slug="heroy-more-og-romsdal")
    draft = factories.an_occurrence(factories.an_event(live=False))
    public = factories.an_occurrence()
    for url in (
        page_of(draft),
        f"/en/heroy-more-og-romsdal/events/{public.pk}/",
        f"/en/heroy-nordland/events/{draft.pk}/",
        f"/en/heroy-nordland/events/{10**30}/",
        "/en/heroy-nordland/events/0/",
    ):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["", "calendar.ics", "sign-up/", "sign-up/thanks/"])
def test_old_address_with_a_number_leads_on_for_good_and_a_form_is_sent_on(client, page):
    public = factories.an_occurrence()
    old = f"/en/heroy-nordland/events/{public.pk}/{page}"
    shown, sent = client.get(f"{old}?by=phone"), client.post(old)
    assert (shown.status_code, shown.url) == (301, f"{page_of(public)}{page}?by=phone")
    assert (sent.status_code, sent.url) == (308, f"{page_of(public)}{page}")


def test_address_survives_that_an_activity_moves_to_another_municipality(client, heroy):
    other = factories.a_municipality("1515", "Herøy", slug="heroy-more-og-romsdal")
    public = factories.an_occurrence()
    old = page_of(public)
    public.municipality = other
    public.save()
    response = client.get(old)
    assert (response.status_code, response.url) == (301, old.replace("nordland", "more-og-romsdal"))


def test_event_page_costs_the_same_for_one_and_three_dates(client, heroy, now, django_assert_num_queries):
    event = factories.an_event()
    first = factories.an_occurrence(event, starts_at=now + timedelta(days=1))
    client.get(page_of(first))
    with django_assert_num_queries(4):
        client.get(page_of(first))
    for days in (2, 3):
        factories.an_occurrence(event, starts_at=now + timedelta(days=days))
    with django_assert_num_queries(4):
        client.get(page_of(first))
    # One more for each of what few have.
    event.co_organisers.add(factories.an_organisation("Herøy Røde Kors"))
    with django_assert_num_queries(5):
        client.get(page_of(first))


def test_event_preview_shows_the_draft(rf, heroy):
    event = factories.an_event(live=False)
    response = event.make_preview_request(preview_mode="")
    response.render()
    assert "Språkkafé på biblioteket" in response.content.decode()


def test_event_page_keeps_the_organisers_own_words_under_a_translation(client, event_with_date):
    event = event_with_date.event
    EventText.objects.create(
        event=event, language="uk", state="human", title="Мовне кафе", description="Розмовляємо разом."
    )
    page = squeezed(client.get(f"/uk/heroy-nordland/events/{event_with_date.public_id}/").content.decode())
    assert "Розмовляємо разом." in page
    assert 'lang="nb" dir="ltr"><p><strong>Språkkafé på biblioteket</strong></p>' in page


@pytest.mark.parametrize(("admission", "shown"), [("drop_in", True), ("sign_up", False)])
def test_event_page_gives_the_online_link_to_drop_ins_only(client, admission, shown):
    event = factories.an_event(online_url="https://video.example/rom", admission=admission)
    occurrence = factories.an_occurrence(event)
    page = client.get(f"/nb/heroy-nordland/events/{occurrence.public_id}/").content.decode()
    assert ("https://video.example/rom" in page) is shown


@pytest.fixture
def event_with_date():
    return factories.an_occurrence()
