"""What is held about a person, behind their own link."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from events.signups.models import Signup
from newcomers.models import Newcomer
from newcomers.services import correct, correct_address, note_offer, set_postal_address
from newcomers.welcome.links import SIGNED, mint
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import answers
from tests import factories

pytestmark = pytest.mark.django_db
MAIL, SMS, PRINT = LetterLink.Medium.MAIL, LetterLink.Medium.SMS, LetterLink.Medium.PRINT


def link_to(newcomer, medium=MAIL, page: str = "me/") -> str:
    token = mint(newcomer=newcomer, delivery=None, medium=medium, now=timezone.now())
    return f"/en/welcome/{token}/{page}"


@pytest.fixture
def olena(heroy):
    return factories.a_newcomer(
        "olena@example.org", municipality=heroy, phone="+4741234567", children_0_5=2, interests=["mat"]
    )


def test_person_sees_everything_why_from_where_and_until_when(client, olena, host):
    now = timezone.now()
    note_offer(newcomer=olena, offer="met", on_day=now.date(), by=host)
    set_postal_address(newcomer=olena, street="Storgata 1", postcode="8850", place="Herøy", now=now)
    page = client.get(link_to(olena)).content.decode()
    for words in (
        "olena@",
        "412",
        "Storgata 1",
        "We met",
        "From the municipality",
        "GDPR article 6(1)(e)",
        str(olena.expires_at.year),
    ):
        assert words in page


def test_person_corrects_language_interests_and_how_they_hear_from_us(client, olena):
    url = link_to(olena)
    data = {"name": "Olena", "language": "тигринья", "channel": "sms", "interests": ["kultur"]}
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    olena.refresh_from_db()
    assert (olena.language, olena.channel, olena.interests, olena.email) == (
        "ti",
        "sms",
        ["kultur"],
        "olena@example.org",
    )
    assert client.post(url, {"language": "x"}).status_code == 400


def test_two_who_write_at_once_are_told(client, olena):
    url = link_to(olena)
    version = client.get(url).context["read"].version
    Newcomer.objects.filter(pk=olena.pk).update(name="Olena Ny")
    data = {"name": "Olena", "language": "uk", "channel": "best", "read_version": version}
    assert client.post(url, data).status_code == 409


def test_person_takes_it_along(client, olena):
    now = timezone.now()
    answers.answer(newcomer=olena, question="company", value="yes", step=None, now=now)
    answers.say_how_to_reach(newcomer=olena, question="company", reach="etter kl. 17")
    (data,) = client.get(link_to(olena, page="me.json")).json()["kept"]
    person = data["fields"]
    assert (person["email"], person["children_0_5"], person["interests"]) == ("olena@example.org", 2, ["mat"])
    assert data["deleted_after"] == olena.expires_at.isoformat()
    hanging = {part["kind"]: part["fields"] for part in data["with_it"]}
    assert hanging["welcome.Answer"]["value"] == "yes"
    assert hanging["welcome.CompanyWish"]["reach"] == "etter kl. 17"


def test_person_sees_what_they_have_answered_and_that_it_goes_too(client, olena):
    now = timezone.now()
    answers.answer(newcomer=olena, question="company", value="yes", step=None, now=now)
    answers.say_how_to_reach(newcomer=olena, question="company", reach="<b>etter</b> kl. 17")
    page = client.get(link_to(olena)).content.decode()
    assert "Would you like somebody to come with you the first time? <strong>Yes, please</strong>" in page
    assert "&lt;b&gt;etter&lt;/b&gt; kl. 17" in page
    page = client.get(link_to(olena, page="delete/")).content.decode()
    assert "what you have answered" in page
    assert "/my-data/of/newcomer/" in page


def test_erasure_by_a_mailed_link_finds_everything_that_is_asked_for(client, olena):
    elsewhere = factories.a_newcomer(
        "OLENA@example.org", municipality=factories.a_municipality("1804", "Bodø")
    )
    factories.a_signup(email="olena@example.org")
    factories.a_signup(email="", phone="+4790000000")
    url = link_to(olena, page="delete/")
    page = client.get(url).content.decode()
    assert "other municipalities" in page
    client.post(url, {"elsewhere": "1", "signups": "1"})
    assert not Newcomer.objects.filter(pk__in=[olena.pk, elsewhere.pk]).exists()
    assert [row.phone for row in Signup.objects.all()] == ["+4790000000"]


def test_link_on_paper_erases_what_this_municipality_holds_alone(client, olena):
    factories.a_newcomer("olena@example.org", municipality=factories.a_municipality("1804", "Bodø"))
    factories.a_signup(email="olena@example.org")
    url = link_to(olena, PRINT, page="delete/")
    assert "other municipalities" not in client.get(url).content.decode()
    client.post(url, {"elsewhere": "1", "signups": "1", "follows": "1"})
    assert not Newcomer.objects.filter(pk=olena.pk).exists()
    assert Newcomer.objects.filter(email="olena@example.org").count() == 1
    assert Signup.objects.count() == 1


def test_somebody_without_an_address_erases_nobody_elses_sign_ups(client, heroy):
    now = timezone.now()
    saba = Newcomer.objects.create(
        municipality=heroy,
        name="Saba",
        language="ti",
        created_at=now,
        expires_at=now + timedelta(days=365),
    )
    factories.a_signup(email="", phone="+4790000000")
    client.post(link_to(saba, page="delete/"), {"signups": "1", "follows": "1", "elsewhere": "1"})
    assert Signup.objects.count() == 1
    assert not Newcomer.objects.exists()


def test_letter_to_an_address_that_was_wrong_opens_nothing_any_longer(client, olena):
    """Whoever got it is a stranger. What is printed or went to the number is still hers."""
    mailed, texted, printed = (link_to(olena, medium) for medium in (MAIL, SMS, PRINT))
    correct_address(newcomer=olena, email="OLENA@example.org")
    assert [client.get(url).status_code for url in (mailed, texted, printed)] == [200, 200, 200]
    correct_address(newcomer=olena, email="olena@example.net")
    assert [client.get(url).status_code for url in (mailed, texted, printed)] == [410, 200, 200]
    correct(newcomer=olena, person=replace(olena.person, phone="+4790000001"))
    assert [client.get(url).status_code for url in (link_to(olena), texted, printed)] == [200, 410, 200]


def test_letter_of_before_erases_what_this_municipality_holds_alone(client, olena, step, host):
    """To which address it went is in no table."""
    factories.a_newcomer("olena@example.org", municipality=factories.a_municipality("1804", "Bodø"))
    start_campaign(step=step, user=host, now=timezone.now())
    url = f"/en/welcome/{SIGNED.token(olena.public_id, step.package.public_id)}/delete/"
    assert "other municipalities" not in client.get(url).content.decode()
    client.post(url, {"elsewhere": "1"})
    assert Newcomer.objects.get().municipality_id == "1804"
