"""An editor of the event's own municipality decides; nobody else can, by any address of Wagtail's admin."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState
from wagtail.users.models import UserProfile

from core.formats import clock, day_with_year
from events.choices import TextState
from events.models import Event, EventText
from events.publishing import submit_event
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.markup import form_values as shown_in
from tests.markup import squeezed
from tests.proving import at_once

pytestmark = pytest.mark.django_db
NAMES = "wagtailsnippets_events_event"


@pytest.fixture
def waiting(organisation, organiser) -> Event:
    """A café in Herøy that waits for approval, with three dates."""
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    submit_event(event=event, user=organiser, now=timezone.now())
    return Event.objects.get(pk=event.pk)


def task_of(event: Event) -> TaskState:
    return event.workflow_states.latest("pk").task_states.latest("pk")


def action_url(event: Event, action: str = "approve", task: TaskState | None = None) -> str:
    return reverse(f"{NAMES}:workflow_action", args=[event.pk, action, (task or task_of(event)).pk])


def edit_url(event: Event) -> str:
    return reverse(f"{NAMES}:edit", args=[event.pk])


def form_values(event: Event) -> dict[str, object]:
    """What the edit page sends when nothing was typed."""
    text = event.texts.get()
    return {
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 1,
        "texts-MIN_NUM_FORMS": 1,
        "texts-MAX_NUM_FORMS": 1000,
        "texts-0-id": text.pk,
        "texts-0-language": text.language,
        "texts-0-title": text.title,
        "texts-0-description": text.description,
        "venue": event.venue_id,
        "online_url": "",
        "category": event.category,
        "audience": event.audience,
        "level": event.level,
        "age_from": "",
        "open_to_all": "on",
        "admission": event.admission,
        "capacity": "",
        "price_nok": event.price_nok,
        "food": event.food,
        "grade": "",
        "distance_km": "",
        "ascent_m": "",
    }


@pytest.fixture
def elsewhere(outsider) -> Event:
    """A quiz in the other Herøy, which waits for the outsider, who is admin there."""
    organisation = outsider.memberships.get().organisation
    event = factories.an_event("Quizkveld på kaia", live=False, organisation=organisation)
    submit_event(event=event, user=outsider, now=timezone.now())
    return Event.objects.get(pk=event.pk)


def named(client, address: str, *events: Event) -> list[Event]:
    """Which of `events` the page names. It must be a page: a redirect would name nothing."""
    response = client.get(address)
    assert response.status_code == 200, address
    return [event for event in events if event.title in response.content.decode()]


def test_dashboard_lists_what_waits_in_the_own_municipality(client, waiting, elsewhere, editor, outsider):
    for user, own in [(editor, waiting), (outsider, elsewhere)]:
        client.force_login(user)
        assert named(client, "/admin/", waiting, elsewhere) == [own]


def test_approval_makes_the_dates_public(client, waiting, editor):
    client.force_login(editor)
    assert client.post(action_url(waiting), {"comment": ""}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.live, waiting.workflow_in_progress) == (True, False)
    assert waiting.occurrences.public().count() == waiting.occurrences.count() == 1
    assert task_of(waiting).finished_by == editor


def test_rejection_reaches_the_organiser(client, waiting, editor, organiser):
    client.force_login(editor)
    client.post(action_url(waiting, "reject"), {"comment": "Hva koster det?"})
    client.force_login(organiser)
    page = client.get(f"/en/portal/events/{waiting.pk}/").content.decode()
    assert "Changes asked for" in page
    assert "Hva koster det?" in page


def test_draft_after_a_request_for_changes_is_not_said_to_be_handed_in(client, waiting, editor, organiser):
    client.force_login(editor)
    client.post(action_url(waiting, "reject"), {"comment": "Hva koster det?"})
    client.force_login(organiser)
    url = f"/en/portal/events/{waiting.pk}/edit/"
    values = shown_in(client.get(url).content.decode())
    page = client.post(url, {**values, "title": "Kafé", "draft": "1"}, follow=True).content.decode()
    assert "you get an e-mail when it is approved" not in page
    assert "Saved as a draft." in page
    waiting.refresh_from_db()
    assert not waiting.workflow_in_progress


def test_second_tab_is_told_who_approved(client, waiting, editor):
    client.force_login(editor)
    address = action_url(waiting)
    client.post(address, {"comment": ""})
    revision = Event.objects.get(pk=waiting.pk).live_revision_id
    response = client.post(address, {"comment": ""}, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert f"was approved already by {editor}" in response.content.decode()
    assert Event.objects.get(pk=waiting.pk).live_revision_id == revision
    assert TaskState.objects.filter(status=TaskState.STATUS_APPROVED).count() == 1


def test_second_tab_with_a_dialogue_is_told_too(client, waiting, editor):
    UserProfile.objects.create(user=editor, preferred_language="en")
    client.force_login(editor)
    address = action_url(waiting, "reject")
    client.post(action_url(waiting), {"comment": ""})
    response = client.post(address, {"comment": "Nei"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json() == {"step": "success", "redirect": edit_url(waiting)}
    page = client.get(edit_url(waiting)).content.decode()
    assert "was approved already by" in page
    assert Event.objects.get(pk=waiting.pk).live


def test_second_tab_on_the_edit_page_is_told_who_approved(client, waiting, editor):
    client.force_login(editor)
    values = form_values(waiting) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    assert client.post(edit_url(waiting), values).status_code == 302
    assert Event.objects.get(pk=waiting.pk).live
    response = client.post(edit_url(waiting), values)
    assert response.status_code == 409
    assert str(editor) in response.content.decode()
    assert not Event.objects.get(pk=waiting.pk).has_unpublished_changes


def test_late_approval_with_corrections_keeps_the_corrections_as_a_draft(client, waiting, editor):
    client.force_login(editor)
    values = form_values(waiting) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client.post(action_url(waiting), {"comment": ""})
    response = client.post(edit_url(waiting), values | {"texts-0-title": "Rettet tittel"})
    assert response.status_code == 302
    event = Event.objects.get(pk=waiting.pk)
    assert event.title != "Rettet tittel"
    assert event.get_latest_revision_as_object().title == "Rettet tittel"


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_two_editors_at_the_same_moment_approve_once(waiting, editor, heroy):
    colleague = factories.a_user("Eskil Kollega")
    grant_role(user=colleague, role=Role.ADMIN, municipality=heroy)
    address = action_url(waiting)

    def approve(user) -> int:
        client = Client()
        client.force_login(user)
        return client.post(address, {"comment": ""}).status_code

    assert sorted(at_once(approve, [editor, colleague])) == [302, 409]
    assert TaskState.objects.filter(status=TaskState.STATUS_APPROVED).count() == 1


def test_approval_of_words_that_have_changed_since_is_refused(client, waiting, editor, organiser):
    address = action_url(waiting)
    submit_event(event=waiting, user=organiser, now=timezone.now())
    client.force_login(editor)
    response = client.post(address, {"comment": ""}, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert "has been changed since you opened it" in response.content.decode()
    assert not Event.objects.get(pk=waiting.pk).live


def test_editor_cannot_approve_elsewhere_by_mixing_numbers(client, waiting, elsewhere, outsider):
    """Wagtail checks the right to the event and acts on the task: they must belong together."""
    client.force_login(outsider)
    response = client.post(action_url(elsewhere, task=task_of(waiting)), {"comment": ""})
    assert response.status_code == 404
    assert not Event.objects.get(pk=waiting.pk).live


def pages_of(event: Event) -> list[str]:
    revision, task = event.latest_revision_id, task_of(event)
    named = {
        "edit": [event.pk],
        "inspect": [event.pk],
        "delete": [event.pk],
        "usage": [event.pk],
        "history": [event.pk],
        "history_results": [event.pk],
        "workflow_history": [event.pk],
        "workflow_history_detail": [event.pk, task.workflow_state_id],
        "preview_on_edit": [event.pk],
        "revisions_view": [event.pk, revision],
        "revisions_revert": [event.pk, revision],
        "revisions_compare": [event.pk, "earliest", "latest"],
        "revisions_unschedule": [event.pk, revision],
        "unpublish": [event.pk],
        "lock": [event.pk],
        "unlock": [event.pk],
        "workflow_action": [event.pk, "approve", task.pk],
        "collect_workflow_action_data": [event.pk, "reject", task.pk],
        "confirm_workflow_cancellation": [event.pk],
        "workflow_preview": [event.pk, task.task_id],
    }
    return [reverse(f"{NAMES}:{name}", args=args) for name, args in named.items()]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_the_admin_opens_for_an_editor_elsewhere(client, waiting, outsider, method):
    client.force_login(outsider)
    statuses = {address: getattr(client, method)(address).status_code for address in pages_of(waiting)}
    assert set(statuses.values()) == {404}, statuses
    assert not Event.objects.get(pk=waiting.pk).live


def test_pages_open_for_the_own_editor(client, waiting, editor):
    client.force_login(editor)
    for name in ("edit", "inspect", "history", "workflow_history"):
        assert client.get(reverse(f"{NAMES}:{name}", args=[waiting.pk])).status_code == 200, name
    preview = client.get(reverse(f"{NAMES}:workflow_preview", args=[waiting.pk, task_of(waiting).task_id]))
    assert "Vi snakker norsk sammen" in preview.content.decode()


@pytest.mark.parametrize("name", ["list", "list_results"])
def test_list_holds_the_own_municipality_only(client, waiting, elsewhere, editor, outsider, name):
    address = reverse(f"{NAMES}:{name}")
    for user, own in [(editor, waiting), (outsider, elsewhere)]:
        client.force_login(user)
        assert named(client, address, waiting, elsewhere) == [own]
    client.force_login(editor)
    assert named(client, f"{address}?waiting=yes&q=språkkafé", waiting, elsewhere) == [waiting]
    assert named(client, f"{address}?waiting=yes&q=quizkveld", waiting, elsewhere) == []


@pytest.mark.parametrize("name", ["workflow", "workflow_tasks", "site_history"])
def test_reports_name_nothing_from_elsewhere(client, waiting, elsewhere, outsider, admin_user, name):
    address = reverse(f"wagtailadmin_reports:{name}")
    client.force_login(admin_user)
    assert named(client, address, waiting, elsewhere) == [waiting, elsewhere]
    client.force_login(outsider)
    response = client.get(address, follow=True)
    assert waiting.title not in response.content.decode()


def test_bulk_action_leaves_alone_what_is_elsewhere(client, waiting, elsewhere, outsider):
    address = reverse("wagtail_bulk_action", args=["events", "event", "delete"])
    client.force_login(outsider)
    for chosen in (f"?id={waiting.pk}", f"?id={waiting.pk}&id={elsewhere.pk}", "?id=all"):
        assert waiting.title not in client.get(address + chosen, follow=True).content.decode(), chosen
        client.post(address + chosen, follow=True)
    assert Event.objects.filter(pk=waiting.pk).exists()


@pytest.mark.parametrize("actor", ["host", "organiser", "adviser"])
def test_other_roles_do_not_moderate(request, client, waiting, actor):
    client.force_login(request.getfixturevalue(actor))
    response = client.post(action_url(waiting), {"comment": ""})
    # Somebody without any way into the admin is sent out of it; a role that has one finds nothing.
    assert (response.status_code, response.headers.get("Location")) in [(404, None), (302, "/admin/")]
    assert task_of(waiting).status == TaskState.STATUS_IN_PROGRESS
    assert not Event.objects.get(pk=waiting.pk).live


def test_events_are_not_made_in_the_admin(client, editor):
    client.force_login(editor)
    assert client.get(reverse(f"{NAMES}:add")).status_code == 404


def test_editor_corrects_a_text_and_translations_fall_behind(client, waiting, editor):
    translated = EventText.objects.create(event=waiting, language="uk", state=TextState.HUMAN, title="Кафе")
    waiting.save_revision()
    client.force_login(editor)
    values = form_values_with(waiting, translated, title="Rettet tittel")
    assert client.post(edit_url(waiting), values).status_code == 302
    newest = Event.objects.get(pk=waiting.pk).get_latest_revision_as_object()
    assert {(text.language, text.state, text.title) for text in newest.texts.all()} == {
        ("nb", "source", "Rettet tittel"),
        ("uk", "outdated", "Кафе"),
    }


def form_values_with(event: Event, translated: EventText, *, title: str) -> dict[str, object]:
    source = EventText.objects.get(event=event, state=TextState.SOURCE)
    values = {
        "texts-TOTAL_FORMS": 2,
        "texts-INITIAL_FORMS": 2,
        "texts-MIN_NUM_FORMS": 1,
        "texts-MAX_NUM_FORMS": 1000,
    }
    for index, text in enumerate((source, translated)):
        for name in ("id", "language", "title", "description"):
            values[f"texts-{index}-{name}"] = getattr(text, name)
    values["texts-0-title"] = title
    event.texts = [source]
    return form_values_base(event) | values


def form_values_base(event: Event) -> dict[str, object]:
    return {name: value for name, value in form_values(event).items() if not name.startswith("texts-")}


def test_editor_cannot_remove_the_organisers_own_text(client, waiting, editor):
    client.force_login(editor)
    response = client.post(edit_url(waiting), form_values(waiting) | {"texts-0-DELETE": "1"})
    assert response.status_code == 200
    assert waiting.texts.get().state == TextState.SOURCE


def test_editor_cannot_move_it_to_a_venue_elsewhere(client, waiting, editor):
    elsewhere = factories.a_venue("Rana bibliotek", municipality=factories.a_municipality("1833", "Rana"))
    client.force_login(editor)
    response = client.post(edit_url(waiting), form_values(waiting) | {"venue": elsewhere.pk})
    assert response.status_code == 404
    waiting.refresh_from_db()
    assert waiting.venue != elsewhere


def test_editor_takes_a_live_event_down_and_its_dates_go(client, waiting, editor):
    client.force_login(editor)
    client.post(action_url(waiting), {"comment": ""})
    assert reverse(f"{NAMES}:unpublish", args=[waiting.pk]) in client.get(edit_url(waiting)).content.decode()
    client.post(reverse(f"{NAMES}:unpublish", args=[waiting.pk]))
    assert not Event.objects.get(pk=waiting.pk).live
    assert not waiting.occurrences.public().exists()


def test_editor_corrects_a_live_event_at_once(client, waiting, editor):
    client.force_login(editor)
    client.post(action_url(waiting), {"comment": ""})
    values = form_values(waiting) | {"texts-0-title": "Rettet tittel", "action-publish": "1"}
    assert client.post(edit_url(waiting), values).status_code == 302
    event = Event.objects.get(pk=waiting.pk)
    assert (event.title, event.has_unpublished_changes) == ("Rettet tittel", False)


def test_approval_is_the_button_of_a_waiting_event_and_dates_are_shown(client, waiting, editor):
    client.force_login(editor)
    response = client.get(edit_url(waiting))
    assert response.context["action_menu"].default_item.name == "approve"
    date = waiting.occurrences.earliest("starts_at")
    page = squeezed(response.content.decode())
    assert page.count(f"<li>{day_with_year(date.starts_at)}, {clock(date.starts_at)}–") == 1
