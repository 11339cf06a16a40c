"""Every kind of mail, in a language from right to left: no value is turned by the words around it."""

import re
from pathlib import Path

import polib
import pytest
import vobject
from django.conf import settings
from django.core import mail

from core.isolation import OPENING, POP_ISOLATE
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from events.signups.kinds import CONFIRMATION
from tests.arabic_mails import (
    CALENDAR,
    HOST,
    NAME,
    OF_A_FOLLOW,
    OF_A_LIST,
    OF_A_SIGNUP,
    ORGANISATION,
    PARTNER,
    PHONE,
    REASON,
    TITLE,
    VENUE,
    mails_of_each_kind,
)

pytestmark = pytest.mark.django_db

CODE = re.compile(r"\d{4}-\d{4}")
# Of the lines of a mail: what stands there to be pressed or copied, as it is and by itself.
BY_ITSELF = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|\d{4}-\d{4}")
LATIN = re.compile(r"[A-Za-zÆØÅæøå]+")


@pytest.fixture
def mails(heroy, editor, host) -> dict[str, mail.EmailMessage]:
    return mails_of_each_kind(heroy, editor=editor, host=host)


def outside(line: str) -> str:
    """What of a line is in no isolate."""
    kept, depth = "", 0
    for sign in line:
        depth -= sign == POP_ISOLATE
        kept += sign if depth == 0 and sign not in (*OPENING, POP_ISOLATE) else ""
        depth += sign in OPENING
    assert depth == 0, line
    return kept


def own_latin_words() -> set[str]:
    """Norwegian that the Arabic texts themselves name: a word on a sign, a register."""
    path = Path(settings.LOCALE_PATHS[0]) / "ar" / "LC_MESSAGES" / "django.po"
    texts = [text for each in polib.pofile(str(path)) for text in (each.msgstr, *each.msgstr_plural.values())]
    return {word for text in texts for word in LATIN.findall(re.sub(r"%\(\w+\)[sd]", "", text))}


def without_isolates(text: str) -> str:
    return "".join(sign for sign in text if sign not in (*OPENING, POP_ISOLATE))


def there_is_one_of_each_kind(mails):
    # A question is written to the organiser, in the municipality's Norwegian; text messages are no mails.
    texts = {"accounts.text", "confirming.intro", "confirming.reply", "welcome.text"}
    known = {kind for kind in kinds.known() if not kind.startswith("sms.")} - texts - {"events.question"}
    assert {row.kind for row in OutboxMessage.objects.all()} | {*OF_A_SIGNUP, *OF_A_LIST} == known
    assert len(mails) == 59


def what_is_put_into_an_arabic_mail_is_isolated(mails):
    """A Latin word outside an isolate is one of the text's own, or of what stands on its line by itself."""
    own = own_latin_words()
    bare = [
        (name, line)
        for name, letter in mails.items()
        for line in [letter.subject, *letter.body.splitlines()]
        if not BY_ITSELF.fullmatch(line.strip()) and set(LATIN.findall(outside(line))) - own
    ]
    assert bare == []


def what_has_no_letters_is_isolated_too(mails):
    assert CODE.search(outside(mails["code"].subject)) is None
    for name in (CONFIRMATION, "dates_changed", "package"):
        shown = PHONE.replace(" ", "\u00a0")
        assert f"\u2066{shown}\u2069" in mails[name].body
        assert shown not in "".join(outside(line) for line in mails[name].body.splitlines())


def values_are_whole_within_their_isolates(mails):
    for name, values in {
        **dict.fromkeys(OF_A_SIGNUP, [TITLE, NAME, VENUE, ORGANISATION]),
        "requested": [TITLE],
        "found_closed": [TITLE],
        "greeter_asked": [ORGANISATION, "Kari"],
        "to_meet": [TITLE, "Kari", ORGANISATION],
        "too_few": [TITLE, ORGANISATION],
        "it_goes": [TITLE, ORGANISATION],
        "not_to_be_had": [TITLE, NAME, VENUE, ORGANISATION],
        "thanks": [ORGANISATION],
        "missed": [ORGANISATION, TITLE],
        "question": [TITLE, NAME, ORGANISATION],
        "hidden": [TITLE, NAME, ORGANISATION],
        "dates_changed": [TITLE, NAME, VENUE, ORGANISATION, REASON],
        **dict.fromkeys(OF_A_FOLLOW, [TITLE, VENUE, ORGANISATION]),
        "approve": [TITLE, "Herøy", "Takk, og hei!"],
        "ask_for_changes": [TITLE, "Herøy", "Takk, og hei!"],
        "take_down": [TITLE, "Herøy", "Takk, og hei!"],
        "waits": [TITLE, ORGANISATION],
        "reported": [TITLE, ORGANISATION],
        "queue": [TITLE],
        "invitation": [ORGANISATION, "Herøy"],
        "invited": [ORGANISATION],
        "staff": ["Herøy"],
        "substitute": ["Vert", "Herøy"],
        "substituted": ["Vikar", "Herøy"],
        "substitute_ended": ["Herøy"],
        "handed_over": ["Vert", "Herøy"],
        "join_confirm": [ORGANISATION],
        "join_waiting": [ORGANISATION, "Herøy"],
        "join_decision": [ORGANISATION, "Herøy", "Takk, og hei!"],
        "yearly": [ORGANISATION],
        "access_asked": [TITLE, "Herøy"],
        "partner_asked": [TITLE, ORGANISATION, PARTNER],
        "partner_answered": [TITLE, PARTNER],
        "ended": [PARTNER],
        "calendar_away": [CALENDAR, ORGANISATION],
        "calendar_back": [CALENDAR, ORGANISATION],
        "unknown": ["ukjent@example.org"],
        "package": [TITLE, HOST, "Herøy"],
    }.items():
        for value in values:
            assert f"\u2068{value}\u2069" in mails[name].body, (name, value)
    for name in (
        *OF_A_SIGNUP,
        *OF_A_FOLLOW,
        "requested",
        "dates_changed",
        "greeter_asked",
        "to_meet",
        "too_few",
        "it_goes",
        "thanks",
        "missed",
        "approve",
        "ask_for_changes",
    ):
        assert mails[name].subject.endswith(f"\u2068{TITLE}\u2069")


def what_is_copied_carries_nothing_unseen(mails):
    [code] = [line for line in mails["code"].body.splitlines() if CODE.fullmatch(line)]
    assert f"\u2068{code}\u2069" in mails["code"].subject
    for letter in mails.values():
        for address in re.findall(r"https?://\S+", letter.body):
            assert without_isolates(address) == address
            assert address in letter.body.splitlines() or f"  {address}" in letter.body.splitlines()


def calendar_isolates_in_sentences_alone(mails):
    postponed, confirmed = (event_in(mails[name]) for name in ("dates_changed", CONFIRMATION))
    assert postponed.summary.value.endswith(f"\u2068{TITLE}\u2069")
    assert confirmed.summary.value == TITLE
    assert f"\u2068{ORGANISATION}\u2069" in confirmed.description.value
    assert "\nhttps://meet.example/a/\n" in confirmed.description.value
    for copied in (confirmed.location.value, confirmed.url.value, confirmed.uid.value):
        assert without_isolates(copied) == copied


def event_in(letter: mail.EmailMessage):
    [(_name, content, _type)] = letter.attachments
    return vobject.readOne(content if isinstance(content, str) else content.decode()).vevent


def test_every_mail_in_arabic_keeps_its_values_whole(mails):
    """One test: the mails take longer to make than to look at."""
    there_is_one_of_each_kind(mails)
    what_is_put_into_an_arabic_mail_is_isolated(mails)
    what_has_no_letters_is_isolated_too(mails)
    values_are_whole_within_their_isolates(mails)
    what_is_copied_carries_nothing_unseen(mails)
    calendar_isolates_in_sentences_alone(mails)
