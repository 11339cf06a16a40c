"""The mail to somebody who is proposed for an organisation."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from organisations.models import Invitation
from organisations.services import answer_invitation, invite_member
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def send(now: datetime = NOW) -> list[tuple[list[str], str]]:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    return [(message.to, message.subject) for message in mail.outbox]


def test_person_is_told_once_in_their_language_and_where_to_answer(organisation):
    olena = factories.a_user("Olena", email="olena@example.org", language="uk")
    for _time in range(2):
        invite_member(organisation=organisation, email="olena@example.org", now=NOW)
    assert send() == [([olena.email], f"Вам пропонують публікувати від імені «{organisation.name}»")]
    assert mail.outbox[0].extra_headers["Content-Language"] == "uk"
    for form in (mail.outbox[0].body, mail.outbox[0].alternatives[0][0]):
        assert "http://localhost:8000/uk/portal/invitations/" in form
    assert send() == []


def test_organisation_that_has_people_answers_itself(organisation, organiser):
    invite_member(organisation=organisation, email="ny@example.org", now=NOW)
    [(to, _subject)] = send()
    assert to == ["ny@example.org"]
    assert "Du trenger ikke å gjøre noe nå" in mail.outbox[0].body
    assert "/portal/" not in mail.outbox[0].body


def test_editor_who_proposes_somebody_in_the_portal_has_them_told(client, editor, organisation):
    client.force_login(editor)
    client.post(reverse("organisation_people", args=[organisation.pk]), {"email": "ny@example.org"})
    assert [to for to, _subject in send(timezone.now())] == [["ny@example.org"]]


def test_what_is_answered_before_its_turn_is_not_told(organisation):
    invitation = invite_member(organisation=organisation, email="ny@example.org", now=NOW)
    answer_invitation(invitation=invitation, yes=False)
    assert send() == []
    assert OutboxMessage.objects.get().state == "skipped"
    assert not Invitation.objects.exists()


def test_member_is_not_told(organisation, organiser):
    assert invite_member(organisation=organisation, email=organiser.email, now=NOW) is None
    assert send() == []
