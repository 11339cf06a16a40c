"""What is handed in waits or is shown, by trust; words say how they came to be; taken down is hidden."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from events import publishing
from events.choices import State
from events.models import Event, EventText, LogEntry
from events.moderation import services
from events.moderation.exceptions import NeedsWords, TooLate
from tests import factories
from tests.proving import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def draft(organisation) -> Event:
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    return event


def again(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def happened(event: Event) -> list[tuple[str, str]]:
    """The oldest first, with in which role it was done."""
    return [(entry.what, entry.acting_as) for entry in event.log.order_by("pk")]


def test_what_a_new_organisation_hands_in_waits(draft, organiser):
    date = factories.an_occurrence(draft)
    services.hand_in(event=draft, user=organiser, now=NOW)
    date.refresh_from_db()
    assert (draft.live, date.is_public, again(draft).state) == (False, False, State.WAITING)
    assert list(Event.objects.waiting()) == [draft]


def test_what_a_trusted_organisation_hands_in_is_public_at_once(draft, organiser, organisation):
    organisation.is_trusted = True
    organisation.save()
    date = factories.an_occurrence(draft)
    services.hand_in(event=again(draft), user=organiser, now=NOW)
    date.refresh_from_db()
    assert (date.is_public, again(draft).state) == (True, State.PUBLISHED)


def test_approval_shows_the_dates_and_is_written_down(draft, organiser, editor):
    date = factories.an_occurrence(draft)
    services.hand_in(event=draft, user=organiser, now=NOW)
    entry = services.approve(event=draft, user=editor, now=NOW)
    date.refresh_from_db()
    assert (date.is_public, draft.state, entry.user, entry.version) == (
        True,
        State.PUBLISHED,
        editor,
        draft.live_revision_id,
    )
    assert happened(draft) == [("handed_in", ""), ("approved", "editor")]


def test_second_of_two_editors_is_told_who_decided(draft, organiser, editor):
    services.hand_in(event=draft, user=organiser, now=NOW)
    services.approve(event=again(draft), user=editor, now=NOW)
    with pytest.raises(TooLate) as too_late:
        services.ask_for_changes(event=draft, user=None, why="Nei", now=NOW)
    with override("en"):
        assert f"was approved already by {editor}" in too_late.value.words


def test_words_that_nobody_has_seen_are_not_approved(draft, organiser, editor):
    services.hand_in(event=draft, user=organiser, now=NOW)
    services.hand_in(event=again(draft), user=organiser, now=NOW)
    with pytest.raises(TooLate) as too_late, override("en"):
        services.approve(event=draft, user=editor, seen=draft.latest_revision_id, now=NOW)
    with override("en"):
        assert "has been changed since you opened it" in too_late.value.words
    assert not again(draft).live
    assert happened(draft) == [("handed_in", ""), ("handed_in_again", "")]


def test_sending_back_needs_words(draft, organiser, editor):
    services.hand_in(event=draft, user=organiser, now=NOW)
    with pytest.raises(NeedsWords):
        services.ask_for_changes(event=draft, user=editor, why="  ", now=NOW)
    services.ask_for_changes(event=draft, user=editor, why="Hva koster det?", now=NOW)
    assert Event.objects.with_moderation().get(pk=draft.pk).moderation_comment == "Hva koster det?"
    services.hand_in(event=again(draft), user=organiser, now=NOW)
    assert Event.objects.with_moderation().get(pk=draft.pk).moderation_comment is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_two_editors_at_the_same_moment_approve_once(draft, organiser):
    services.hand_in(event=draft, user=organiser, now=NOW)

    def approve(_number: int) -> str:
        try:
            services.approve(event=again(draft), user=None, now=NOW)
        except TooLate:
            return "too late"
        return "approved"

    assert sorted(at_once(approve, range(2))) == ["approved", "too late"]


def test_what_an_organiser_takes_down_they_bring_back_as_it_was(organiser, organisation):
    event = factories.an_event(organisation=organisation)
    date = factories.an_occurrence(event)
    other = factories.an_occurrence(factories.an_event(organisation=organisation))
    services.take_down(event=event, user=organiser, now=NOW, why="Feil")
    date.refresh_from_db()
    other.refresh_from_db()
    assert (event.live, date.is_public, other.is_public, event.state) == (
        False,
        False,
        True,
        State.TAKEN_DOWN,
    )
    with pytest.raises(TooLate):
        services.take_down(event=event, user=organiser, now=NOW)
    services.bring_back(event=event, user=organiser, now=NOW)
    date.refresh_from_db()
    assert (event.live, date.is_public, event.state) == (True, True, State.PUBLISHED)
    assert happened(event) == [("taken_down", ""), ("brought_back", "")]


def test_a_draft_of_later_does_not_come_back_in_the_place_of_what_was_shown(organiser, organisation):
    """Of what was never a version too: the demonstration's, an import's of long ago."""
    event = factories.an_event(organisation=organisation, online_url="https://a.example/")
    factories.an_occurrence(event)
    unseen = again(event)
    unseen.online_url = "https://spam.example/"
    services.keep_draft(event=unseen, user=organiser, now=NOW)
    services.take_down(event=again(event), user=organiser, now=NOW)
    services.bring_back(event=again(event), user=organiser, now=NOW)
    event.refresh_from_db()
    assert (event.live, event.online_url) == (True, "https://a.example/")
    assert event.get_latest_revision_as_object().online_url == "https://a.example/"


def test_what_an_editor_takes_down_comes_back_with_an_editors_yes(organiser, organisation, editor):
    organisation.is_trusted = True
    organisation.save()
    event = again(factories.an_event(organisation=organisation))
    factories.a_series(event)
    services.take_down(event=event, user=editor, now=NOW, why="Reklame", acting_as="editor")
    services.bring_back(event=event, user=organiser, now=NOW)
    assert (event.live, event.state) == (False, State.WAITING)
    services.approve(event=event, user=editor, now=NOW)
    assert event.live


def test_who_has_a_date_in_a_calendar_sees_no_change_where_the_same_is_approved_again(
    draft, organiser, editor
):
    date = factories.an_occurrence(draft)
    services.hand_in(event=draft, user=organiser, now=NOW)
    services.approve(event=draft, user=editor, now=NOW)
    date.refresh_from_db()
    stood = (date.restated, date.restated_from)
    _hand_in(draft, organiser)
    services.approve(event=again(draft), user=editor, now=NOW)
    services.take_down(event=again(draft), user=organiser, now=NOW)
    services.bring_back(event=again(draft), user=organiser, now=NOW)
    date.refresh_from_db()
    assert (date.restated, date.restated_from) == stood


def _hand_in(event: Event, user) -> None:
    services.hand_in(event=again(event).get_latest_revision_as_object(), user=user, now=NOW)


def _send_back(event: Event, editor) -> None:
    services.ask_for_changes(event=again(event), user=editor, why="Hva koster det?", now=NOW)


def _take_down_and_undo(event: Event, user) -> None:
    services.take_down(event=again(event), user=user, now=NOW)
    services.bring_back(event=again(event), user=user, now=NOW)


@pytest.mark.parametrize("meanwhile", ["nothing", "sent back", "taken down and undone"])
def test_trust_does_not_undo_what_an_editor_took_down(organiser, organisation, editor, meanwhile):
    organisation.is_trusted = True
    organisation.save()
    event = again(factories.an_event(organisation=organisation))
    factories.a_series(event)
    services.take_down(event=event, user=editor, now=NOW, why="Reklame", acting_as="editor")
    services.bring_back(event=event, user=organiser, now=NOW)
    if meanwhile == "sent back":
        _send_back(event, editor)
    elif meanwhile != "nothing":
        _take_down_and_undo(event, organiser)
    _hand_in(event, organiser)
    assert (again(event).live, again(event).state) == (False, State.WAITING)
    services.approve(event=again(event), user=editor, now=NOW)
    # With that yes it is trusted again.
    _hand_in(event, organiser)
    assert again(event).state == State.PUBLISHED


@pytest.mark.parametrize("by_editor", [True, False])
def test_what_was_shown_and_has_ended_by_the_clock_is_looked_at_again(draft, organiser, editor, by_editor):
    services.hand_in(event=draft, user=organiser, now=NOW)
    services.approve(event=draft, user=editor, now=NOW)
    services.take_down(event=draft, user=organiser, now=NOW)
    shown = draft.log.get(what="taken_down").before["shown"]
    newest = again(draft).get_latest_revision_as_object()
    newest.price_nok = 50
    services.keep_draft(event=newest, user=organiser, now=NOW)
    draft.revisions.filter(pk=shown).delete()
    role = {"user": editor, "acting_as": "editor"} if by_editor else {"user": organiser}
    services.bring_back(event=again(draft), now=NOW, **role)
    assert (again(draft).live, again(draft).state) == (False, State.WAITING)


def test_a_change_that_waits_is_kept_when_the_old_version_is_taken_down_and_shown_again(
    draft, organiser, editor
):
    services.hand_in(event=draft, user=organiser, now=NOW)
    services.approve(event=draft, user=editor, now=NOW)
    changed = again(draft).get_latest_revision_as_object()
    changed.price_nok = 50
    services.hand_in(event=changed, user=organiser, now=NOW)
    event = again(draft)
    services.take_down(event=event, user=editor, now=NOW, why="Reklame", acting_as="editor")
    services.bring_back(event=event, user=editor, now=NOW, acting_as="editor")
    assert (event.live, event.price_nok, event.state) == (True, 0, State.WAITING)
    services.approve(event=event, user=editor, now=NOW)
    assert (event.price_nok, event.state) == (50, State.PUBLISHED)


def test_the_log_is_only_added_to(draft, organiser):
    services.hand_in(event=draft, user=organiser, now=NOW)
    entry = draft.log.get()
    for change in (
        lambda: draft.log.update(why="x"),
        lambda: draft.log.all().delete(),
        entry.delete,
        entry.save,
    ):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_logentry SET what = 'approved' WHERE id = %s", [entry.pk])
    organiser.delete()
    assert draft.log.get().user is None
    pk = draft.pk
    again(draft).delete()
    assert not LogEntry.objects.filter(event=pk).exists()


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
