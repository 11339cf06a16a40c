"""A form that makes something makes it once, however often it is sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import SentForm
from core.tasks import purge_expired
from events.models import Event
from organisations.models import Organisation
from tests import factories
from tests.events.organiser.conftest import at_ten, typed
from tests.markup import form_values
from tests.proving import at_once

__all__ = ["at_ten", "typed"]


def page_of(client, organisation) -> tuple[str, dict[str, object]]:
    url = reverse("portal_event_new", args=[organisation.pk])
    return url, form_values(client.get(url).content.decode())


def test_the_same_publish_form_twice_is_one_activity(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url, shown = page_of(client, organisation)
    answers = [client.post(url, {**shown, **typed(), "draft": "1"}) for _each in range(2)]
    assert Event.objects.count() == 1
    assert answers[0].url == answers[1].url == reverse("portal_event", args=[Event.objects.get().pk])


def test_two_pages_are_two_activities(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    for _each in range(2):
        url, shown = page_of(client, organisation)
        client.post(url, {**shown, **typed(), "draft": "1"})
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_is_one_activity(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url, shown = page_of(client, organisation)
    cookie = client.cookies["sessionid"].value

    def send(_number: int) -> str:
        second = Client()
        second.cookies["sessionid"] = cookie
        return second.post(url, {**shown, **typed(), "draft": "1"}).url

    assert len(set(at_once(send, [1, 2, 3]))) == 1
    assert Event.objects.count() == 1


def test_a_mistake_does_not_use_the_form_up(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url, shown = page_of(client, organisation)
    wrong = client.post(url, {**shown, **typed(title=""), "draft": "1"})
    assert wrong.status_code == 400
    again = form_values(wrong.content.decode())
    assert client.post(url, {**again, "title": "Kafé", "draft": "1"}).status_code == 302


def test_the_same_organisation_twice_is_one(client, editor, heroy):
    client.force_login(editor)
    url = reverse("portal_organisation_new")
    shown = form_values(client.get(url).content.decode())
    sent = {**shown, "name": "Herøy turlag", "kind": "association", "municipality": "1818"}
    first = client.post(url, sent)
    assert first.status_code == 302
    assert client.post(url, sent).url == first.url
    assert Organisation.objects.count() == 1


def test_another_persons_number_means_nothing(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url, shown = page_of(client, organisation)
    client.post(url, {**shown, **typed(), "draft": "1"})
    other = factories.a_member(organisation, user=factories.a_user("Berit Leder"))
    client.force_login(other)
    client.post(url, {**shown, **typed(), "draft": "1"})
    assert Event.objects.count() == 2


def test_numbers_are_forgotten(db):
    SentForm.objects.create(digest="a", sent_at=timezone.now() - timedelta(days=3))
    kept = SentForm.objects.create(digest="b", sent_at=timezone.now())
    purge_expired()
    assert list(SentForm.objects.all()) == [kept]
