"""Who answers for an activity: the organiser's list of volunteers, in order, and how often they are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from events.models import Asking, Event, Responsible, Series
from events.organiser import answering
from events.organiser.answer_forms import ResponsibleForm
from home.portal import front_page, reader_of
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db
WEEKLY = "RRULE:FREQ=WEEKLY;INTERVAL=1"
KARI = {"name": "Kari Strand", "email": "kari@frivillig.example", "phone": "", "language": "nb"}


@pytest.fixture
def cafe(client, organiser, organisation) -> Event:
    """Every week, and nobody answers for it. The organiser is logged in."""
    client.force_login(organiser)
    event = factories.an_event(organisation=organisation)
    factories.a_series(event, recurrence=WEEKLY)
    return event


def page(event: Event, *parts: object, language: str = "en") -> str:
    return "/".join(["", language, "portal/events", str(event.pk), "answers", *map(str, parts), ""])


def listed(event: Event) -> list[str]:
    return [person.name for person in event.responsible.to_ask()]


def test_volunteer_is_added_once_however_often_the_form_is_sent(client, cafe):
    assert "Nobody is asked yet." in client.get(page(cafe)).content.decode()
    for _twice in range(2):
        assert client.post(page(cafe, "add"), KARI).status_code == 302
    person = cafe.responsible.get()
    assert (person.channel, person.shows_name, person.shows_phone) == ("email", False, False)
    shown = client.get(page(cafe)).content.decode()
    assert "The day before, Kari gets an e-mail. One answer is enough." in " ".join(shown.split())
    assert "Is not shown to anybody" in shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": ""}, "email"),
        ({"email": "kari@"}, "email"),
        ({"email": "kari@frivillig.example\nBcc: alle@example.org"}, "email"),
        ({"phone": "ni null null"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(client, cafe, changes, field):
    response = client.post(page(cafe, "add"), KARI | changes)
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert response.context["form"]["language"].value() == changes.get("language", "nb")
    assert not cafe.responsible.exists()


def test_long_name_is_no_mistake_and_an_address_is_cleaned(client, cafe):
    name = "Anna " * 11 + "Berg"
    client.post(page(cafe, "add"), KARI | {"name": name, "email": " kari@frivillig.example\u200b\n"})
    assert (cafe.responsible.get().name, cafe.responsible.get().email) == (name, "kari@frivillig.example")


def test_two_people_may_have_one_number(client, cafe):
    for name, email in (("Kari", "kari@frivillig.example"), ("Odd", "odd@frivillig.example")):
        sent = KARI | {"name": name, "email": email, "phone": "900 12 345"}
        assert client.post(page(cafe, "add"), sent).status_code == 302
    assert set(cafe.responsible.values_list("phone", flat=True)) == {"+4790012345"}


def test_list_that_is_full_says_so(client, cafe):
    for number in range(answering.MOST_PEOPLE):
        factories.a_responsible(cafe, email=f"{number}@frivillig.example", position=number)
    response = client.post(page(cafe, "add"), KARI, follow=True)
    assert "The list is full." in response.content.decode()
    assert cafe.responsible.count() == answering.MOST_PEOPLE


def test_order_is_the_organisers(client, cafe):
    people = [
        factories.a_responsible(cafe, name, position=n) for n, name in enumerate(("Kari", "Odd", "Åse"))
    ]
    assert client.post(page(cafe, people[2].pk, "move"), {"direction": "up"}).status_code == 302
    assert listed(cafe) == ["Kari", "Åse", "Odd"]
    for _twice in range(2):
        client.post(page(cafe, people[0].pk, "move"), {"direction": "down"})
    assert listed(cafe) == ["Åse", "Odd", "Kari"]
    # Past an end it is nothing.
    client.post(page(cafe, people[0].pk, "move"), {"direction": "down"})
    assert listed(cafe) == ["Åse", "Odd", "Kari"]
    said = client.get(page(cafe)).context["what_happens"]
    assert said.endswith("One answer is enough. Without an answer Odd is asked.")


def test_another_name_or_address_is_not_one_that_they_have_said_yes_to(client, cafe):
    now = timezone.now()
    said_yes = {"shows_name": True, "shows_phone": True, "stopped_at": now}
    person = factories.a_responsible(cafe, "Kari", phone="+4790012345", **said_yes)
    sent = KARI | {"name": "Kari", "email": person.email, "phone": person.phone, "language": "uk"}
    assert client.post(page(cafe, person.pk), sent).status_code == 302
    person.refresh_from_db()
    assert (person.language, person.shows_name, person.stopped_at) == ("uk", True, now)
    client.post(page(cafe, person.pk), sent | {"name": "Odd"})
    person.refresh_from_db()
    assert (person.public_name, person.public_phone, person.stopped_at) == ("", "", now)
    client.post(page(cafe, person.pk), sent | {"email": "odd@frivillig.example"})
    person.refresh_from_db()
    assert person.stopped_at is None


def test_form_that_was_read_before_somebody_else_saved_is_shown_again(client, cafe):
    person = factories.a_responsible(cafe, "Kari")
    version = client.get(page(cafe, person.pk)).context["read"].version
    Responsible.objects.filter(pk=person.pk).update(name="Kari Strand")
    sent = KARI | {"name": "Kari S", "email": person.email, "read_version": version}
    response = client.post(page(cafe, person.pk), sent)
    assert response.status_code == 409
    person.refresh_from_db()
    assert person.name == "Kari Strand"


def test_taken_off_the_list_is_asked_first_and_then_gone(client, cafe):
    person = factories.a_responsible(cafe, "Kari")
    address = page(cafe, person.pk, "remove")
    assert "Take" in client.get(address).content.decode()
    assert cafe.responsible.exists()
    for _twice in range(2):
        assert client.post(address).status_code == 302
    assert not cafe.responsible.exists()
    assert client.get(address).status_code == 404
    assert client.post(page(cafe, person.pk), KARI).status_code == 404


def test_how_often_is_said_of_every_rule_that_the_activity_has_had(client, cafe):
    factories.a_responsible(cafe, "Kari")
    Series.objects.create(
        event=cafe, first_date=timezone.localdate(), start_time="18:00", duration=timedelta(hours=2)
    )
    assert client.post(page(cafe), {"asking": "term"}).status_code == 302
    assert set(cafe.series.values_list("asking", flat=True)) == {"term"}
    response = client.get(page(cafe))
    assert response.context["what_happens"] == "Before each term Kari gets an e-mail about all of its dates."
    assert response.context["form"]["asking"].value() == "term"
    assert client.post(page(cafe), {"asking": "daily"}).status_code == 400


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
@pytest.mark.parametrize("asking", Asking)
def test_what_happens_is_said_in_every_language(client, cafe, language, asking):
    factories.a_responsible(cafe, "Kari Strand")
    cafe.series.update(asking=asking)
    said = client.get(page(cafe, language=language)).context["what_happens"]
    assert ("Kari" in said) is (asking != Asking.NEVER)
    assert "Strand" not in said
    if language != "en":
        with override("en"):
            assert said != client.get(page(cafe)).context["what_happens"]


def test_the_same_people_as_for_another_activity(client, cafe, organisation):
    choir = factories.an_event("Kor", organisation=organisation)
    factories.a_responsible(choir, "Kari", email="kari@frivillig.example", shows_name=True)
    factories.a_responsible(choir, "Odd", email="odd@frivillig.example", stopped_at=timezone.now())
    factories.a_responsible(choir, "Åse", email="ase@frivillig.example")
    factories.a_responsible(cafe, "Åse", email="ASE@frivillig.example")
    for _twice in range(2):
        assert client.post(page(cafe, "copy"), {"source": choir.pk}).status_code == 302
    # Who wants to be left in peace is; what they have said yes to was about the choir.
    assert listed(cafe) == ["Åse", "Kari"]
    assert not cafe.responsible.filter(shows_name=True).exists()


def test_another_organisations_people_cannot_be_used(client, cafe, heroy):
    theirs = factories.an_event(organisation=factories.an_organisation("Klubben", municipality=heroy))
    person = factories.a_responsible(theirs, "Hemmelig")
    other = factories.an_event("Kor", organisation=cafe.organisation)
    factories.a_responsible(other, "Odd")
    response = client.get(page(cafe))
    assert list(response.context["copy_form"].fields["source"].queryset) == [other]
    response = client.post(page(cafe, "copy"), {"source": theirs.pk}, follow=True)
    assert "Choose an activity whose people" in response.content.decode()
    assert listed(cafe) == []
    with pytest.raises(ValueError, match="another organisation"):
        answering.copy_people(event=cafe, source=theirs, now=timezone.now())
    # Nor through the number of one's own activity.
    for address in (page(cafe, person.pk), page(cafe, person.pk, "remove"), page(theirs)):
        assert client.get(address).status_code == 404
    assert client.post(page(cafe, person.pk, "move"), {"direction": "up"}).status_code == 404
    assert client.post(page(cafe, person.pk, "remove")).status_code == 404
    assert theirs.responsible.exists()


def test_when_somebody_was_asked_and_answered_stands_on_the_list(client, cafe):
    from events.confirming.choices import Answer, Why
    from events.confirming.services import Ask, answer, ask_many

    person = factories.a_responsible(cafe, "Kari")
    date = cafe.occurrences.filter(starts_at__gt=timezone.now()).first()
    now = timezone.now()
    (question,) = ask_many(asks=[Ask(person, [date], Why.EACH)], now=now)
    assert "Has not answered yet" in client.get(page(cafe)).content.decode()
    answer(question=question, answer=Answer.YES, now=now + timedelta(hours=1))
    row = client.get(page(cafe)).context["rows"][0]
    assert (row.person.asked_last, row.person.answered_last) == (now, now + timedelta(hours=1))


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_number_of_questions(client, cafe, number, django_assert_num_queries):
    for each in range(number):
        factories.a_responsible(cafe, f"Kari {each}", position=each)
        other = factories.an_event(f"Kor {each}", organisation=cafe.organisation)
        factories.a_responsible(other, "Odd")
    client.get(page(cafe))
    with django_assert_num_queries(12):
        assert len(client.get(page(cafe)).context["rows"]) == number


def test_whoever_publishes_is_asked_with_one_tick(client, publish, organiser):
    event = publish(asks_me="on")
    person = event.responsible.get()
    assert (person.name, person.email, person.channel) == (organiser.name, organiser.email, "email")
    assert (person.language, person.shows_name, event.series.get().asking) == ("nb", False, "each")
    response = client.get(f"/en/portal/events/{event.pk}/")
    assert response.context["what_happens"].startswith("The day before, Ola gets an e-mail.")
    assert f"/en/portal/events/{event.pk}/answers/" in response.content.decode()


def test_without_the_tick_nobody_is_asked_and_the_portal_says_so(client, publish, organiser, at_ten):
    event = publish()
    Event.objects.filter(pk=event.pk).update(live=True)
    assert not event.responsible.exists()
    page_ = client.get("/en/portal/events/").content.decode()
    assert "1 of your activities has nobody who is asked whether it is on" in page_
    found = client.get("/en/portal/events/?unanswered=1")
    assert [row["event"] for row in found.context["rows"]] == [event]
    assert f"/en/portal/events/{event.pk}/answers/" in found.content.decode()
    with override("en"):
        cards = {card.title: card.text for card in front_page(reader_of(organiser, now=at_ten))}
    assert cards["Say who answers whether it is on"] == "1 of your activities has nobody who is asked."


@pytest.mark.parametrize(("repeats", "asked"), [("once", False), ("weekly", True), ("monthly", True)])
def test_what_takes_place_once_is_not_asked_about(publish, repeats, asked):
    event = publish(repeats=repeats, asks_me="on", shown=["2027-03-23"])
    assert event.responsible.exists() is asked


def test_form_of_an_activity_that_there_is_has_no_such_tick(client, cafe):
    form = client.get(f"/en/portal/events/{cafe.pk}/edit/").context["form"]
    assert form.answering is None


def test_new_form_has_the_tick_set(client, organiser, organisation):
    client.force_login(organiser)
    response = client.get(f"/en/portal/events/new/{organisation.pk}/")
    assert response.context["form"].answering["asks_me"].value() is True
    assert texts(response.content.decode(), "#part-answers") == ["Is it on?"]


def test_nobody_is_needed_for_what_is_not_asked_about(client, cafe, organiser, organisation):
    factories.an_occurrence(factories.an_event("Fest", organisation=organisation))
    draft = factories.an_event("Kladd", live=False, organisation=organisation)
    factories.a_series(draft, recurrence=WEEKLY)
    left = factories.an_event("Forlatt", organisation=organisation)
    factories.a_series(left, recurrence=WEEKLY)
    factories.a_responsible(left, "Odd", stopped_at=timezone.now())
    found = Event.objects.for_user(organiser).with_next_date(timezone.now())
    assert set(answering.unanswered(found)) == {cafe, left}
    cafe.series.update(asking=Asking.NEVER)
    factories.a_responsible(left, "Kari")
    assert not answering.unanswered(found).exists()


def test_telephone_number_alone_reaches_nobody_where_there_is_no_sms(client, cafe, organiser):
    Responsible.objects.create(
        event=cafe, name="Kari", phone="+4790012345", channel="sms", language="nb", position=0
    )
    shown = client.get(page(cafe)).content.decode()
    assert "Has no e-mail address, and is not asked." in shown
    assert "SMS" not in shown
    found = Event.objects.for_user(organiser).with_next_date(timezone.now())
    assert list(answering.unanswered(found)) == [cafe]
    assert "channel" not in ResponsibleForm().fields


@pytest.fixture
def sms(settings):
    settings.SMS = {"provider": "sveve", "sender": "4790000000"}


def test_with_sms_somebody_is_asked_on_their_mobile(client, cafe, sms):
    sent = KARI | {"email": "", "phone": "900 12 345", "channel": "sms"}
    assert client.post(page(cafe, "add"), sent).status_code == 302
    said = client.get(page(cafe)).context["what_happens"]
    assert said == "The day before, Kari gets an SMS. One answer is enough."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "sms"}, "phone"),
        # A landline gets no text messages.
        ({"channel": "sms", "phone": "75 05 00 00"}, "phone"),
        ({"channel": "sms", "phone": "kari"}, "phone"),
        ({"channel": "email", "email": ""}, "email"),
        ({"channel": "letter"}, "channel"),
        ({}, "channel"),
    ],
)
def test_with_sms_the_way_that_was_chosen_needs_its_address(sms, changes, field):
    form = ResponsibleForm(KARI | changes)
    assert list(form.errors) == [field]
