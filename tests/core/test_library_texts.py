"""The admin speaks Norwegian: every text of Wagtail's has a translation, Wagtail's own or ours."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.trans_real import DjangoTranslation

from core.admin_texts import ScriptTexts
from core.languages import language_codes
from core.mail.outbox import delivering

LIBRARIES = sorted(config.name for config in apps.get_app_configs() if config.name.startswith("wagtail"))
OURS = Path(settings.LOCALE_PATHS[1])


def texts_of(library: str, domain: str) -> list[polib.POEntry]:
    path = next(config.path for config in apps.get_app_configs() if config.name == library)
    source = Path(path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    return [entry for entry in polib.pofile(str(source)) if not entry.obsolete] if source.exists() else []


def keys_of(entry: polib.POEntry) -> list[object]:
    """How a compiled catalogue names this text: with its context, and once for each number."""
    name = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    return [(name, 0), (name, 1)] if entry.msgid_plural else [name]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_no_text_of_the_admin_is_left_in_english(library, language, domain):
    # A script gets the catalogues that its view names, a page those of the whole site.
    folders = ScriptTexts().get_paths([library]) if domain == "djangojs" else None
    catalogue = DjangoTranslation(language, domain=domain, localedirs=folders)._catalog
    missing = [
        entry.msgid
        for entry in texts_of(library, domain)
        if not all(catalogue.get(key) for key in keys_of(entry))
    ]
    assert missing == []


def test_wrong_words_are_put_right():
    with override("nb"):
        assert gettext("Awaiting your review") == "Venter på godkjenning fra deg"
        assert gettext("The page title as you'd like it to be seen by the public").startswith("Tittelen")
        assert ngettext("%(count)s image", "%(count)s images", 2) == "%(count)s bilder"
    with override("nn"):
        assert gettext("Awaiting your review") == "Ventar på godkjenning frå deg"


def test_scripts_of_the_admin_get_our_words(client, editor):
    client.force_login(editor)
    for address, word in [("/admin/jsi18n/", "Hovedmeny"), ("/admin/localize/jsi18n/", "Ikke oversatt")]:
        assert word in client.get(address, headers={"accept-language": "nb"}).content.decode()


@pytest.mark.parametrize("language", language_codes())
@pytest.mark.parametrize(
    "address", ["portal/", "account/email/verification-sent/", "find/?q=her", "missing/"]
)
def test_admin_speaks_the_language_of_the_page_before_it(client, editor, address, language):
    """Whatever page it was, and whatever the browser asks for."""
    client.force_login(editor)
    client.get(f"/{language}/{address}")
    page = client.get("/admin/", headers={"accept-language": "pl,en;q=0.8"}).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Referer": "http://testserver/admin/pages/4/"}])
def test_what_nobody_opened_in_its_language_changes_nothing(client, editor, headers):
    """A page that asks for how far it has come by itself; the admin's "View live"."""
    client.force_login(editor)
    client.get("/uk/portal/")
    client.get("/nb/portal/", headers=headers)
    assert '<html lang="uk"' in client.get("/admin/").content.decode()


def test_admin_speaks_the_language_of_the_log_in_that_led_to_it(client, editor):
    client.post("/nn/account/login/?next=/admin/", {"login": editor.email, "next": "/admin/"})
    delivering.deliver_due()
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[0].body, re.MULTILINE)[0]
    confirm = "/nn/account/login/code/confirm/"
    answer = client.post(confirm, {"code": code, "action": "verify", "next": "/admin/"})
    assert answer.url == "/admin/"
    assert '<html lang="nn"' in client.get("/admin/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_catalogues_of_the_libraries_keep_every_placeholder_and_tag(domain):
    marks = re.compile(r"%\(\w+\)[sd]|%s|\{\w*\}|</?\w+")
    wrong = []
    for language in ("nb", "nn"):
        for entry in polib.pofile(str(OURS / language / "LC_MESSAGES" / f"{domain}.po")):
            pairs = [(entry.msgid, entry.msgstr)] if not entry.msgid_plural else []
            pairs += [(entry.msgid_plural, entry.msgstr_plural[1])] if entry.msgid_plural else []
            wrong += [text for text, ours in pairs if set(marks.findall(text)) != set(marks.findall(ours))]
    assert wrong == []
