"""An organiser publishes in a few questions a step, and nothing that was typed is lost on the way."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.choices import State
from events.models import Draft, Event, EventText, Responsible, SharedTemplate
from events.organiser.steps.kinds import KINDS
from events.organiser.steps.sharing import share
from tests import factories
from tests.events.organiser.reading import dates_of
from tests.proving import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(client):
    """Sends one step as its page stands, with these changes. The answer."""

    def send(event: Event, step: str, **changes: object):
        url = f"/nb/portal/events/{event.pk}/steps/{step}/"
        page = client.get(url)
        form = page.context.get("form")
        values: dict[str, object] = {}
        for field in form.visible_fields if form else []:
            value = field.value()
            if value is not None and value is not False and value != "":
                values[field.html_name] = "on" if value is True else value
        values |= changes
        return client.post(url, {name: value for name, value in values.items() if value is not None})

    return send


def test_a_term_of_a_language_cafe_takes_one_date_and_seven_taps(
    walk, answer, client, organiser, organisation
):
    factories.an_event(organisation=organisation)
    client.force_login(organiser)
    # The first tap is on the front page, the second one on a kind.
    assert f'href="/nb/portal/events/start/{organisation.pk}/"' in client.get("/nb/portal/").content.decode()
    event = walk()
    assert answer(event, "what").url.endswith("/steps/when/")
    # The first Tuesday after Christmas: the rest stands there.
    assert answer(event, "when", first_date="2027-01-12").url.endswith("/steps/where/")
    assert answer(event, "where").url.endswith("/steps/who/")
    assert answer(event, "who").url.endswith("/steps/look/")
    look = client.get(f"/nb/portal/events/{event.pk}/steps/look/")
    assert look.context["missing"] == []
    assert "Språkkafé" in look.content.decode()
    assert 'lang="uk"' in look.content.decode()
    assert answer(event, "look").status_code == 302
    event.refresh_from_db()
    assert event.state == State.WAITING
    assert not Draft.objects.exists()
    assert (event.food, event.venue.name, event.category) == ("coffee", "Herøy folkebibliotek", "sprakkafe")
    assert dates_of(event).split()[0] == "27-01-12"
    assert dates_of(event).split()[-1] == "27-06-15"


def test_a_draft_needs_only_a_title(walk, answer, client):
    event = walk("nothing")
    response = answer(event, "what", title="Noe fint", later="1")
    assert response.url == "/nb/portal/events/"
    event.refresh_from_db()
    assert (event.category, event.venue, event.occurrences.count(), event.live) == ("", None, 0, False)
    assert "Noe fint" in client.get("/nb/portal/events/").content.decode()
    for page in ("", "preview/", "edit/", "delete/", "steps/look/", "steps/who/"):
        assert client.get(f"/nb/portal/events/{event.pk}/{page}").status_code == 200, page


def test_the_one_page_saves_a_title_alone_as_a_draft(publish):
    event = publish(
        draft="1", category=None, first_date=None, start_time=None, end_time=None, until=None, venue_name=None
    )
    assert (event.title, event.occurrences.count(), event.venue) == ("Språkkafé på biblioteket", 0, None)


def test_what_is_missing_is_said_and_nothing_is_published(walk, client):
    event = walk("nothing")
    url = f"/nb/portal/events/{event.pk}/steps/look/"
    response = client.post(url, {"publish": "1"})
    assert response.status_code == 400
    assert [step.key for step in response.context["missing"]] == ["what", "when", "where"]
    event.refresh_from_db()
    assert event.state == State.DRAFT


def test_what_is_typed_is_kept_whole_or_not(walk, client):
    event = walk()
    url = f"/nb/portal/events/{event.pk}/steps/when/"
    typed = {"repeats": "weekly", "first_date": "tirsdag", "start_time": "1830", "keep": "1"}
    assert client.post(url, typed).status_code == 204
    page = client.get(url)
    assert 'value="tirsdag"' in page.content.decode()
    assert 'value="1830"' in page.content.decode()
    assert not page.context["form"].errors
    # Somebody who comes back goes on there.
    start = client.get(f"/nb/portal/events/start/{event.organisation_id}/").content.decode()
    assert f"/nb/portal/events/{event.pk}/steps/when/" in start


def test_a_button_that_leads_away_keeps_what_is_typed(walk, answer, client):
    event = walk()
    assert answer(event, "what", title="Språkkafé i Herøy", to="where").url.endswith("/steps/where/")
    event.refresh_from_db()
    assert event.title == "Språkkafé i Herøy"
    assert answer(event, "when", first_date="12.1.", to="what").url.endswith("/steps/what/")
    assert Draft.objects.get().typed["when"]["first_date"] == ["12.1."]


def test_a_wrong_step_stays_with_what_is_wrong(walk, answer):
    event = walk()
    response = answer(event, "when", first_date="2027-01-12", end_time="18:00")
    assert response.status_code == 400
    assert "end_time" in response.context["form"].errors
    assert event.series.count() == 0


def test_published_from_two_tabs_it_is_published_once(walk, answer, client, organisation):
    organisation.is_trusted = True
    organisation.save()
    factories.an_event(organisation=organisation)
    event = walk()
    for step, changes in (("what", {}), ("when", {"first_date": "2027-01-12"}), ("where", {}), ("who", {})):
        answer(event, step, **changes)
    url = f"/nb/portal/events/{event.pk}/steps/look/"
    assert client.post(url, {"asks_me": "on"}).url == f"/nb/portal/events/{event.pk}/"
    revisions = event.revisions.count()
    assert client.post(url, {"asks_me": "on"}).url == f"/nb/portal/events/{event.pk}/"
    # Another tab still shows a step, and keeps what is typed there.
    other = f"/nb/portal/events/{event.pk}/steps/what/"
    assert client.post(other, {"title": "x", "keep": "1"}).status_code == 204
    assert client.post(other, {"title": "x"}).url == f"/nb/portal/events/{event.pk}/"
    event.refresh_from_db()
    assert (event.live, event.title, event.revisions.count()) == (True, "Språkkafé", revisions)
    assert Responsible.objects.filter(event=event).count() == 1


def test_one_tap_sent_twice_makes_one_draft(client, organiser, organisation, at_ten):
    client.force_login(organiser)
    sent = {"begin": "kind:hike", "form_number": "a" * 32}
    first, second = (client.post(f"/nb/portal/events/start/{organisation.pk}/", sent) for _ in range(2))
    assert first.url == second.url
    assert Event.objects.count() == 1


def test_a_copy_has_words_facts_place_and_the_rule_of_the_coming_term(walk, answer, client, publish):
    old = publish(programme="18.00 Kaffe", until="2027-03-23", children_welcome="on")
    EventText.objects.create(event=old, language="uk", title="Мовне кафе", state="human")
    old.refresh_from_db()
    factories.a_signup(old.occurrences.first())
    event = walk(f"copy:{old.pk}")
    assert (event.title, event.venue, event.children_welcome) == (old.title, old.venue, True)
    assert [str(item) for item in event.programme.all()] == ["18:00 Kaffe"]
    assert answer(event, "when").status_code == 302
    days = dates_of(event).split()
    assert (days[0], days[-1]) == ("27-01-12", "27-06-15")
    assert not event.occurrences.filter(signups__isnull=False).exists()


def test_another_organisations_activity_is_nobodys_beginning(walk, client, organisation):
    other = factories.an_event(organisation=factories.an_organisation("Korpset"))
    for begin in (f"copy:{other.pk}", "copy:x", "shared:999", "kind:nothing", "", "copy:" + "9" * 30):
        response = client.post(f"/nb/portal/events/start/{organisation.pk}/", {"begin": begin})
    assert response.status_code == 302
    walk()
    assert Event.objects.filter(organisation=organisation).count() == 1


def test_others_begin_from_what_is_shared_and_get_no_contact(walk, client, organisation, heroy):
    there = factories.an_organisation("Turlaget", municipality=heroy)
    old = factories.an_event(
        "Tur", organisation=there, category="tur-friluft", grade="easy", distance_km="4.5", bring="Sekk"
    )
    type(old).objects.filter(pk=old.pk).update(
        group="Barnas", contact_phone="90000001", meeting_point="Låven"
    )
    client.force_login(factories.a_member(there))
    assert client.post(f"/nb/portal/events/{old.pk}/share/", {"reach": "county"}).status_code == 302
    template = SharedTemplate.objects.get()
    assert "90000001" not in str(template.facts)
    walk("nothing")
    event = walk(f"shared:{template.pk}")
    assert (event.organisation, event.title, event.grade) == (organisation, "Tur", "easy")
    assert (event.group, event.contact_phone, event.meeting_point) == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_shared_twice_at_once_it_is_shared_once(organiser, organisation, at_ten, client):
    event = factories.an_event("Tur", organisation=organisation)
    stands = {"organisation": organisation, "municipality": organisation.municipality, "language": "nb"}
    for _number in range(2):
        SharedTemplate.objects.create(title="Tur", category="kurs", shared_at=at_ten, **stands)
    at_once(
        lambda _number: share(event=Event.objects.get(pk=event.pk), reach="county", now=at_ten).pk, range(2)
    )
    assert SharedTemplate.objects.get().county == organisation.municipality.county
    client.force_login(organiser)
    address = f"/en/portal/events/{event.pk}/share/"
    sent = {"reach": "municipality", "form_number": "c" * 32}
    assert 'name="form_number"' in client.get(address).content.decode()
    assert client.post(address, sent).url == client.post(address, sent).url == "/en/portal/events/shared/"
    assert SharedTemplate.objects.get().county is None


def test_who_only_looks_writes_nothing(walk, client):
    event = walk("nothing")
    Draft.objects.all().delete()
    for step in ("look", "what", "who"):
        assert client.get(f"/nb/portal/events/{event.pk}/steps/{step}/").status_code == 200
    assert not Draft.objects.exists()
    address = f"/nb/portal/events/{event.pk}/steps/what/"
    assert client.post(address, {"title": "Tur", "to": "look"}).url.endswith("/steps/look/")
    assert Draft.objects.get().step == "look"


def test_what_is_shared_reaches_the_municipality_or_the_county(heroy, organisation, at_ten):
    rana = factories.a_municipality("1833", "Rana")
    there = factories.an_organisation("Turlaget", municipality=rana)
    near = {"language": "nb", "title": "T", "category": "tur-friluft", "shared_at": at_ten}
    SharedTemplate.objects.create(organisation=there, municipality=rana, **near)
    assert not SharedTemplate.objects.for_organisation(organisation).exists()
    SharedTemplate.objects.create(county=rana.county, **near)
    assert SharedTemplate.objects.for_organisation(organisation).count() == 1


def test_something_there_at_that_time_is_a_question(walk, answer, client, organisation):
    venue = factories.a_venue()
    there = factories.an_event("Strikkekafé", organisation=factories.an_organisation("Husflid"), venue=venue)
    hidden = factories.an_event(
        "Hemmelig", organisation=factories.an_organisation("X"), venue=venue, live=False
    )
    for other in (there, hidden):
        factories.an_occurrence(
            other,
            starts_at=datetime(2027, 1, 12, 18, tzinfo=UTC),
            ends_at=datetime(2027, 1, 12, 20, tzinfo=UTC),
        )
    event = walk()
    answer(event, "when", first_date="2027-01-12")
    answer(event, "where", venue=venue.pk)
    page = client.get(f"/nb/portal/events/{event.pk}/steps/look/")
    assert [date.event for date in page.context["others"]] == [there]
    assert "Hemmelig" not in page.content.decode()
    # Only a question.
    assert page.context["missing"] == []


def test_a_draft_is_deleted_and_nothing_else(walk, client, publish):
    event = walk()
    url = f"/nb/portal/events/{event.pk}/delete/"
    assert client.get(url).status_code == 200
    assert client.post(url).url == "/nb/portal/events/"
    assert not Event.objects.filter(pk=event.pk).exists()
    handed_in = publish()
    assert (
        client.post(f"/nb/portal/events/{handed_in.pk}/delete/").url == f"/nb/portal/events/{handed_in.pk}/"
    )
    assert Event.objects.filter(pk=handed_in.pk).exists()


def test_taken_down_and_brought_back(publish, client, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = publish()
    assert client.get(f"/nb/portal/events/{event.pk}/take-down/").status_code == 200
    client.post(f"/nb/portal/events/{event.pk}/take-down/")
    event.refresh_from_db()
    assert not event.live
    assert not event.occurrences.public().exists()
    client.post(f"/nb/portal/events/{event.pk}/bring-back/")
    event.refresh_from_db()
    assert event.live
    assert event.occurrences.public().count() == 12


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.key in ("hike", "meal", "course")])
def test_every_kind_begins_whole(kind, walk, answer, client, organisation):
    factories.an_event(organisation=organisation)
    event = walk(f"kind:{kind.key}")
    for step, changes in (("what", {}), ("when", {"first_date": date(2027, 1, 13)}), ("where", {})):
        assert answer(event, step, **changes).status_code == 302
    assert answer(event, "who").status_code == 302
    page = client.get(f"/nb/portal/events/{event.pk}/steps/look/?in=ar")
    assert page.context["missing"] == []


def test_nobody_else_comes_into_a_draft(walk, client, outsider):
    event = walk()
    client.force_login(outsider)
    pages = ("steps/what/", "steps/look/", "delete/", "take-down/", "share/", "preview/", "bring-back/")
    for page in pages:
        assert client.post(f"/nb/portal/events/{event.pk}/{page}").status_code in (404, 405), page


def test_the_pages_cost_the_same_with_one_and_with_three(walk, client, organisation):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/nb/portal/events/start/{organisation.pk}/")
        return len(asked)

    factories.an_occurrence(factories.an_event(organisation=organisation))
    walk()
    one = queries()
    for number in range(2):
        factories.an_occurrence(factories.an_event(f"Tur {number}", organisation=organisation))
        walk()
    assert queries() == one
