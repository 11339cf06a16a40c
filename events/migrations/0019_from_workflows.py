"""Where activities stand and what has happened to them, out of Wagtail's workflow and log."""

from itertools import islice

from django.conf import settings
from django.db import migrations

WHAT = {
    "wagtail.create": "created",
    "wagtail.edit": "changed",
    "wagtail.publish": "published",
    "wagtail.unpublish": "taken_down",
    "wagtail.workflow.start": "handed_in",
    "wagtail.workflow.resume": "handed_in_again",
    "wagtail.workflow.approve": "approved",
    "wagtail.workflow.reject": "changes_asked_for",
    "events.change_dates": "dates_changed",
    "events.cancel_date": "date_cancelled",
}
DECIDED = {"approved": "approved", "rejected": "changes_asked_for"}
AT_ONCE = 1000


def move(apps, schema_editor):
    event_type = (
        apps.get_model("contenttypes", "ContentType")
        .objects.filter(app_label="events", model="event")
        .first()
    )
    state_events(apps, event_type)
    if event_type is None:
        return
    told = move_log(apps, event_type)
    keep_what_only_the_workflow_knew(apps, event_type, told)
    hand_over_mails(apps, told)
    end_workflow(apps, event_type)


def state_events(apps, event_type):
    events = apps.get_model("events", "Event").objects
    events.filter(live=False, first_published_at__isnull=False).update(state="taken_down")
    events.filter(live=True, has_unpublished_changes=False).update(state="published")
    if event_type is None:
        return
    for status, state in (("in_progress", "waiting"), ("needs_changes", "changes")):
        running = apps.get_model("wagtailcore", "WorkflowState").objects.filter(
            base_content_type=event_type, status=status
        )
        numbers = [int(number) for number in running.values_list("object_id", flat=True)]
        events.filter(pk__in=numbers).update(state=state)


def move_log(apps, event_type):
    """Every row, also what is housekeeping. Returns the new row of each decision by its task's number."""
    Old, New = apps.get_model("wagtailcore", "ModelLogEntry"), apps.get_model("events", "LogEntry")
    there = set(apps.get_model("events", "Event").objects.values_list("pk", flat=True))
    rows = Old.objects.filter(content_type=event_type).order_by("timestamp", "pk")
    made = set(rows.filter(action="wagtail.create", uuid__isnull=False).values_list("uuid", flat=True))
    # Of an activity that is gone nothing is kept: its own rows go with it.
    mine = (row for row in rows.iterator() if row.object_id.isdigit() and int(row.object_id) in there)
    who = Who(apps)
    told = {}
    while some := list(islice(mine, AT_ONCE)):
        for old, new in zip(
            some, New.objects.bulk_create([new_row(New, row, made, who) for row in some]), strict=True
        ):
            task = ((old.data or {}).get("workflow") or {}).get("task_state_id")
            if task and new.what in DECIDED.values():
                told[task] = new.pk
    rows._raw_delete(rows.db)
    return told


class Who:
    """Who has done something, and in which role."""

    def __init__(self, apps):
        get = apps.get_model
        members = get("organisations", "Membership").objects.values_list("user", "organisation")
        self.users = set(get(settings.AUTH_USER_MODEL).objects.values_list("pk", flat=True))
        self.members = set(members)
        self.organisations = dict(get("events", "Event").objects.values_list("pk", "organisation"))

    def user_of(self, row):
        """Wagtail's log keeps the number of an account that is gone; ours names nobody then."""
        return row.user_id if row.user_id in self.users else None

    def acting_as(self, row, what):
        """A decision is an editor's; so is what somebody has shown or taken down for others."""
        user = self.user_of(row)
        is_own = (user, self.organisations[int(row.object_id)]) in self.members
        if what in DECIDED.values() or (what in ("published", "taken_down") and user and not is_own):
            return "editor"
        return ""


def new_row(New, row, made, who):
    data = dict(row.data or {})
    what = WHAT.get(row.action, "other")
    # Making stores the first version, and approving one even when nothing was corrected.
    if row.action == "wagtail.edit" and (not row.content_changed or row.uuid in made):
        what = "other"
    if what == "other":
        data["action"] = row.action
    return New(
        event_id=int(row.object_id),
        at=row.timestamp,
        user_id=who.user_of(row),
        what=what,
        acting_as=who.acting_as(row, what),
        after={key: value for key, value in data.items() if key != "comment"},
        why=data.get("comment") or "",
        version=row.revision_id,
    )


def keep_what_only_the_workflow_knew(apps, event_type, told):
    """Who handed in and what was decided, where Wagtail's log does not say it."""
    New = apps.get_model("events", "LogEntry")
    there = set(apps.get_model("events", "Event").objects.values_list("pk", flat=True))
    handed_in = set(New.objects.filter(what="handed_in").values_list("event", flat=True))
    flows = apps.get_model("wagtailcore", "WorkflowState").objects.filter(base_content_type=event_type)
    for flow in flows.order_by("pk").iterator():
        number = int(flow.object_id)
        if number not in there:
            continue
        if number not in handed_in:
            handed_in.add(number)
            New.objects.create(
                event_id=number, at=flow.created_at, user_id=flow.requested_by_id, what="handed_in"
            )
        for task in flow.task_states.filter(status__in=DECIDED).exclude(pk__in=told).order_by("pk"):
            told[task.pk] = New.objects.create(
                event_id=number,
                at=task.finished_at or task.started_at,
                user_id=task.finished_by_id,
                acting_as="editor",
                what=DECIDED[task.status],
                why=task.comment or "",
                version=task.revision_id,
            ).pk


def hand_over_mails(apps, told):
    """A decision that is not told yet is told of the new row."""
    messages = apps.get_model("outbox", "OutboxMessage").objects.filter(
        kind="events.decision", about__startswith="task_state:"
    )
    for message in messages:
        entry = told.get(int(message.about.removeprefix("task_state:")))
        if entry:
            messages.filter(pk=message.pk).update(about=f"log:{entry}")


def end_workflow(apps, event_type):
    get = apps.get_model
    get("wagtailcore", "WorkflowState").objects.filter(base_content_type=event_type).update(
        current_task_state=None
    )
    get("wagtailcore", "TaskState").objects.filter(workflow_state__base_content_type=event_type).delete()
    get("wagtailcore", "WorkflowState").objects.filter(base_content_type=event_type).delete()
    steps = list(get("events", "MunicipalityApprovalTask").objects.values_list("pk", flat=True))
    of_events = get("wagtailcore", "WorkflowContentType").objects.filter(content_type=event_type)
    flows = list(of_events.values_list("workflow", flat=True))
    of_events.delete()
    get("wagtailcore", "WorkflowTask").objects.filter(task__in=steps).delete()
    get("events", "MunicipalityApprovalTask").objects.all().delete()
    get("wagtailcore", "Task").objects.filter(pk__in=steps).delete()
    unused = get("wagtailcore", "Workflow").objects.filter(pk__in=flows)
    unused.exclude(workflow_pages__isnull=False).exclude(workflow_content_types__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0018_states_and_log"),
        ("outbox", "0003_texts"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
