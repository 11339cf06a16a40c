"""The operator's page: what is away is said in words, with what to do; and it comes whatever is away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.jobs import BACKUP, jobs, note, note_task, scheduled
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.models import JobRun
from home.running import State, parts
from tests import factories

pytestmark = pytest.mark.django_db


def found() -> dict[str, tuple[State, str]]:
    with override("en"):
        return {part.name: (part.state, part.said) for part in parts(now=timezone.now())}


def a_message(**values) -> OutboxMessage:
    now = timezone.now()
    number = OutboxMessage.objects.count()
    given = {"kind": "tests.letter", "about": f"thing:{number}", "recipient": "somebody:1", "priority": 10}
    times = {"due_at": now, "wanted_until": now + timedelta(days=1), "created_at": now}
    return OutboxMessage.objects.create(**{**given, **times, **values})


@pytest.fixture
def operator():
    return factories.a_user("Sjef Eksempel", is_superuser=True)


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_page_comes_with_everything_but_the_database_away(
    client, operator, no_cache, no_broker, no_celery_worker, language
):
    a_message(due_at=timezone.now() - timedelta(hours=1), reason=Why.SENDER_REFUSED)
    client.force_login(operator)
    with override(language):
        response = client.get(reverse("running"))
    assert response.status_code == 200
    states = {part.state for part in response.context["parts"]}
    assert states == {State.GOOD, State.LOOK, State.BAD}


def test_portal_of_an_operator_leads_there(client, operator):
    client.force_login(operator)
    assert "/nb/portal/running/" in client.get("/nb/portal/").content.decode()


def test_nobody_else_finds_it(client, host):
    client.force_login(host)
    assert client.get("/nb/portal/running/").status_code == 404
    assert "running" not in client.get("/nb/portal/").content.decode()


@pytest.mark.usefixtures("no_cache")
def test_redis_away_is_said_and_workers_are_not_asked(no_broker):
    assert found()["Redis"] == (State.BAD, "It does not answer.")
    assert found()["Workers"][0] == State.LOOK


def test_no_worker_is_said(no_celery_worker):
    assert found()["Redis"] == (State.GOOD, "It answers.")
    assert found()["Workers"] == (State.BAD, "None answers.")


def test_mail_that_waits_long_is_said_and_what_waits_on_purpose_is_not():
    a_message(due_at=timezone.now() + timedelta(days=1))
    assert found()["E-mails that wait"] == (State.GOOD, "None that is due.")
    a_message()
    assert found()["E-mails that wait"][0] == State.GOOD
    a_message(due_at=timezone.now() - timedelta(hours=1), reason=Why.UNREACHABLE)
    state, said = found()["E-mails that wait"]
    assert (state, said[:2]) == (State.LOOK, "2,")
    assert "could not be reached" in said


def test_refused_sender_is_a_thing_of_its_own():
    assert "Mail server" not in found()
    a_message(reason=Why.SENDER_REFUSED)
    assert found()["Mail server"][0] == State.BAD


def test_mail_that_ended_badly_is_counted():
    name = "E-mails that ended badly"
    assert found()[name][0] == State.GOOD
    now = timezone.now()
    a_message(state="failed", reason=Why.REFUSED, ended_at=now)
    a_message(state="unconfirmed", reason=Why.WORKER_GONE, ended_at=now)
    assert found()[name] == (
        State.LOOK,
        "In the last two weeks: could not be sent 1, perhaps sent 1.",
    )


def test_job_that_is_late_or_failed_is_named():
    now = timezone.now()
    for name in scheduled():
        note(name, succeeded=True, now=now)
    assert {(job.is_late, job.succeeded) for job in jobs()} == {(False, True)}
    assert found()["Scheduled jobs"] == (State.GOOD, "None is late, and none has failed.")
    note("core.purge_expired", succeeded=True, now=now - timedelta(days=2))
    note("core.end_sessions", succeeded=False, now=now)
    state, said = found()["Scheduled jobs"]
    assert (state, said) == (State.LOOK, "Late or failed: core.end_sessions, core.purge_expired.")


class Task:
    name = "core.end_sessions"


def test_scheduled_task_that_ends_is_noted_and_another_is_not():
    note_task(task=Task(), state="SUCCESS")
    note_task(task=Task(), state="FAILURE")
    assert list(JobRun.objects.values_list("name", "succeeded")) == [("core.end_sessions", False)]
    Task.name = "somebody.elses"
    note_task(task=Task(), state="SUCCESS")
    assert JobRun.objects.count() == 1


def test_backup_that_is_old_is_said():
    assert found()["Backup"] == (State.LOOK, "None has been taken.")
    note(BACKUP, succeeded=True, now=timezone.now())
    assert found()["Backup"][0] == State.GOOD
    note(BACKUP, succeeded=True, now=timezone.now() - timedelta(days=3))
    assert found()["Backup"][0] == State.LOOK
