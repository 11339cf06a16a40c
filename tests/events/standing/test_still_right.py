"""Are the opening hours still right? Twice a year, by a link without an account; never the daily question."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from core.mail.outbox.kinds import Unwanted
from core.mail.outbox.models import OutboxMessage
from core.searching import indexing
from core.sms.incoming import stopped
from core.sms.messages import TextMessage
from events.standing import services
from events.standing.models import StandingPlace
from events.standing.notices import LINKS, make_question
from tests import factories
from tests.markup import texts
from tests.texting import WITH_SMS

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=183)


def a_place(**fields):
    return factories.a_standing_place(contact_email="kari@example.org", contact_name="Kari", **fields)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_asked_by_mail_and_confirmed_by_its_link(client, smtp_server, celery_worker_process):
    now = timezone.now()
    place = a_place(confirmed_at=now - timedelta(days=183))
    assert services.ask_whether_right(now=now) == 1
    mail = message_from_bytes(smtp_server.wait(1)[0], policy=policy.default)
    assert mail["To"] == "kari@example.org"
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain").get_content()
    assert "10:00–16:00" in text
    link = re.search(r"http://localhost:8000(/nb/open/right/\S+/)", text)[1]
    # A scanner opens it: nothing happens.
    assert client.get(link).status_code == 200
    place.refresh_from_db()
    assert place.times_asked == 1
    assert client.post(link, {"do": "right"}).status_code == 200
    place.refresh_from_db()
    assert (place.times_asked, place.asked_at) == (0, None)
    assert place.confirmed_at >= now
    assert services.ask_whether_right(now=timezone.now()) == 0


@pytest.mark.django_db
def test_asked_twice_and_then_half_a_year_later(heroy):
    a_place(confirmed_at=LONG_AGO)
    asked = [day for day in range(0, 230, 7) if services.ask_whether_right(now=NOW + timedelta(days=day))]
    assert asked == [0, 21, 203]
    assert services.ask_whether_right(now=NOW + timedelta(days=204)) == 0
    assert OutboxMessage.objects.count() == 3


@pytest.mark.django_db
def test_unanswered_twice_is_said_where_people_read_and_to_the_editor(client, heroy, editor, time_machine):
    place = a_place(confirmed_at=LONG_AGO)
    for days in (0, 21):
        services.ask_whether_right(now=NOW + timedelta(days=days))
    page = f"/en/heroy-nordland/open/{place.pk}/"
    time_machine.move_to(NOW + timedelta(days=41), tick=False)
    assert "last confirmed" not in client.get(page).content.decode()
    time_machine.move_to(NOW + timedelta(days=43), tick=False)
    assert "Hours last confirmed in May 2026." in client.get(page).content.decode()
    client.force_login(editor)
    assert place.title in client.get("/nb/portal/open/approve/").content.decode()
    services.confirm(place=place, now=timezone.now())
    assert "last confirmed" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_by_sms_where_that_was_chosen_and_there_is_a_provider(heroy, settings):
    place = a_place(contact_phone="+4741234567", contact_channel="sms", confirmed_at=LONG_AGO)
    services.ask_whether_right(now=NOW)
    row = OutboxMessage.objects.get()
    assert isinstance(make_question(row, NOW), EmailMultiAlternatives)
    settings.SMS = WITH_SMS
    message = make_question(row, NOW)
    assert isinstance(message, TextMessage)
    assert (message.to, message.payer) == ("+4741234567", heroy.pk)
    assert "STOPP" in message.text
    place.refresh_from_db()
    services.confirm(place=place, now=NOW)
    with pytest.raises(Unwanted):
        make_question(row, NOW)


@pytest.mark.django_db
def test_whoever_wants_no_more_questions_is_forgotten(client, heroy):
    place = a_place(confirmed_at=LONG_AGO)
    services.ask_whether_right(now=NOW)
    token = LINKS.token(place.public_id)
    assert client.post(f"/nb/open/right/{token}/", {"do": "stop"}).status_code == 200
    place.refresh_from_db()
    assert (place.contact_name, place.contact_email) == ("", "")
    with pytest.raises(Unwanted):
        make_question(OutboxMessage.objects.get(), NOW)
    # Whoever looks after it now has not said stop; the same again, or nobody, is no new address.
    for email, stays in (("", True), ("ola@example.org", False)):
        services.change_place(
            place=place, values={"contact_email": email}, hours=place.opening_hours, now=NOW
        )
        place.refresh_from_db()
        assert (place.stopped_at is not None) is stays


@pytest.mark.django_db
def test_link_of_who_looked_after_it_before_opens_nothing(client, heroy):
    place = a_place(confirmed_at=LONG_AGO)
    link = f"/nb/open/right/{LINKS.token(place.public_id)}/"
    hours = place.opening_hours
    services.change_place(place=place, values={"price_nok": 20}, hours=hours, now=NOW)
    assert client.get(link).status_code == 200
    values = {"contact_name": "Ola", "contact_email": "ola@example.org"}
    services.change_place(place=place, values=values, hours=hours, now=NOW)
    assert client.post(link, {"do": "stop"}).status_code == 410
    place.refresh_from_db()
    assert (place.contact_email, place.stopped_at) == ("ola@example.org", None)
    assert client.get(f"/nb/open/right/{LINKS.token(place.public_id)}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["waiting", "taken_down"])
def test_what_is_not_public_is_not_asked_about_and_its_link_is_over(client, heroy, state):
    place = a_place(confirmed_at=LONG_AGO, state=state)
    assert services.ask_whether_right(now=NOW) == 0
    assert client.get(f"/nb/open/right/{LINKS.token(place.public_id)}/").status_code == 410
    assert client.get("/nb/open/right/nonsense/").status_code == 404


@pytest.mark.django_db
def test_contacts_of_what_was_taken_down_are_forgotten(heroy):
    place, kept = a_place(state="taken_down"), a_place(name="Et annet")
    assert services.forget_contacts(now=timezone.now()) == 0
    assert services.forget_contacts(now=timezone.now() + timedelta(days=100)) == 1
    place.refresh_from_db()
    kept.refresh_from_db()
    assert (place.contact_email, kept.contact_email) == ("", "kari@example.org")


@pytest.mark.django_db
def test_page_of_a_place(client, heroy, time_machine, django_assert_max_num_queries):
    time_machine.move_to(NOW, tick=False)
    hours = {
        "week": [[["10:00", "16:00"]]] * 5 + [[], []],
        "seasons": [{"first": "06-20", "last": "08-20", "week": [[["12:00", "14:00"]]] * 7}],
        "exceptions": [{"first": "2026-11-26", "last": "2026-11-26", "times": [], "note": "Vi maler."}],
    }
    place = a_place(hours=hours)
    url = f"/en/heroy-nordland/open/{place.pk}/"
    client.get(url)
    with django_assert_max_num_queries(10):
        page = client.get(url).content.decode()
    assert "Open now until 16:00" in page
    [today] = texts(page, "tr[aria-current=date]")
    assert today == "Today Wednesday 25 November 10:00–16:00"
    assert "Vi maler." in page
    assert "June" in page
    assert client.get(f"/en/heroy-more-og-romsdal/open/{place.pk}/").status_code == 404
    for page in (f"organisations/{place.organisation.slug}/", f"places/{place.venue_id}/"):
        assert "Open now until 16:00" in client.get(f"/en/heroy-nordland/{page}").content.decode()
    assert StandingPlace.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "journeys"),
    [
        # Open: one sets out now, and not for the next opening.
        ([["08:00", "16:00"]], ["Bus, boat or train"]),
        ([["12:00", "16:00"]], ["Bus, boat or train: be there by 12:00", "Home again after 16:00"]),
        ([], []),
    ],
)
def test_way_there_is_for_when_it_is_open(client, heroy, time_machine, hours, journeys):
    time_machine.move_to(NOW, tick=False)
    venue = factories.a_venue("Huset", latitude="65.97", longitude="12.29")
    place = a_place(hours={"week": [hours] * 7}, venue=venue)
    page = client.get(f"/en/heroy-nordland/open/{place.pk}/")
    assert texts(page.content.decode(), ".mp-ways .ds-button") == journeys
    ways = page.context["ways"]
    assert ways.openstreetmap
    if journeys == ["Bus, boat or train"]:
        assert f"date={round(NOW.timestamp() * 1000)}" in ways.there
        assert "departAfter" in ways.there


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["bibliotek", "library", "бібліотека", "مكتبة", "biblioteket herøy"])
def test_found_in_five_languages(client, heroy, words):
    place = a_place(name="Boksamlingen")
    hidden = a_place(name="Skjult", state="waiting")
    indexing.rebuild()
    page = client.get("/en/find/", {"q": words}).content.decode()
    assert f"/en/heroy-nordland/open/{place.pk}/" in page
    assert f"/open/{hidden.pk}/" not in page


@pytest.mark.django_db
def test_stop_from_the_number_ends_the_questions(heroy):
    place, other = a_place(contact_phone="+4741234567"), a_place(name="Et annet")
    stopped.send(sender=None, number="+4741234567", now=NOW)
    place.refresh_from_db()
    other.refresh_from_db()
    assert (place.contact_phone, place.stopped_at) == ("", NOW)
    assert other.stopped_at is None
