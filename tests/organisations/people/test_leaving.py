"""Whoever is let go: access ends on the next request wherever they were, and one kind mail says so."""

import re
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from core.mail.outbox import delivering
from core.models import User
from events.moderation.services import hand_in
from events.signups import access
from organisations.people import services, staff
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.proving import rounds

pytestmark = pytest.mark.django_db
HREF = re.compile(r'href="(/nb/portal/[^"#]*)"')
HIDDEN = ("Olena Hemmelig", "Hemmelig kafé", "Hemmelig lag", "Hemmelig bibliotek")
# One language is like another, and files are slow.
LIKE_ANOTHER = re.compile(r"/texts/(?!en)|\.pdf$|poster|picture")
# The suite goes as far as the nearest pages.
MOST = rounds(short=14, whole=400)


def tells(answer) -> bool:
    """Whether a page says something that is not for everybody."""
    assert answer.status_code < 500
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    return answer.status_code == 200 and any(name in text for name in HIDDEN)


def portal_pages(client) -> list[str]:
    """Every page that this user's own pages lead to, from the first one on. Most say what is hidden."""
    found: dict[str, bool] = {}
    to_see = ["/nb/portal/"]
    while to_see and len(found) < MOST:
        url = to_see.pop(0)
        if url in found:
            continue
        answer = client.get(url)
        found[url] = tells(answer)
        assert answer.status_code in (200, 302), url
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        links = HREF.findall(answer.content.decode()) if is_page else []
        to_see += [unescape(link) for link in links if not LIKE_ANOTHER.search(link)]
    assert sum(found.values()) > 5
    return list(found)


def still_told(client, urls: list[str]) -> list[str]:
    """Those that still say something of what the user no longer sees."""
    return [url for url in urls if tells(client.get(url))]


@pytest.fixture
def club(heroy):
    """An organisation with everything that there are pages of."""
    club = factories.an_organisation("Hemmelig lag", municipality=heroy)
    venue = factories.a_venue("Hemmelig bibliotek", municipality=heroy, managed_by=club)
    event = factories.an_event("Hemmelig kafé", organisation=club, venue=venue, admission="sign_up")
    factories.a_signup(factories.an_occurrence(event), name="Olena Hemmelig")
    factories.a_standing_place("Hemmelig bibliotek", organisation=club, municipality=heroy)
    return club


def letters() -> list[mail.EmailMessage]:
    mail.outbox.clear()
    delivering.deliver_due()
    return mail.outbox


@pytest.mark.prove
def test_who_is_taken_out_of_an_organisation_is_out_of_every_page(client, club):
    owner = factories.a_member(club, user=factories.a_user("Åse Eier"), role="owner")
    leaver = factories.a_member(club, user=factories.a_user("Lea Slutter", language="nn"), role="owner")
    client.force_login(leaver)
    urls = portal_pages(client)
    membership = leaver.memberships.get()
    for _twice in range(2):
        services.remove(membership=membership, by=owner, now=timezone.now())
    assert still_told(client, urls) == []
    [letter] = letters()
    assert (letter.to, letter.subject) == ([leaver.email], "Tilgangen din til Hemmelig lag er avslutta")
    assert "Takk for det du har gjort" in letter.body


@pytest.mark.prove
def test_who_is_let_go_by_a_municipality_is_out_of_every_page(client, club, heroy):
    admin, leaver = factories.a_user("Adele Admin"), factories.a_user("Lea Slutter", language="en")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    for role in (Role.ADMIN, Role.EDITOR, Role.HOST):
        grant_role(user=leaver, role=role, municipality=heroy)
    own_service = factories.an_organisation("Hemmelig bibliotek", municipality=heroy, kind="library")
    factories.a_member(own_service, user=leaver)
    waiting = factories.an_event("Hemmelig kafé", live=False, organisation=club)
    factories.a_series(waiting)
    hand_in(event=waiting, user=None, now=timezone.now())
    factories.a_newcomer(name="Olena Hemmelig", municipality=heroy)
    date = club.occurrences.filter(event__live=True).get()
    asked = access.ask(occurrence=date, user=leaver, why="Klage", now=timezone.now())
    access.answer(access=asked, days=7, by=admin, now=timezone.now())
    letters()
    client.force_login(leaver)
    urls = portal_pages(client)
    gone = list(leaver.memberships.all())
    for _twice in range(2):
        staff.let_go(place=heroy, user=leaver, memberships=gone, by=admin, now=timezone.now())
    assert still_told(client, urls) == []
    [letter] = letters()
    assert (letter.to, letter.subject) == ([leaver.email], "Your access to Herøy has ended")


def test_last_role_that_is_taken_is_told_and_the_others_are_not(heroy):
    admin, user = factories.a_user("Adele Admin"), factories.a_user("Kari")
    grant_role(user=admin, role=Role.ADMIN, municipality=heroy)
    for role in (Role.EDITOR, Role.HOST):
        grant_role(user=user, role=role, municipality=heroy)
    for roles in (["host"], []):
        assert letters() == []
        staff.set_roles(place=heroy, user=user, roles=roles, by=admin, now=timezone.now())
    assert [letter.to for letter in letters()] == [[user.email]]


def test_who_goes_by_themselves_or_is_back_gets_no_mail(club, heroy):
    owner = factories.a_member(club, user=factories.a_user("Åse Eier"), role="owner")
    one, other = (factories.a_member(club, user=factories.a_user(name)) for name in ("Kari", "Lea"))
    services.leave(membership=one.memberships.get(), now=timezone.now())
    services.remove(membership=other.memberships.get(), by=owner, now=timezone.now())
    factories.a_member(club, user=User.objects.get(pk=other.pk))
    admin, second = factories.a_user("Adele Admin"), factories.a_user("Anders Admin")
    for user in (admin, second):
        grant_role(user=user, role=Role.ADMIN, municipality=heroy)
    staff.let_go(place=heroy, user=admin, by=admin, now=timezone.now())
    assert letters() == []
