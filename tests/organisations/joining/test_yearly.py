"""Once a year it is asked whether all is right; who is silent is marked, then hidden, and may come back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.urls import reverse

from core.mail.outbox import delivering
from events.models import Draft
from organisations.joining import tasks, yearly
from organisations.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 5, 15, tzinfo=UTC)
LINK = re.compile(r"https?://[^/]+(/\S*still-right/\S+)")


@pytest.fixture
def club(heroy) -> Organisation:
    """Confirmed at `NOW`, with an owner who never logs in."""
    club = factories.an_organisation("Herøy turlag", municipality=heroy, phone="+4775000044")
    club.confirmed_at = NOW
    club.save()
    factories.a_member(club, user=factories.a_user("Åse Eier"), role="owner")
    return club


def night(after: relativedelta) -> None:
    with time_machine.travel(NOW + after + timedelta(hours=1), tick=False):
        tasks.look_after_organisations()


def letters(after: relativedelta) -> list[mail.EmailMessage]:
    now = NOW + after + timedelta(hours=2)
    # A link is signed by the clock on the wall.
    with time_machine.travel(now, tick=False):
        delivering.deliver_due(clock=lambda: now)
    return mail.outbox


def test_owner_is_asked_once_a_year_and_answers_with_one_press(client, club):
    night(relativedelta())
    year = relativedelta(months=12)
    night(relativedelta(months=11))
    night(year)
    night(year + relativedelta(days=1))
    [letter] = letters(year)
    assert letter.to == [club.memberships.get().user.email]
    said = letter.body.replace("\u00a0", " ")
    assert "Herøy turlag" in said
    assert "75 00 00 44" in said
    path = LINK.search(letter.body).group(1)
    with time_machine.travel(NOW + year + timedelta(days=2)):
        assert client.get(path).status_code == 200
        club.refresh_from_db()
        assert club.confirmed_at == NOW
        assert client.post(path).status_code == 200
    club.refresh_from_db()
    assert club.confirmed_at > NOW + year
    night(year + relativedelta(months=11))
    assert len(letters(year + relativedelta(months=11))) == 1


def test_silent_for_14_months_is_marked_and_for_20_hidden(client, club, editor):
    event = factories.an_event(organisation=club, contact_name="Kari Strand", contact_phone="+4790000001")
    night(relativedelta())
    public = reverse("organisation_page", args=[club.municipality.slug, club.slug])
    client.force_login(editor)
    for months, is_marked, is_hidden in ((13, False, False), (14, True, False), (20, True, True)):
        night(relativedelta(months=months))
        club.refresh_from_db()
        with time_machine.travel(NOW + relativedelta(months=months, days=1)):
            client.force_login(editor)
            marked = club.name in client.get(reverse("portal_silent")).content.decode()
            said = "mp-body" in (page := client.get(public).content.decode()) and "1. mars 2027" in page
        # What is hidden has no page to say it on.
        shown = is_marked and not is_hidden
        assert (marked, said, bool(club.hidden_at)) == (is_marked, shown, is_hidden)
    assert not Organisation.objects.listed().filter(pk=club.pk).exists()
    assert (club.phone, club.email, club.memberships.count()) == ("", "", 0)
    event.refresh_from_db()
    assert (event.contact_name, event.contact_phone) == ("", "")
    assert club.name == "Herøy turlag"


def test_no_version_and_no_draft_names_who_is_forgotten(club, organiser):
    named = {
        "contact_name": "Kari Strand",
        "contact_email": "kari@example.org",
        "contact_phone": "+4790000001",
    }
    event = factories.an_event(organisation=club, **named)
    others = factories.an_event(**named)
    for each in (event, event, others):
        each.save_revision(user=organiser)
    typed = {"who": {name: [value] for name, value in named.items()} | {"bring": ["Sko"]}}
    draft = Draft.objects.create(event=event, typed=typed)
    night(relativedelta())
    night(relativedelta(months=20))
    draft.refresh_from_db()
    held = [{name: version.content[name] for name in named} for version in event.revisions.all()]
    assert held == [dict.fromkeys(named, "")] * 2
    assert draft.typed == {"who": {**{name: [""] for name in named}, "bring": ["Sko"]}}
    assert others.get_latest_revision().content["contact_name"] == named["contact_name"]


def test_log_in_is_a_sign_of_life(club):
    night(relativedelta())
    owner = club.memberships.get().user
    owner.last_login = NOW + relativedelta(months=10)
    owner.save()
    night(relativedelta(months=20))
    club.refresh_from_db()
    assert club.hidden_at is None
    night(relativedelta(months=30))
    club.refresh_from_db()
    assert club.hidden_at


def test_nobody_is_hidden_before_the_clock_has_run(heroy):
    club = factories.an_organisation(municipality=heroy)
    assert club.confirmed_at is None
    night(relativedelta())
    club.refresh_from_db()
    assert club.hidden_at is None


def test_editor_brings_it_back(client, club, editor):
    night(relativedelta())
    night(relativedelta(months=21))
    with time_machine.travel(NOW + relativedelta(months=21, days=1)):
        client.force_login(editor)
        url = reverse("portal_still_right", args=[club.pk])
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 302
    assert Organisation.objects.listed().filter(pk=club.pk).exists()
    night(relativedelta(months=22))
    assert Organisation.objects.listed().filter(pk=club.pk).exists()


def test_link_of_last_year_opens_nothing(client, club):
    night(relativedelta())
    night(relativedelta(months=12))
    [letter] = letters(relativedelta(months=12))
    night(relativedelta(months=23, days=1))
    with time_machine.travel(NOW + relativedelta(months=23, days=2)):
        assert client.post(LINK.search(letter.body).group(1)).status_code == 410


def test_outsider_confirms_nothing(client, club, outsider, organiser):
    for user in (outsider, organiser):
        client.force_login(user)
        assert client.post(reverse("portal_still_right", args=[club.pk])).status_code == 404
    night(relativedelta())
    night(relativedelta(months=15))
    with time_machine.travel(NOW + relativedelta(months=15, days=1)):
        client.force_login(outsider)
        assert club.name not in client.get(reverse("portal_silent")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_signs_of_life_take_one_statement_however_many(heroy, number, django_assert_num_queries):
    for each in range(number):
        factories.an_organisation(f"Lag {each}", municipality=heroy)
    yearly.begin(now=NOW)
    with django_assert_num_queries(1):
        yearly.see()
