"""What is handed in waits or is shown, by trust; words say how they came to be; taken down is hidden."""

from datetime import UTC, datetime

import pytest
from wagtail.models import ModelLogEntry, TaskState, Workflow

from events import publishing
from events.models import Event, EventText
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


def test_submit_event_of_a_new_organisation_waits_for_the_municipality(organiser, organisation):
    event = factories.an_event(live=False, organisation=organisation)
    date = factories.an_occurrence(event)
    publishing.submit_event(event=event, user=organiser, now=NOW)
    date.refresh_from_db()
    assert (event.live, date.is_public) == (False, False)
    assert event.workflow_in_progress


def test_submit_event_of_a_trusted_organisation_is_public_at_once(organiser, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = factories.an_event(live=False, organisation=organisation)
    date = factories.an_occurrence(event)
    publishing.submit_event(event=event, user=organiser, now=NOW)
    date.refresh_from_db()
    assert date.is_public


def test_submit_event_that_waits_keeps_its_place(organiser, organisation):
    event = factories.an_event(live=False, organisation=organisation)
    publishing.submit_event(event=event, user=organiser, now=NOW)
    publishing.submit_event(event=event, user=organiser, now=NOW)
    assert TaskState.objects.filter(status="in_progress").count() == 1


def test_approval_shows_the_dates(organiser, organisation, editor):
    event = factories.an_event(live=False, organisation=organisation)
    date = factories.an_occurrence(event)
    publishing.submit_event(event=event, user=organiser, now=NOW)
    event.current_workflow_task_state.approve(user=editor)
    date.refresh_from_db()
    assert date.is_public


def test_unpublishing_hides_the_dates():
    event = factories.an_event()
    date = factories.an_occurrence(event)
    event.unpublish()
    date.refresh_from_db()
    assert not date.is_public


def test_submitting_makes_no_workflow(organiser, organisation):
    event = factories.an_event(live=False, organisation=organisation)
    before = set(Workflow.objects.values_list("pk", flat=True))
    publishing.submit_event(event=event, user=organiser, now=NOW)
    assert set(Workflow.objects.values_list("pk", flat=True)) == before


def test_taking_down_happens_once_and_hides_the_dates(editor):
    event = factories.an_event()
    other = factories.an_occurrence(factories.an_event(organisation=event.organisation))
    date = factories.an_occurrence(event)
    assert publishing.take_down_event(event=event, user=editor)
    assert not publishing.take_down_event(event=event, user=editor)
    date.refresh_from_db()
    other.refresh_from_db()
    assert (event.live, date.is_public, other.is_public) == (False, False, True)
    entries = ModelLogEntry.objects.filter(action="wagtail.unpublish")
    assert [(entry.object_id, entry.user) for entry in entries] == [(str(event.pk), editor)]


STATES = {"nb": "source", "uk": "human", "en": "machine", "ar": "outdated"}


@pytest.mark.parametrize(
    ("rewritten", "changed"),
    [
        (set(), {}),
        ({"nb"}, {"uk": "outdated"}),
        ({"en"}, {"en": "human"}),
        ({"uk"}, {}),
        ({"nb", "uk", "ar"}, {"ar": "human"}),
    ],
)
def test_settle_words_says_how_each_text_came_to_be(rewritten, changed):
    event = factories.an_event()
    event.texts.all().delete()
    EventText.objects.bulk_create(
        EventText(event=event, language=language, state=state, title=language)
        for language, state in STATES.items()
    )
    event = Event.objects.get(pk=event.pk)
    typed = [text for text in event.texts.all() if text.language in rewritten]
    publishing.settle_words(event=event, rewritten=typed)
    assert {text.language: text.state for text in event.texts.all()} == {**STATES, **changed}
