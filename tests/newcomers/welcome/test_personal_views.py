"""The pages behind a person's own link."""

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from core.links import SEPARATOR
from events.follows.models import Follow
from events.signups.models import Signup
from newcomers.models import Newcomer
from newcomers.services import erase_newcomer
from newcomers.welcome import links
from newcomers.welcome.content.working import published
from newcomers.welcome.models import Delivery
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.services import start_campaign
from tests import factories
from tests.markup import language_of


@pytest.fixture
def newcomer(heroy) -> Newcomer:
    return factories.a_newcomer(name="Olena Shevchenko", language="uk")


@pytest.fixture
def token(newcomer, step, host) -> str:
    now = timezone.now()
    delivery = start_campaign(step=step, user=host, now=now).deliveries.get()
    return links.mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.MAIL, now=now)


@pytest.fixture
def signed(newcomer, step, token) -> str:
    """What stood in letters before each had a link of its own."""
    return links.SIGNED.token(newcomer.public_id, step.package.public_id)


def test_page_is_in_the_language_of_its_address(client, token):
    pages = {
        code: client.get(f"/{code}/welcome/{token}/").content.decode() for code in ["uk", "ar", "nb", "nn"]
    }
    assert "Ласкаво просимо до Herøy!" in pages["uk"]
    assert language_of(pages["ar"], "مرحبًا بكم في Herøy!") == ("ar", "rtl")
    assert "Velkommen til Herøy!" in pages["nb"]
    assert language_of(pages["nn"], "Velkommen til Herøy!") == ("nb", "ltr")


def test_page_is_kept_and_told_to_nobody(client, token):
    response = client.get(f"/uk/welcome/{token}/")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_page_is_what_was_sent_not_what_is_written_now(client, token, step):
    step.subject = "Noe annet"
    step.save_revision().publish()
    assert "Noe annet" not in client.get(f"/nb/welcome/{token}/").content.decode()


PARTS = ["", "stop/", "delete/"]


@pytest.mark.parametrize("part", PARTS)
def test_forged_link_is_404(client, token, signed, part):
    payload = signed.split(SEPARATOR)[0]
    for forged in [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token + "A",
        signed[:-1] + ("A" if signed[-1] != "A" else "B"),
        payload,
        "x",
        Signer(sep=SEPARATOR, salt="other").sign(payload),
    ]:
        assert client.get(f"/uk/welcome/{forged}/{part}").status_code == 404


def test_link_signed_with_nonsense_in_it_is_404(client, heroy):
    for payload in ["", "YQ", "not base64!"]:
        forged = Signer(sep=SEPARATOR, salt="newcomers.welcome.page").sign(payload)
        assert client.get(f"/uk/welcome/{forged}/").status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_link_of_an_erased_person_is_410(client, token, newcomer, part):
    erase_newcomer(newcomer=newcomer)
    assert client.get(f"/uk/welcome/{token}/{part}").status_code == 410
    assert client.post(f"/uk/welcome/{token}/stop/").status_code == 410


def test_link_is_410_when_the_time_is_up_even_before_the_daily_job(client, token):
    Newcomer.objects.update(expires_at=timezone.now())
    assert client.get(f"/uk/welcome/{token}/").status_code == 410


def test_stop_asks_and_then_stops(client, token, newcomer):
    assert client.get(f"/uk/welcome/{token}/stop/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.unsubscribed_at is None
    assert "You get no more e-mails from us" in client.post(f"/en/welcome/{token}/stop/").content.decode()
    newcomer.refresh_from_db()
    assert newcomer.unsubscribed_at is not None


def test_mail_program_stops_the_mails_without_cookies_or_redirects(token, newcomer):
    mail_program = Client(enforce_csrf_checks=True)
    response = mail_program.post(f"/welcome/{token}/stop/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.unsubscribed_at is not None


def test_mail_scanner_that_follows_the_link_stops_nothing(client, token, newcomer):
    response = client.get(f"/welcome/{token}/stop/")
    assert response["Location"] == f"http://localhost:8000/uk/welcome/{token}/stop/"
    newcomer.refresh_from_db()
    assert newcomer.unsubscribed_at is None


def test_mail_program_is_never_redirected(client, token, newcomer):
    assert client.post("/welcome/forged/stop/", {"List-Unsubscribe": "One-Click"}).status_code == 400
    erase_newcomer(newcomer=newcomer)
    assert client.post(f"/welcome/{token}/stop/", {"List-Unsubscribe": "One-Click"}).status_code == 410


def test_erase_shows_all_asks_and_then_deletes_all(client, token, newcomer):
    page = client.get(f"/en/welcome/{token}/delete/").content.decode()
    assert "Olena Shevchenko" in page
    assert newcomer.email in page
    assert Newcomer.objects.count() == 1
    assert "It is deleted" in client.post(f"/en/welcome/{token}/delete/").content.decode()
    assert not Newcomer.objects.exists()
    assert Delivery.objects.get().newcomer is None
    assert client.post(f"/en/welcome/{token}/delete/").status_code == 410


@pytest.mark.parametrize("dates", [1, 3])
def test_page_costs_the_same_with_more_on(client, token, heroy, django_assert_num_queries, dates):
    for number in range(dates):
        factories.an_occurrence(factories.an_event(f"Treff {number}"))
    with django_assert_num_queries(8):
        client.get(f"/uk/welcome/{token}/")


@pytest.mark.parametrize("part", ["stop/", "delete/"])
def test_form_works_although_the_browser_hides_where_it_comes_from(token, newcomer, part):
    """Under no-referrer browsers send "Origin: null", which Django's check for forged forms refuses."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/uk/welcome/{token}/{part}", headers={"origin": "null"})
    assert response.status_code == 200
    left = Newcomer.objects.filter(pk=newcomer.pk, unsubscribed_at__isnull=True)
    assert not left.exists()


def test_what_remains_is_named_and_not_denied(client, token, newcomer):
    """A sign-up with the same address is none of the municipality's: it stays, unless asked for too."""
    factories.a_signup(email=newcomer.email.upper())
    asked = client.get(f"/nb/welcome/{token}/delete/").content.decode()
    assert "Slett også påmeldingene mine med denne adressen (1)." in asked
    page = client.post(f"/nb/welcome/{token}/delete/").content.decode()
    assert "Du er fortsatt påmeldt aktiviteter (1)." in page
    assert "Én ting blir liggende til" in page
    assert Signup.objects.count() == 1


def test_sign_ups_go_too_when_the_person_says_so(client, token, newcomer):
    factories.a_signup(email=newcomer.email)
    others = factories.a_signup()
    page = client.post(f"/nb/welcome/{token}/delete/", {"signups": "1"}).content.decode()
    assert "Du er fortsatt påmeldt" not in page
    assert list(Signup.objects.all()) == [others]


def test_what_they_are_told_of_with_the_same_address_goes_too_when_the_person_says_so(
    client, token, newcomer
):
    factories.a_follow(email=newcomer.email)
    others = factories.a_follow()
    asked = client.get(f"/nb/welcome/{token}/delete/").content.decode()
    assert "Slett også det jeg har bedt om beskjed om med denne adressen (1)." in asked
    page = client.post(f"/nb/welcome/{token}/delete/", {"follows": "1"}).content.decode()
    assert "Du får fortsatt beskjed" not in page
    assert list(Follow.objects.all()) == [others]
    assert "Slett også" not in asked.replace("Slett også det jeg har bedt om", "")


def test_what_they_are_told_of_stays_and_is_said_to(client, token, newcomer):
    factories.a_follow(email=newcomer.email)
    page = client.post(f"/nb/welcome/{token}/delete/", {"signups": "1"}).content.decode()
    assert "Du får fortsatt beskjed om det du har bedt om (1)." in page
    assert Follow.objects.count() == 1


def test_letter_of_before_opens_what_it_opened(client, signed, newcomer):
    assert "Olena Shevchenko" in client.get(f"/uk/welcome/{signed}/").content.decode()
    erase_newcomer(newcomer=newcomer)
    assert client.get(f"/uk/welcome/{signed}/").status_code == 410


def test_what_is_printed_opens_after_the_key_has_changed(client, token, signed, settings):
    settings.SECRET_KEY = "another key of the same length, and more than that"
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(f"/uk/welcome/{token}/").status_code == 200
    assert client.get(f"/uk/welcome/{signed}/").status_code == 404


def test_token_stands_in_no_table(token):
    (link,) = LetterLink.objects.all()
    assert token not in str(vars(link))


def test_one_letter_is_closed_and_the_others_open(client, host, token, newcomer):
    now = timezone.now()
    other = links.mint(newcomer=newcomer, delivery=None, medium=LetterLink.Medium.PRINT, now=now)
    first = LetterLink.objects.get(medium=LetterLink.Medium.MAIL)
    client.force_login(host)
    page = client.get(f"/en/portal/newcomer/{newcomer.pk}/letters/")
    assert page.content.decode().count("Close the link") == 2
    client.post(f"/en/portal/letters/{first.pk}/close/")
    closed = client.get(f"/en/welcome/{token}/")
    assert (closed.status_code, "This link is closed" in closed.content.decode()) == (410, True)
    assert client.post(f"/welcome/{token}/stop/").status_code == 410
    assert client.get(f"/en/welcome/{other}/").status_code == 200


def test_outsider_closes_nothing(client, outsider, token, newcomer):
    client.force_login(outsider)
    link = LetterLink.objects.get()
    assert client.get(f"/en/portal/newcomer/{newcomer.pk}/letters/").status_code == 404
    assert client.post(f"/en/portal/letters/{link.pk}/close/").status_code == 404
    link.refresh_from_db()
    assert link.closed_at is None


def test_link_without_a_letter_leads_to_what_they_are_sent_last(client, newcomer, heroy):
    mine = links.mint(newcomer=newcomer, delivery=None, medium=LetterLink.Medium.PRINT, now=timezone.now())
    page = client.get(f"/en/welcome/{mine}/").content.decode()
    assert "Your welcome is on its way" in page
    assert f"/en/welcome/{mine}/delete/" in page


def test_tokens_of_many_cost_one_statement(step, host, heroy, django_assert_num_queries):
    now = timezone.now()
    for _number in range(3):
        factories.a_newcomer()
    campaign = start_campaign(step=step, user=host, now=now)
    deliveries = list(campaign.deliveries.select_related("newcomer"))
    with django_assert_num_queries(1):
        tokens = links.mint_many(deliveries=deliveries, medium=LetterLink.Medium.PRINT, now=now)
    assert {pk: links.link_from(token, now=now).delivery.pk for pk, token in tokens.items()} == {
        delivery.pk: delivery.pk for delivery in deliveries
    }


# --- A language that the site lacks ---------------------------------------------------------------------


@pytest.fixture
def tigrinya(step, heroy, host):
    """Somebody who reads Tigrinya, and was sent the package in it: (newcomer, token)."""
    step.package.languages = ["en", "uk", "ar", "ti"]
    step.package.save()
    words = {segment.text: "እንቋዕ ብደሓን መጻእኩም ናብ ከባቢና" for segment in published(step).segments}
    factories.a_translation(step, "ti", {**words, "Velkommen hit": "ሰላም"})
    person = factories.a_newcomer(name="Selam", language="ti")
    now = timezone.now()
    delivery = start_campaign(step=step, user=host, now=now).deliveries.get(newcomer=person)
    token = links.mint(newcomer=person, delivery=delivery, medium=LetterLink.Medium.SMS, now=now)
    return person, token


def test_short_link_leads_to_the_package_in_a_language_that_the_site_lacks(client, tigrinya):
    _person, token = tigrinya
    answer = client.get(f"/w/{token}/", headers={"accept-language": "nb"})
    assert answer["Location"].endswith(f"/en/welcome/{token}/")
    page = client.get(answer["Location"]).content.decode()
    assert language_of(page, "እንቋዕ ብደሓን መጻእኩም ናብ ከባቢና")[0] == "ti"
    assert "in your language yet" not in page


def test_every_language_of_the_letter_can_be_chosen_on_its_page(client, tigrinya):
    _person, token = tigrinya
    page = client.get(f"/en/welcome/{token}/").content.decode()
    for code in ("nb", "en", "uk", "ar", "ti"):
        assert f'hreflang="{code}"' in page
    assert f"/uk/welcome/{token}/?language=uk" in page
    assert "Welcome to Herøy!" in client.get(f"/en/welcome/{token}/?language=en").content.decode()
    assert "እንቋዕ" in client.get(f"/en/welcome/{token}/?language=ti").content.decode()
    # What was chosen in the site's menu since counts.
    assert "Ласкаво просимо" in client.get(f"/uk/welcome/{token}/?language=ti").content.decode()
    assert "እንቋዕ" in client.get(f"/en/welcome/{token}/?language=xx").content.decode()


def test_closed_short_link_speaks_the_letters_language_and_not_the_browsers(client, token, newcomer):
    LetterLink.objects.update(closed_at=timezone.now())
    answer = client.get(f"/w/{token}/", headers={"accept-language": "nb"})
    assert answer.status_code == 410
    assert '<html lang="uk"' in answer.content.decode()
    LetterLink.objects.update(closed_at=None)
    erase_newcomer(newcomer=newcomer)
    answer = client.get(f"/w/{token}/", headers={"accept-language": "nb"})
    assert (answer.status_code, '<html lang="uk"' in answer.content.decode()) == (410, True)
    # An address that names a language speaks that.
    assert '<html lang="ar"' in client.get(f"/ar/welcome/{token}/").content.decode()
