"""Log-in with an e-mailed code, in the person's language; no account is made, and none is given away."""

import re
import socket
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.accounts.fresh import changes_log_in
from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.models import User
from tests import factories

pytestmark = pytest.mark.django_db
# One moment: what is counted in ten minutes is counted in the same ten.
NOON = "2027-01-05T12:00:00Z"
CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)


def ask_for_code(client, email: str, *, language: str = "en", **query: str):
    response = client.post(f"/{language}/account/login/", {"login": email, **query})
    delivering.deliver_due()
    return response


def the_code() -> str:
    [letter] = mail.outbox
    return CODE.search(letter.body)[0]


def confirm(client, code: str, *, language: str = "en", **query: str):
    return client.post(
        f"/{language}/account/login/code/confirm/", {"code": code, "action": "verify", **query}
    )


def logged_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_code_leads_to_the_portal(client, organiser):
    assert ask_for_code(client, organiser.email).url == "/en/account/login/code/confirm/"
    response = confirm(client, the_code())
    assert (response.status_code, response.url) == (302, "/en/portal/")
    assert client.get(response.url).status_code == 200


def test_code_leads_to_where_the_person_was_going(client, organiser, organisation):
    target = f"/en/portal/events/new/{organisation.pk}/"
    response = ask_for_code(client, organiser.email, next=target)
    assert response.url == f"/en/account/login/code/confirm/?{urlencode({'next': target})}"
    page = client.get(response.url).content.decode()
    assert f'name="next" value="{target}"' in page
    assert confirm(client, the_code(), next=target).url == target


def test_next_never_leads_to_another_site(client, organiser):
    ask_for_code(client, organiser.email, next="https://evil.example/")
    assert confirm(client, the_code(), next="https://evil.example/").url == "/en/portal/"


def test_code_and_address_lie_sealed_and_are_gone_when_the_mail_has_left(client, organiser):
    client.post("/en/account/login/", {"login": organiser.email})
    row = OutboxMessage.objects.get()
    sealed = bytes(row.secret)
    assert organiser.email.encode() not in sealed
    assert (row.recipient, row.priority) == (f"user:{organiser.pk}", 0)
    delivering.deliver_due()
    row.refresh_from_db()
    assert (row.state, row.secret) == ("sent", None)
    assert confirm(client, the_code()).status_code == 302


def test_code_whose_minutes_are_over_is_not_sent_and_not_kept(client, organiser, settings):
    client.post("/en/account/login/", {"login": organiser.email})
    later = timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1)
    delivering.sweep(clock=lambda: later)
    delivering.deliver_due(clock=lambda: later)
    row = OutboxMessage.objects.get()
    assert (row.state, row.secret) == ("skipped", None)
    assert mail.outbox == []


def test_who_asks_again_gets_the_newest_code_alone(client, organiser):
    client.post("/en/account/login/", {"login": organiser.email})
    client.post("/en/account/login/code/confirm/", {"action": "resend"})
    delivering.deliver_due()
    assert confirm(client, the_code()).url == "/en/portal/"


def test_address_without_an_account_stands_in_no_row(client, db):
    client.post("/en/account/login/", {"login": "ukjent@example.org"})
    row = OutboxMessage.objects.get()
    assert row.recipient.startswith("address:")
    assert "ukjent" not in str(vars(row))


def test_log_in_page_waits_for_no_mail_server(client, organiser, settings):
    """One that accepts and says nothing: each post was a 500 after 20 seconds, and the site stood still."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        silent.settimeout(0)
        answers = [
            Client().post("/en/account/login/", {"login": address}).status_code
            for address in (organiser.email, "ukjent@example.org")
        ]
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert answers == [302, 302]
    page = client.get("/en/account/login/code/confirm/")
    assert page.status_code in (200, 302)


@pytest.mark.parametrize(("chosen", "expected"), [("uk", "uk"), ("", "ar")])
def test_mail_is_in_the_users_language_else_the_pages(client, chosen, expected):
    user = factories.a_user(language=chosen)
    ask_for_code(client, user.email, language="ar")
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    assert letter.extra_headers["Content-Language"] == expected
    assert f'lang="{expected}"' in html
    assert ('dir="rtl"' in html) is (expected == "ar")
    assert the_code() in html
    assert the_code() in letter.subject


def test_wrong_code_logs_nobody_in(client, organiser):
    ask_for_code(client, organiser.email)
    response = confirm(client, "0000-000x")
    assert response.status_code == 200
    assert not logged_in(client)


def test_code_ends_after_a_few_wrong_tries(client, organiser):
    ask_for_code(client, organiser.email)
    code = the_code()
    for _try in range(3):
        confirm(client, "0000-000x")
    confirm(client, code)
    assert not logged_in(client)


def test_unknown_address_gets_the_same_answer_and_a_mail_that_says_whom_to_ask(client, organiser):
    known = ask_for_code(client, organiser.email)
    mail.outbox.clear()
    client.logout()
    unknown = ask_for_code(client, "ukjent@example.org")
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    [letter] = mail.outbox
    assert letter.to == ["ukjent@example.org"]
    assert "your municipality to add this address" in letter.body
    assert "signup" not in letter.body
    assert not User.objects.filter(email="ukjent@example.org").exists()


def test_nobody_makes_an_account_alone(client, db):
    response = client.get("/en/account/signup/")
    assert b"How to get an account" in response.content
    client.post("/en/account/signup/", {"email": "ny@example.org"})
    assert not User.objects.filter(email="ny@example.org").exists()


def test_inactive_user_is_not_let_in(client):
    user = factories.a_user(is_active=False)
    ask_for_code(client, user.email)
    for code in CODE.findall(mail.outbox[0].body):
        confirm(client, code)
    assert not logged_in(client)


def test_code_may_be_typed_without_the_dash_and_in_other_figures(client, organiser):
    ask_for_code(client, organiser.email)
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    confirm(client, the_code().replace("-", "").translate(arabic))
    assert logged_in(client)


def test_code_may_be_copied_from_a_subject_that_isolates_it(client, organiser):
    ask_for_code(client, organiser.email)
    confirm(client, f"\u2068{the_code()}\u2069")
    assert logged_in(client)
    title = client.get("/en/portal/").content.decode().partition("</title>")[0].rpartition(">")[2]
    assert not title.startswith("Saved:")


def test_too_many_tries_are_answered_with_429_in_the_persons_language(client, organiser):
    with time_machine.travel(NOON, tick=False):
        statuses = [
            Client().post("/en/account/login/", {"login": f"a{n}@example.org"}).status_code for n in range(60)
        ]
        response = client.post("/en/account/login/", {"login": organiser.email})
    assert set(statuses) == {302}
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    page = response.content.decode()
    assert "That was too often. What you typed is still here" in page
    assert f'value="{organiser.email}"' in page
    assert '<html lang="en"' in page


def test_too_many_codes_to_one_address_are_refused(client, organiser):
    with time_machine.travel(NOON, tick=False):
        for _try in range(6):
            ask_for_code(Client(), organiser.email)
        response = ask_for_code(client, organiser.email)
    assert response.status_code == 429
    assert set(response.context["form"].errors) == {"login"}
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    "road", ["/en/account/login/", "/en/account/login/code/", "/en/account/password/reset/"]
)
def test_no_road_mails_anybody_without_end(organiser, road, known):
    address = organiser.email if known else "ukjent@example.org"
    for number in range(40):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(road, {"login": address, "email": address})
        delivering.deliver_due()
    assert len(mail.outbox) <= 6


def test_code_is_sent_again_only_so_often(organiser):
    for number in range(8):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        ask_for_code(client, organiser.email)
        client.post("/en/account/login/code/confirm/", {"action": "resend"})
        delivering.deliver_due()
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("address", ["/admin/login/?next=/admin/pages/", "/admin/pages/"])
def test_admin_asks_for_the_same_log_in(client, db, address):
    response = client.get(address, headers={"accept-language": "uk"})
    assert response.status_code == 302
    assert response.url.startswith("/uk/account/login/?next=/admin/pages/")


def test_editor_comes_into_the_admin_with_a_code(client, editor):
    ask_for_code(client, editor.email, next="/admin/")
    assert confirm(client, the_code(), next="/admin/").url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn"])
@pytest.mark.parametrize("language", ["nb", "ar"])
def test_staff_reach_the_pages_for_safer_log_in(client, editor, name, language):
    ask_for_code(client, editor.email, language=language)
    confirm(client, the_code(), language=language)
    response = client.get(reverse(name).replace("/nb/", f"/{language}/"))
    assert response.status_code == 200


def test_passkey_page_runs_under_the_strict_policy(client, editor):
    """Only our own files and data blocks: nothing on it needs an inline script."""
    ask_for_code(client, editor.email)
    confirm(client, the_code())
    response = client.get("/en/account/2fa/webauthn/add/")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>", response.content.decode())
    assert scripts
    assert all("src=" in attributes or 'type="application/json"' in attributes for attributes in scripts)


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_login_page_is_there_in_every_language(client, db, language):
    response = client.get(f"/{language}/account/login/")
    assert response.status_code == 200
    assert f'<html lang="{language}"'.encode() in response.content


def test_address_is_not_changed_without_a_proof_that_it_is_ones_own(client, editor):
    """Roles are given to addresses: who could take somebody's before they come would get theirs."""
    client.force_login(editor)
    before = editor.email
    page = client.get("/admin/account/").content.decode()
    assert "name_email-email" not in page
    values = {
        "name_email-first_name": "Eva",
        "name_email-last_name": "Redaktør",
        "name_email-email": "boss@heroy.example",
        "locale-preferred_language": "",
        "locale-current_time_zone": "Europe/Oslo",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    client.post("/admin/account/", values)
    editor.refresh_from_db()
    assert editor.email == before


def test_next_that_cannot_be_read_is_left_out(client, organiser):
    assert client.get("/en/account/login/", {"next": "https://["}).status_code == 200
    client.force_login(organiser)
    assert client.get("/en/account/signup/", {"next": "https://["}).url == "/en/portal/"


def test_address_that_no_mail_can_reach_gets_the_same_answer_and_no_mail(client):
    response = ask_for_code(client, "a@" + "ü" * 60 + ".example")
    assert response.url == "/en/account/login/code/confirm/"
    assert mail.outbox == []


# --- One door, and changing the lock asks who one is ------------------------------------------------

CHANGES = [
    "account_email",
    "account_change_phone",
    "account_verify_phone",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "socialaccount_connections",
]


def test_password_opens_nothing_whoever_asks(db):
    user = User.objects.create_user("drift@example.org", "a password that is right", is_superuser=True)
    for credentials in ({"username": user.email}, {"email": user.email}, {"login": user.email}):
        assert authenticate(password="a password that is right", **credentials) is None


def test_every_page_that_changes_the_log_in_is_known():
    """A new way to log in that allauth brings is one of these, or has been looked at."""
    names = {pattern.name for pattern in allauth_patterns() if pattern.name}
    assert {name for name in names if changes_log_in(name)} == set(CHANGES)


def allauth_patterns(patterns=None):
    for pattern in patterns or import_module("allauth.urls").urlpatterns:
        if hasattr(pattern, "url_patterns"):
            yield from allauth_patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_open_session_does_not_change_the_log_in(client, editor, name, method):
    ask_for_code(client, editor.email)
    confirm(client, the_code())
    address = reverse(name, args=[1] if name in ("mfa_remove_webauthn", "mfa_edit_webauthn") else [])
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = getattr(client, method)(address, {"email": "ny@example.org", "action_add": ""})
        assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))
        assert not logged_in(client)
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.filter(email="ny@example.org").exists()


def test_who_has_just_logged_in_changes_it(client, editor):
    ask_for_code(client, editor.email)
    confirm(client, the_code())
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
