"""The editors' queue: what waits, what is different, and decisions, in the portal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.choices import State
from events.log import record
from events.models import Event, LogEntry
from events.moderation.services import approve, ask_for_changes, hand_in
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db
QUEUE = "/en/portal/queue/"


def handed_in(organisation, user, title: str = "Språkkafé på biblioteket", **fields) -> Event:
    event = factories.an_event(title, live=False, organisation=organisation, **fields)
    factories.a_series(event)
    hand_in(event=event, user=user, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def waiting(organisation, organiser) -> Event:
    return handed_in(organisation, organiser)


@pytest.fixture
def elsewhere(outsider) -> Event:
    return handed_in(outsider.memberships.get().organisation, outsider, "Quizkveld på kaia")


def post(client: Client, event: Event, do: str, **values: str):
    values.setdefault("version", str(event.latest_revision_id))
    return client.post(f"{QUEUE}{event.pk}/", {"do": do, **values})


def test_each_editor_sees_what_waits_in_their_own_municipality(client, waiting, elsewhere, editor, outsider):
    for user, own, other in [(editor, waiting, elsewhere), (outsider, elsewhere, waiting)]:
        client.force_login(user)
        page = client.get(QUEUE).content.decode()
        assert own.title in page
        assert other.title not in page
        assert client.get(f"{QUEUE}{own.pk}/").status_code == 200
        assert client.get(f"{QUEUE}{other.pk}/").status_code == 404
        assert post(client, other, "approve").status_code == 404


@pytest.mark.parametrize("actor", ["host", "organiser", "adviser"])
def test_other_roles_do_not_moderate(request, client, waiting, actor):
    client.force_login(request.getfixturevalue(actor))
    for address in (QUEUE, f"{QUEUE}{waiting.pk}/", "/en/portal/log/"):
        assert client.get(address).status_code == 404, address
    assert post(client, waiting, "approve").status_code == 404
    assert not Event.objects.get(pk=waiting.pk).live


def test_list_asks_as_much_for_three_as_for_one(client, organisation, organiser, editor):
    handed_in(organisation, organiser)
    client.force_login(editor)
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        client.get(QUEUE)
    for _number in range(2):
        handed_in(organisation, organiser)
    with CaptureQueriesContext(connection) as three:
        client.get(QUEUE)
    assert len(one) == len(three)


def test_approved_once_and_the_second_tab_is_told(client, waiting, editor):
    client.force_login(editor)
    assert post(client, waiting, "approve").status_code == 302
    assert Event.objects.get(pk=waiting.pk).live
    again = post(client, waiting, "approve")
    assert again.status_code == 409
    assert f"was approved already by {editor}" in again.content.decode()


def test_what_was_changed_meanwhile_is_not_approved(client, waiting, editor, organiser):
    hand_in(event=Event.objects.get(pk=waiting.pk), user=organiser, now=timezone.now())
    client.force_login(editor)
    response = post(client, waiting, "approve")
    assert response.status_code == 409
    assert "has been changed since you opened it" in response.content.decode()


@pytest.mark.parametrize("do", ["send_back", "take_down"])
def test_without_words_nothing_is_sent_back(client, waiting, editor, do):
    client.force_login(editor)
    response = post(client, waiting, do, why=" ")
    assert response.status_code == 400
    assert "Write a few words" in response.content.decode()
    assert Event.objects.get(pk=waiting.pk).state == State.WAITING


def test_sent_back_with_words_reaches_the_organiser(client, waiting, editor, organiser):
    client.force_login(editor)
    assert post(client, waiting, "send_back", why="Hva koster det?").status_code == 302
    client.force_login(organiser)
    page = client.get(f"/en/portal/events/{waiting.pk}/").content.decode()
    assert "Changes asked for" in page
    assert "Hva koster det?" in page


def test_what_is_different_is_shown_before_and_after(client, waiting, editor, organiser):
    approve(event=waiting, user=editor, now=timezone.now())
    changed = Event.objects.get(pk=waiting.pk).get_latest_revision_as_object()
    changed.price_nok, changed.children_welcome = 50, True
    texts = list(changed.texts.all())
    texts[0].title = "Kafé med vaffel"
    changed.texts = texts
    hand_in(event=changed, user=organiser, now=timezone.now())
    client.force_login(editor)
    found = {
        each.label: (each.before, each.after)
        for each in client.get(f"{QUEUE}{waiting.pk}/").context["differences"]
    }
    assert found == {
        "Title (Norwegian)": ("Språkkafé på biblioteket", "Kafé med vaffel"),
        "Price in kroner": ("0", "50"),
        "Children are welcome": ("No", "Yes"),
    }


def test_several_at_once_and_what_was_changed_is_named(client, organisation, organiser, editor, elsewhere):
    one, two, three = (handed_in(organisation, organiser, title) for title in ("Én", "To", "Tre"))
    chosen = [f"{event.pk}:{event.latest_revision_id}" for event in (one, two, three, elsewhere)]
    hand_in(event=Event.objects.get(pk=three.pk), user=organiser, now=timezone.now())
    client.force_login(editor)
    page = client.post(f"{QUEUE}approve/", {"chosen": [*chosen, "x:1", "9:"]}, follow=True).content.decode()
    assert "2 activities are approved." in page
    assert "“Tre” has been changed since you opened it" in page
    live = Event.objects.filter(live=True)
    assert set(live) == {one, two}


def test_deputy_decides_only_what_has_waited_for_three_days(client, waiting, heroy):
    deputy = factories.a_user("Vikar")
    grant_role(user=deputy, role=Role.DEPUTY, municipality=heroy)
    client.force_login(deputy)
    assert client.get(f"{QUEUE}{waiting.pk}/").status_code == 404
    Event.objects.update(waiting_since=timezone.now() - timedelta(days=3, minutes=1))
    assert "It has waited for more than three days" in client.get(f"{QUEUE}{waiting.pk}/").content.decode()
    assert post(client, waiting, "take_down", why="Nei").status_code == 404
    assert post(client, waiting, "approve").status_code == 302
    assert LogEntry.objects.get(what="approved").acting_as == "deputy"


def test_county_editor_decides_in_the_own_county_alone(client, waiting, elsewhere, heroy):
    user = factories.a_user("Fylkets redaktør")
    grant_role(user=user, role=Role.COUNTY_EDITOR, region=heroy.county)
    Event.objects.update(waiting_since=timezone.now() - timedelta(days=4))
    client.force_login(user)
    assert post(client, elsewhere, "approve").status_code == 404
    assert post(client, waiting, "send_back", why="Hva koster det?").status_code == 302
    assert LogEntry.objects.get(what="changes_asked_for").acting_as == "county"


def test_trust_is_offered_after_three_and_ends_the_waiting(client, organisation, organiser, editor):
    for number in range(3):
        approve(event=handed_in(organisation, organiser, f"Nr. {number}"), user=editor, now=timezone.now())
        waits = handed_in(organisation, organiser, f"Venter {number}")
        client.force_login(editor)
        assert client.get(f"{QUEUE}{waits.pk}/").context["offers_trust"] == (number == 2)
    assert post(client, waits, "trust").status_code == 302
    organisation.refresh_from_db()
    assert organisation.is_trusted
    assert handed_in(organisation, organiser, "Rett ut").live
    assert post(client, waits, "trust").status_code == 404


def test_editor_corrects_with_the_organisers_form_and_it_is_published(client, waiting, editor, outsider):
    address = f"/en/portal/events/{waiting.pk}/edit/"
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(editor)
    # The way back leads to where the editor came from: the organiser's page is not theirs.
    assert client.get(address).context["back"] == f"{QUEUE}{waiting.pk}/"
    assert client.get(f"/en/portal/events/{waiting.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queue_and_log_ask_so_many_questions(
    client, organisation, organiser, editor, number, django_assert_num_queries
):
    for index in range(number):
        handed_in(organisation, organiser, f"Kafé {index}")
    # Old versions end by the clock: the title is then that of the activity.
    Event.objects.update(latest_revision=None)
    client.force_login(editor)
    for address, questions in ((QUEUE, 11), ("/en/portal/log/", 8)):
        client.get(address)
        with django_assert_num_queries(questions):
            assert len(client.get(address).context["rows"]) == number


def test_log_says_who_did_what_and_is_filtered(client, waiting, elsewhere, editor, organiser):
    ask_for_changes(event=waiting, user=editor, why="Hva koster det?", now=timezone.now())
    client.force_login(editor)

    def said(query: str = "") -> list[str]:
        rows = client.get(f"/en/portal/log/{query}").context["rows"]
        return [str(row["said"].what) for row in rows]

    assert said() == ["Changes asked for", "Sent to the municipality"]
    assert said("?what=handed_in") == ["Sent to the municipality"]
    assert said(f"?who={editor.name}") == ["Changes asked for"]
    assert said("?about=quiz") == []
    assert said("?about=språkkafé&since=7") == ["Changes asked for", "Sent to the municipality"]
    assert said("?what=nonsense&page=9") == ["Changes asked for", "Sent to the municipality"]


def test_log_asks_as_much_for_three_changed_places_as_for_one(client, waiting, editor, organiser):
    before = factories.a_venue("Hus 0")

    def move(number: int) -> None:
        nonlocal before
        venue = factories.a_venue(f"Hus {number}")
        places = {"before": {"venue": before.pk}, "after": {"venue": venue.pk}}
        record(event=waiting, what=LogEntry.What.CHANGED, user=organiser, now=timezone.now(), **places)
        before = venue

    move(1)
    client.force_login(editor)
    client.get("/en/portal/log/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/portal/log/")
    move(2)
    move(3)
    with CaptureQueriesContext(connection) as three:
        rows = client.get("/en/portal/log/").context["rows"]
    assert len(one) == len(three)
    said = [(each.before, each.after) for row in rows for each in row["differences"]]
    assert said == [("Hus 2", "Hus 3"), ("Hus 1", "Hus 2"), ("Hus 0", "Hus 1")]


def test_taken_down_by_an_editor_and_shown_again(client, organisation, editor):
    event = factories.an_event(organisation=organisation)
    factories.a_series(event)
    client.force_login(editor)
    assert post(client, event, "take_down", why="Reklame").status_code == 302
    assert Event.objects.get(pk=event.pk).state == State.TAKEN_DOWN
    assert post(client, event, "take_down", why="Reklame").status_code == 409
    assert post(client, event, "bring_back").status_code == 302
    assert Event.objects.get(pk=event.pk).live
