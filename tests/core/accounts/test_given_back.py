"""A session that ends while somebody writes loses nothing, and nobody else gets it."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from events.models import Event
from tests import factories
from tests.events.organiser.conftest import at_ten, typed
from tests.markup import form_values

__all__ = ["at_ten", "typed"]


@pytest.fixture
def interrupted(client, organiser, organisation, typed, at_ten):
    """An organiser has written an activity, and the session has ended meanwhile. Returns the address."""
    client.force_login(organiser)
    url = reverse("portal_event_new", args=[organisation.pk])
    shown = form_values(client.get(url).content.decode())
    Session.objects.all().delete()
    response = client.post(url, {**shown, **typed(), "draft": "1"})
    assert "/account/login/" in response.url
    assert not Event.objects.exists()
    return url


def test_what_was_written_is_given_back_and_can_be_sent(client, interrupted, organiser):
    client.force_login(organiser)
    page = client.get(interrupted).content.decode()
    assert "Språkkafé på biblioteket" in page
    assert client.post(interrupted, form_values(page)).status_code == 302
    assert Event.objects.get().get_latest_revision_as_object().source_text.title == "Språkkafé på biblioteket"
    assert "Vi snakker norsk sammen." not in client.get(interrupted).content.decode()


def test_somebody_else_who_logs_in_gets_nothing_of_it(client, interrupted, organisation):
    client.force_login(factories.a_member(organisation, user=factories.a_user("Berit Leder")))
    assert "Vi snakker norsk sammen." not in client.get(interrupted).content.decode()
    assert "written_without_session" not in client.session


def test_it_can_be_thrown_away(client, interrupted, organiser):
    client.force_login(organiser)
    client.get(f"{interrupted}?throw_away=1")
    assert "Vi snakker norsk sammen." not in client.get(interrupted).content.decode()


def test_who_has_logged_out_leaves_nothing_behind(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url = reverse("portal_event_new", args=[organisation.pk])
    client.get(url)
    client.post(reverse("account_logout"))
    client.post(url, typed())
    assert "written_without_session" not in client.session


def test_a_stranger_keeps_nothing_here(client, organisation):
    """Whoever was never logged in cannot fill our sessions."""
    client.post(reverse("portal_event_new", args=[organisation.pk]), {"title": "x" * 1000})
    assert "written_without_session" not in client.session


def test_what_is_too_much_is_not_kept(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    url = reverse("portal_event_new", args=[organisation.pk])
    client.get(url)
    Session.objects.all().delete()
    client.post(url, typed(description="x" * 300_000))
    assert "written_without_session" not in client.session


def test_an_editor_gets_it_back_too(client, editor, heroy):
    client.force_login(editor)
    url = reverse("portal_venue_new")
    shown = form_values(client.get(url).content.decode())
    Session.objects.all().delete()
    response = client.post(url, {**shown, "name": "Herøy samfunnshus", "municipality": "1818"})
    assert response.status_code == 302
    client.force_login(editor)
    page = client.get(url).content.decode()
    assert "Herøy samfunnshus" in page
    assert client.post(url, form_values(page)).status_code == 302
    assert heroy.venues.get().name == "Herøy samfunnshus"
