"""allauth's pages, messages and mails in our words: every page that is shown, in every language."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import allauth
import polib
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from core.languages import language_codes
from tests import factories

pytestmark = pytest.mark.django_db

# What our words have taken the place of; "كود" and the like are no words of ours.
FORBIDDEN = {
    "nb": r"[Ss]ikkerhetsnøk|assosiert|[Aa]utentiser|[Tt]ofaktor|[Vv]erifi|[Vv]ennligst|[Gg]jenopprettingsk|"
    r"\bE-post:|primær|passordløs",
    "nn": r"[Ss]ikkerhetsnøk|assosiert|[Aa]utentiser|[Tt]ofaktor|[Vv]erifi|[Vv]ennligst|Du har ikke|\bikke\b",
    "uk": r"[Ее]-мейл|[Ee]mail|коректн|[Аа]утентифіка|безпеки|двофактор|пароль-ключ|обліков",
    "ar": r"كود|شفرة|مفاتيح أمان|مفتاح أمان|ذو عاملين|الثنائية|المصادقة|لم تُضاف",
    "en": r"(?i)security key|two-factor|authenticat|\bemail\b|verif|\bsign(ed)? (in|out)\b",
}
# Sentences of allauth's own, left in English on a page in another language.
ENGLISH = re.compile(r"\b(you|your|with|this|have|been|the|log)\b", re.IGNORECASE)
PAGES = (
    "account_email",
    "mfa_index",
    "mfa_list_webauthn",
)
OPEN_PAGES = (
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
)


def words_of(page: str) -> str:
    """What is read or heard of the main part, without names of people and things."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(script|style)\b.*?</\1>|<bdi.*?</bdi>", " ", main, flags=re.DOTALL)
    kept = " ".join(re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*)"', main))
    return f"{kept} {re.sub(r'<[^>]+>', ' ', main)}".replace("Kari", "")


def assert_ours(words: str, language: str, page: str) -> None:
    found = {match[0] for match in re.finditer(FORBIDDEN[language], words)}
    english = {match[0] for match in ENGLISH.finditer(words)} if language != "en" else set()
    assert (page, language, found, english) == (page, language, set(), set())


@pytest.fixture
def careful(client, organiser):
    """Somebody with every kind of second step, who has just logged in."""
    EmailAddress.objects.create(user=organiser, email=organiser.email, verified=True, primary=True)
    factories.a_passkey(organiser)
    Authenticator.objects.create(user=organiser, type=Authenticator.Type.TOTP, data={"secret": "x"})
    RecoveryCodes.activate(organiser)
    client.force_login(organiser)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(organiser.pk)
    session.save()
    return client


@pytest.mark.parametrize("language", language_codes())
def test_pages_about_the_account_are_in_our_words(careful, language):
    with override(language):
        for name in PAGES:
            answer = careful.get(reverse(name))
            assert (name, answer.status_code) == (name, 200)
            assert_ours(words_of(answer.content.decode()), language, name)
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            answer = careful.get(reverse(name, args=[Authenticator.objects.get(type="webauthn").pk]))
            assert_ours(words_of(answer.content.decode()), language, name)


def borrowed_texts() -> Iterator[polib.POEntry]:
    """What allauth's pages with a form, and its messages, can say. Nobody registers or has a password."""
    path = Path(allauth.__path__[0]) / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    shown = re.compile(
        r"mfa/(?!email)|s/account/(email|base_reauth\w*|account_inactive)\.html|s/account/messages"
    )
    never = re.compile(
        r"mfa/(trust|adapter|models|apps)|signup|login_code_sent|phone|password|email_confirmation_"
    )
    for entry in polib.pofile(str(path)):
        if any(shown.search(place) and not never.search(place) for place, _line in entry.occurrences):
            yield entry


@pytest.mark.parametrize("language", language_codes())
def test_every_text_that_allauth_can_show_is_in_our_words(language):
    with override(language):
        said = {
            entry.msgid: ngettext(entry.msgid, entry.msgid_plural, 5)
            if entry.msgid_plural
            else gettext(entry.msgid)
            for entry in borrowed_texts()
        }
    wrong = {
        text: words
        for text, words in said.items()
        if re.search(FORBIDDEN[language], re.sub(r"%\(\w+\)s", "", words))
    }
    left = {text for text, words in said.items() if language != "en" and words == text and " " in text}
    assert (wrong, left) == ({}, set())


@pytest.mark.parametrize("language", language_codes())
def test_log_in_is_in_our_words(client, language):
    with override(language):
        for name in OPEN_PAGES:
            assert_ours(words_of(client.get(reverse(name)).content.decode()), language, name)
        asked = client.post(reverse("account_login"), {"login": "ukjent@example.org"})
        page = client.get(asked.url)
        assert_ours(words_of(page.content.decode()), language, "account_confirm_login_code")
        wrong = client.post(asked.url, {"code": "", "action": "verify"})
        assert_ours(words_of(wrong.content.decode()), language, "without a code")
        assert_ours(words_of(client.post(asked.url, {"code": "1"}).content.decode()), language, "wrong code")


def test_nothing_untrue_is_said_of_an_unknown_address(client):
    asked = client.post("/en/account/login/", {"login": "ukjent@example.org"})
    assert list(get_messages(asked.wsgi_request)) == []
    page = client.get(asked.url).content.decode()
    assert page.count("ukjent@example.org") == 1
    assert 'If we know <bdi dir="ltr">ukjent@example.org</bdi>, we have sent a code to it.' in page
    assert f"{settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minutes" in page


def test_field_for_the_address_is_named_once_and_alike(client):
    page = client.get("/nb/account/login/").content.decode()
    assert "E-postadresse" in page
    assert "placeholder" not in page
