"""Editors hear of what waits as they have chosen; visitors report; who is late is decided by others."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from core.mail.outbox import delivering
from core.privacy.purge import purge_expired
from events.models import Event, QueueMail, Report
from events.moderation.editors import tell_once_a_day
from events.moderation.services import approve, hand_in, take_down
from organisations.joining import services as joining
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(organisation, organiser, editor) -> Event:
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=timezone.now())
    return Event.objects.get(pk=event.pk)


def letters() -> list[tuple[str, str]]:
    delivering.deliver_due()
    said = [(letter.to[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return said


def test_editor_hears_at_once_and_once(waiting, editor, organiser, outsider):
    hand_in(event=waiting, user=organiser, now=timezone.now())
    assert letters() == [(editor.email, f"Venter på deg: {waiting.title}")]
    assert letters() == []


def test_what_is_decided_is_not_told_any_longer(waiting, editor, organiser):
    approve(event=waiting, user=editor, now=timezone.now())
    assert [to for to, _subject in letters()] == [organiser.email]


@pytest.mark.parametrize(("how", "number"), [("daily", 1), ("never", 0)])
def test_digest_comes_once_a_day_to_who_has_chosen_it(organisation, organiser, editor, how, number):
    QueueMail.objects.create(user=editor, how=how)
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    now = timezone.now()
    hand_in(event=event, user=organiser, now=now)
    assert letters() == []
    tell_once_a_day(now=now)
    tell_once_a_day(now=now)
    assert letters() == [(editor.email, "1 ting venter på deg")] * number


@pytest.mark.parametrize(
    ("how", "at_once", "in_the_morning"), [("at_once", 1, 0), ("daily", 0, 1), ("never", 0, 0)]
)
def test_organisations_that_ask_to_join_are_told_of_as_activities_are(
    heroy, editor, outsider, how, at_once, in_the_morning
):
    QueueMail.objects.create(user=editor, how=how)
    now = timezone.now()
    given = {"orgnr": "", "kind": "other", "about": "Vi strikker", "applicant": "Kari", "language": "nb"}
    asks = joining.apply(municipality=heroy, name="Strikk", email="kari@example.org", now=now, **given)
    letters()
    joining.confirm(application=asks, now=now)
    assert letters() == [(editor.email, "Vil være med: Strikk")] * at_once
    tell_once_a_day(now=now)
    delivering.deliver_due()
    assert [letter.subject for letter in mail.outbox] == ["1 ting venter på deg"] * in_the_morning
    assert all("/portal/joining/" in letter.body and "Strikk" in letter.body for letter in mail.outbox)


def test_deputy_and_county_hear_of_what_is_late_alone(waiting, heroy, organiser):
    deputy, county = factories.a_user("Vikar"), factories.a_user("Fylket")
    grant_role(user=deputy, role=Role.DEPUTY, municipality=heroy)
    grant_role(user=county, role=Role.COUNTY_EDITOR, region=heroy.county)
    letters()
    now = timezone.now()
    assert tell_once_a_day(now=now) == 0
    Event.objects.update(waiting_since=now - timedelta(days=4))
    assert tell_once_a_day(now=now) == 2
    assert {to for to, _subject in letters()} == {deputy.email, county.email}
    organiser.language = "en"
    organiser.save()
    approve(event=waiting, user=deputy, acting_as="deputy", now=now)
    delivering.deliver_due()
    [letter] = mail.outbox
    assert "It had waited for more than three days, so a deputy decided." in letter.body


def test_choice_is_made_in_the_portal(client, waiting, editor, organiser):
    client.force_login(editor)
    assert client.post("/en/portal/queue/mail/", {"how": "daily"}).status_code == 302
    assert QueueMail.objects.get().how == "daily"
    assert client.get("/en/portal/queue/").context["mail_form"].initial == {"how": "daily"}
    client.post("/en/portal/queue/mail/", {"how": "nonsense"})
    assert QueueMail.objects.get().how == "daily"
    client.force_login(organiser)
    assert client.post("/en/portal/queue/mail/", {"how": "daily"}).status_code == 404


def test_organiser_reads_why_it_was_taken_down(organisation, organiser, editor):
    event = factories.an_event(organisation=organisation)
    factories.a_series(event)
    organiser.language = "en"
    organiser.save()
    take_down(event=event, user=editor, why="Det er reklame", acting_as="editor", now=timezone.now())
    delivering.deliver_due()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([organiser.email], f"Taken down: {event.title}")
    assert "Det er reklame" in letter.body


def test_visitor_reports_and_an_editor_sees_to_it(client, organisation, editor, outsider):
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    address = f"/en/{date.municipality.slug}/events/{date.public_id}/report/"
    assert address in client.get(address.removesuffix("report/")).content.decode()
    assert client.post(address, {"why": ""}).status_code == 400
    sent = client.post(address, {"why": "wrong", "words": "<b>Feil tid</b>"}, follow=True)
    assert "Thank you for telling us" in sent.content.decode()
    [report] = Report.objects.all()
    assert letters() == [(editor.email, f"Noen har sagt fra: {date.event.title}")]
    client.force_login(outsider)
    assert list(client.get("/en/portal/queue/").context["reports"]) == []
    client.force_login(editor)
    page = client.get(f"/en/portal/queue/{date.event_id}/").content.decode()
    assert "&lt;b&gt;Feil tid" in page
    assert client.post(f"/en/portal/queue/{date.event_id}/", {"do": "seen_to"}).status_code == 302
    report.refresh_from_db()
    assert report.seen_to_at
    assert list(client.get("/en/portal/queue/").context["reports"]) == []


def test_reports_are_counted_and_end(client, organisation):
    cache.clear()
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    address = f"/en/{date.municipality.slug}/events/{date.public_id}/report/"
    statuses = [client.post(address, {"why": "other", "words": str(n)}).status_code for n in range(3)]
    assert statuses == [302, 302, 429]
    Report.objects.update(expires_at=timezone.now())
    purge_expired(now=timezone.now() + timedelta(seconds=1))
    assert not Report.objects.exists()
