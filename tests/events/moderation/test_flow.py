"""The whole way between an organiser and the municipality on real parts: pages, a worker process, SMTP."""

import re
from datetime import time
from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.nudge import nudge
from events.choices import State
from events.models import Event, LogEntry
from events.signups.news import TOLD_AFTER
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.servers import ReceivedMail, wait_until

LINK = re.compile(r"http://localhost:8000(/\S+)")


def letter(received: ReceivedMail, number: int) -> tuple[str, str, str]:
    """Of the mail with this number: to whom, its subject, its text."""
    mail = message_from_bytes(received.wait(number)[number - 1], policy=policy.default)
    return mail["To"], mail["Subject"].strip(), mail.get_body(("plain",)).get_content()


def as_typed(value: object) -> object:
    """What a browser sends of a field that has this value; None where it sends nothing."""
    if value is None or value is False:
        return None
    return "on" if value is True else f"{value:%H:%M}" if isinstance(value, time) else value


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_handed_in_sent_back_approved_and_taken_down(client, smtp_server, celery_worker_process):
    organisation = factories.an_organisation()
    organiser = factories.a_member(organisation, user=factories.a_user("Ola Organisator", language="nb"))
    editor = factories.a_user("Eva Redaktør", language="en")
    grant_role(user=editor, role=Role.EDITOR, municipality=organisation.municipality)
    event = factories.an_event(
        "Språkkafé på biblioteket", live=False, organisation=organisation, admission="sign_up"
    )
    factories.a_series(event)
    event.save_revision(user=organiser)
    [date] = event.occurrences.all()
    public = reverse("event_detail", args=[organisation.municipality.slug, date.public_id])

    def hand_in(**changes: str) -> None:
        client.force_login(organiser)
        edit = f"/nb/portal/events/{event.pk}/edit/"
        fields = client.get(edit).context["form"].visible_fields
        shown = {field.html_name: as_typed(field.value()) for field in fields}
        values = {name: value for name, value in shown.items() if value is not None}
        sent = client.post(edit, values | changes)
        assert sent.status_code == 302, sent.context["form"].errors

    def decide(link: str, do: str, why: str = "") -> None:
        client.force_login(editor)
        page = client.get(link)
        version = page.context["newest"].latest_revision_id
        assert client.post(link, {"do": do, "version": version, "why": why}).status_code == 302

    hand_in()
    to, subject, text = letter(smtp_server, 1)
    assert (to, subject) == (editor.email, "Waiting for you: Språkkafé på biblioteket")
    link = LINK.search(text)[1]
    assert client.get(public).status_code == 404
    decide(link, "send_back", "Hva koster det?")

    to, _subject, text = letter(smtp_server, 2)
    assert (to, "Hva koster det?" in text) == (organiser.email, True)
    assert client.get(LINK.search(text)[1]).status_code == 404
    hand_in(description="Vi snakker norsk sammen. Det er gratis.")
    assert letter(smtp_server, 3)[0] == editor.email
    decide(link, "approve", "Velkommen!")
    to, _subject, text = letter(smtp_server, 4)
    assert (to, "Velkommen!" in text) == (organiser.email, True)
    client.logout()
    page = client.get(public)
    assert (page.status_code, "Det er gratis" in page.content.decode()) == (200, True)

    signup = factories.a_signup(date, email="olena@example.org", language="nb")
    decide(link, "take_down", "Det er reklame")
    to, _subject, text = letter(smtp_server, 5)
    assert (to, "Det er reklame" in text) == (organiser.email, True)
    # Those who come are told when the time for an undo is over: of one taking down, once.
    [waits] = OutboxMessage.objects.queued()
    assert waits.recipient == f"signup:{signup.pk}"
    assert waits.due_at - timezone.now() <= TOLD_AFTER
    OutboxMessage.objects.queued().update(due_at=timezone.now())
    nudge()
    assert letter(smtp_server, 6)[0] == "olena@example.org"
    wait_until(lambda: not OutboxMessage.objects.queued().exists(), 10)
    assert len(smtp_server.messages) == 6
    client.logout()
    assert client.get(public).status_code in (404, 410)
    assert Event.objects.get().state == State.TAKEN_DOWN
    what = LogEntry.objects.of(event.pk).reverse().exclude(what="changed").values_list("what", flat=True)
    assert list(what) == ["handed_in", "changes_asked_for", "handed_in_again", "approved", "taken_down"]
