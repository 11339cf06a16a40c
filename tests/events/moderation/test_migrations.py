"""Where activities stood in Wagtail's workflow, and what was in its log, is moderation's own afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from core.mail.outbox.models import OutboxMessage
from core.models import User
from events.choices import State
from events.models import Event, LogEntry
from events.moderation.notices import handed_in_by
from events.moderation.services import approve, bring_back
from tests import factories
from tests.migrating import migrate

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
BEFORE = ("events", "0018_states_and_log")
GONE = 4_000_000
# Of each activity: whether it is shown, whether its newest version is not, whether it ever was shown, and
# where its workflow stands.
OLD = {
    "Utkast": (False, True, False, ""),
    "Vist": (True, False, True, "approved"),
    "Vist, med utkast": (True, True, True, ""),
    "Venter": (False, True, False, "in_progress"),
    "Vist, endring venter": (True, True, True, "in_progress"),
    "Sendt tilbake": (False, True, False, "needs_changes"),
    "Tatt ned av redaktøren": (False, False, True, ""),
    "Tatt ned av laget": (False, False, True, ""),
}
NEW = {
    "Utkast": State.DRAFT,
    "Vist": State.PUBLISHED,
    "Vist, med utkast": State.DRAFT,
    "Venter": State.WAITING,
    "Vist, endring venter": State.WAITING,
    "Sendt tilbake": State.CHANGES,
    "Tatt ned av redaktøren": State.TAKEN_DOWN,
    "Tatt ned av laget": State.TAKEN_DOWN,
}
# What a version did not have before.
NEWER = ("state", "waiting_since")


class Before:
    """The database as it was, and what is done in it."""

    def __init__(self, apps, organiser: User, editor: User) -> None:
        self.get = apps.get_model
        self.organiser, self.editor = organiser.pk, editor.pk
        self.type = self.get("contenttypes", "ContentType").objects.get(app_label="events", model="event")
        task_type = self.get("contenttypes", "ContentType").objects.create(
            app_label="events", model="municipalityapprovaltask"
        )
        self.task = self.get("events", "MunicipalityApprovalTask").objects.create(
            name="Kommunen", content_type=task_type
        )
        self.workflow = self.get("wagtailcore", "Workflow").objects.create(name="Kommunen")
        self.get("wagtailcore", "WorkflowTask").objects.create(workflow=self.workflow, task_id=self.task.pk)
        self.get("wagtailcore", "WorkflowContentType").objects.create(
            workflow=self.workflow, content_type=self.type
        )
        self.moment = NOW

    def log(self, event: int, action: str, user: int | None, **fields) -> None:
        self.moment += timedelta(minutes=1)
        self.get("wagtailcore", "ModelLogEntry").objects.create(
            content_type=self.type,
            object_id=str(event),
            label="Språkkafé",
            action=action,
            timestamp=self.moment,
            user_id=user,
            **fields,
        )

    def stands(self, event: Event, live: bool, is_changed: bool, was_shown: bool) -> None:
        self.get("events", "Event").objects.filter(pk=event.pk).update(
            live=live,
            has_unpublished_changes=is_changed,
            first_published_at=NOW if was_shown else None,
            latest_revision=event.latest_revision_id,
            live_revision=event.latest_revision_id if live else None,
        )
        [version] = self.get("wagtailcore", "Revision").objects.filter(pk=event.latest_revision_id)
        content = {name: value for name, value in version.content.items() if name not in NEWER}
        version.content = {**content, "locked": False, "locked_at": None, "locked_by": None}
        version.save()

    def flow(self, event: Event, status: str) -> int:
        """A workflow that was started by the organiser. Returns the number of its step."""
        flow = self.get("wagtailcore", "WorkflowState").objects.create(
            content_type=self.type,
            base_content_type=self.type,
            object_id=str(event.pk),
            workflow=self.workflow,
            status=status,
            created_at=NOW,
            requested_by_id=self.organiser,
        )
        is_open = status == "in_progress"
        step = self.get("wagtailcore", "TaskState").objects.create(
            workflow_state=flow,
            revision_id=event.latest_revision_id,
            task_id=self.task.pk,
            status={"needs_changes": "rejected"}.get(status, status),
            started_at=NOW,
            finished_at=None if is_open else NOW,
            finished_by_id=None if is_open else self.editor,
            comment="" if is_open else "Takk, og hei!",
            content_type=self.task.content_type,
        )
        flow.current_task_state = step
        flow.save()
        return step.pk


@pytest.mark.prove
@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_old_workflows_become_states_and_a_log():
    organisation = factories.an_organisation()
    organiser = factories.a_member(organisation)
    editor = factories.a_user("Eva Redaktør")
    events = {}
    for title in OLD:
        event = factories.an_event(title, live=False, organisation=organisation)
        event.save_revision(user=organiser)
        events[title] = event
    before = Before(migrate([BEFORE]), organiser, editor)
    for title, (live, is_changed, was_shown, status) in OLD.items():
        before.stands(events[title], live, is_changed, was_shown)
        step = before.flow(events[title], status) if status else None
        if status == "approved":
            # As Wagtail wrote it: making stores a version too, and approving publishes.
            number, made = events[title].pk, {"uuid": "12345678-1234-5678-1234-567812345678"}
            before.log(number, "wagtail.create", organiser.pk, **made)
            before.log(number, "wagtail.edit", organiser.pk, content_changed=True, **made)
            before.log(number, "wagtail.edit", GONE, content_changed=True)
            before.log(number, "wagtail.workflow.start", organiser.pk)
            data = {"workflow": {"task_state_id": step}, "comment": "Takk, og hei!"}
            before.log(number, "wagtail.workflow.approve", editor.pk, data=data)
            before.log(number, "wagtail.publish", editor.pk, revision_id=events[title].latest_revision_id)
            OutboxMessage.objects.create(
                kind="events.decision",
                about=f"task_state:{step}",
                recipient=f"user:{organiser.pk}",
                priority=1,
                due_at=NOW,
                wanted_until=NOW + timedelta(days=7),
                created_at=NOW,
            )
    for title, user in (("Tatt ned av redaktøren", editor), ("Tatt ned av laget", organiser)):
        before.log(events[title].pk, "wagtail.publish", organiser.pk)
        before.log(events[title].pk, "wagtail.unpublish", user.pk)
    before.log(GONE, "wagtail.edit", organiser.pk, content_changed=True)

    after = migrate()
    stand = {title: Event.objects.get(pk=event.pk) for title, event in events.items()}
    assert {title: event.state for title, event in stand.items()} == NEW
    assert {title: event.live for title, event in stand.items()} == {
        title: live for title, (live, *_more) in OLD.items()
    }
    waiting = {title for title, event in stand.items() if event.waiting_since}
    assert waiting == {"Venter", "Vist, endring venter"}

    log = LogEntry.objects.of(stand["Vist"].pk).reverse().values_list("what", "user", "acting_as", "why")
    assert list(log) == [
        ("created", organiser.pk, "", ""),
        ("other", organiser.pk, "", ""),
        ("changed", None, "", ""),
        ("handed_in", organiser.pk, "", ""),
        ("approved", editor.pk, "editor", "Takk, og hei!"),
        ("published", editor.pk, "editor", ""),
    ]
    log = LogEntry.objects.of(stand["Sendt tilbake"].pk).reverse().values_list("what", "user", "why")
    assert set(log) == {
        ("handed_in", organiser.pk, ""),
        ("changes_asked_for", editor.pk, "Takk, og hei!"),
    }
    assert not LogEntry.objects.filter(event=GONE).exists()
    approved = LogEntry.objects.get(what="approved")
    assert OutboxMessage.objects.get().about == f"log:{approved.pk}"
    assert handed_in_by(LogEntry.objects.get(event=stand["Vist"], what="published")) == organiser.pk
    for name in ("WorkflowState", "TaskState", "WorkflowContentType", "ModelLogEntry"):
        assert not after.get_model("wagtailcore", name).objects.exists(), name
    for name in ("Task", "Workflow"):
        assert not after.get_model("wagtailcore", name).objects.filter(name="Kommunen").exists(), name

    # And it goes on from there: what waits is approved, what an editor took down comes back with a yes.
    approve(event=stand["Venter"], user=editor, now=NOW)
    assert Event.objects.get(pk=stand["Venter"].pk).live
    for title, state in (("redaktøren", State.WAITING), ("laget", State.PUBLISHED)):
        event = stand[f"Tatt ned av {title}"]
        factories.a_series(event)
        bring_back(event=event, user=organiser, now=NOW)
        assert Event.objects.get(pk=event.pk).state == state
