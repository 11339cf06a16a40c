"""Text is cleaned at one door, whichever way it comes."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.accounts.users import user_for
from core.mail.letter import render_letter
from core.models import Picture, User
from events.models import EventText
from events.signups.kinds import CONFIRMATION
from events.signups.mails import message
from events.signups.models import Signup
from newcomers.models import Newcomer
from newcomers.reading.kept import File
from newcomers.reading.lists import read_people
from newcomers.services import import_newcomers, unsubscribe
from tests import factories
from tests.events.signups.asking import party

OURS = {"core", "organisations", "events", "door", "signups", "newcomers", "welcome", "home"}
VERTICAL_TAB = "\x0b"
# What no XML 1.0 document may hold (production [2]), and what turns the text around it.
NEVER_KEPT = ["\x01", VERTICAL_TAB, "\x0c", "\x1f", "\ud800", "\ufffe", "\uffff", "\u202a", "\u202e"]
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>'
# Of Persian and of every sentence with two directions.
KEPT = ["\u200c", "\u2067", "\u2069", "\u200f"]
UNSEEN_IN_ADDRESSES = ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u00a0", "\u202f", "\u200e"]


# Made by a program, from what is clean already.
MADE = {"password", "file_hash", "filter_spec", "focal_point_key", "object_id", "path", "url_path"}


def free_text_fields() -> list[models.Field]:
    """Every column of ours in which free text can stand."""
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField))
        and field.model._meta.app_label in OURS
        and not field.choices
        and field.name not in MADE
        # Columns of Wagtail's, in rows that are cleaned whole.
        and str(field) not in ("core.Picture.title", "core.Picture.description")
        and not isinstance(field, ArrayField)
    ]


@pytest.mark.parametrize("field", free_text_fields(), ids=str)
def test_no_column_of_ours_takes_what_xml_forbids(field):
    """Whatever writes to it: `save`, `update`, many rows at once, a lookup all ask the field."""
    for sign in NEVER_KEPT:
        assert sign not in str(field.get_prep_value(f"a{sign}b"))


@pytest.mark.parametrize("sign", NEVER_KEPT)
def test_stored_words_can_be_written_into_every_letter(db, sign):
    event = factories.an_event(admission="sign_up", title=f"Språk{sign}kafé", description=f"a{sign}b")
    signup = factories.a_signup(factories.an_occurrence(event), name=f"Kari{sign} Eksempel")
    text = EventText.objects.get()
    assert sign not in text.title + text.description
    assert sign not in Signup.objects.get().name
    message(kind=CONFIRMATION, signup=signup, now=timezone.now())


def test_many_rows_at_once_are_cleaned_too(db):
    event = factories.an_event()
    EventText.objects.bulk_create([EventText(event=event, language="en", title="a\x0bb", state="human")])
    EventText.objects.filter(language="nb").update(title="c\x0bd")
    assert set(EventText.objects.values_list("title", flat=True)) == {"a b", "c d"}


@pytest.mark.parametrize("sign", KEPT)
def test_what_languages_need_is_kept(db, sign):
    event = factories.an_event(title=f"a{sign}b")
    assert event.texts.get().title == f"a{sign}b"


def test_one_word_is_spelt_one_way(db):
    assert factories.an_event(title="Spra\u030akkafe\u0301").texts.get().title == "Språkkafé"


def test_a_soft_line_break_is_a_line_of_a_text_and_a_space_of_a_title(db):
    factories.an_event(title="Kafé\x0bmed sang", description="først\x0bså")
    text = EventText.objects.get()
    assert (text.title, text.description) == ("Kafé med sang", "først\nså")


def test_words_that_stood_there_before_stop_no_letter():
    letter = render_letter("signups/mail/reminder", {"title": "a\x0bb", "when": "\x01"}, language="nb")
    assert "\x0b" not in letter.text + letter.html


def test_what_is_typed_in_the_editor_is_cleaned_before_anything_looks_at_it(client, editor, heroy):
    client.force_login(editor)
    sent = {"name": "Herøy\x0bbibliotek\u202e", "municipality": "1818", "step_free": "yes"}
    response = client.post(reverse("portal_venue_new"), {**sent, "hearing_loop": "no"})
    assert response.status_code == 302
    assert heroy.venues.get().name == "Herøy bibliotek"


def test_a_text_of_an_editor_may_bring_it_in_its_own_coding(db):
    """Wagtail's editor sends JSON, in which a vertical tab is six letters; a draft is kept as JSON too."""
    step = factories.a_step(body=[("letter", {"text": "<p>a\x0bb\ud800</p>", "signature": "K\x0bE"})])
    assert step.body[0].value["signature"] == "K E"
    assert str(step.body[0].value["text"].source) == "<p>a b</p>"
    draft = step.save_revision()
    assert "\\u000b" not in str(draft.content)


def test_columns_of_the_editors_own_are_cleaned_with_their_rows(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    words = {"title": "Kaf\x0be", "description": "a\u202eb"}
    picture = Picture(**words, file=ContentFile(PIXEL, name="pixel.svg"), width=4, height=3)
    picture.save()
    picture.refresh_from_db()
    assert (picture.title, picture.description) == ("Kaf e", "ab")
    page = factories.a_municipality_page()
    page.title = "Her\x0bøy"
    page.save_revision().publish()
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Her øy", "Her øy")


@pytest.mark.parametrize("sign", UNSEEN_IN_ADDRESSES)
@pytest.mark.parametrize("place", ["{}kari@example.org", "ka{}ri@example.org", "kari@example.org{}"])
class TestAddress:
    """kari@example.org is one person, with or without what nobody sees."""

    def address(self, place: str, sign: str) -> str:
        return place.format(sign)

    def test_imported_again_is_the_same_person(self, heroy, place, sign):
        unsubscribe(newcomer=factories.a_newcomer("kari@example.org"), now=timezone.now())
        data = f"e-post\n{self.address(place, sign)}".encode()
        (row,) = read_people(File(data), writes="nb", today=date(2026, 11, 1)).rows
        result = import_newcomers(municipality=heroy, rows=[row.person], now=timezone.now())
        assert (result.created, Newcomer.objects.count()) == (0, 1)

    def test_signed_up_again_is_the_same_person(self, db, place, sign):
        occurrence = factories.an_occurrence(factories.an_event(admission="sign_up"))
        party(occurrence, email="kari@example.org")
        assert party(occurrence, email=self.address(place, sign)).created is False

    def test_typed_in_a_form_is_taken(self, client, db, place, sign):
        occurrence = factories.an_occurrence(factories.an_event(admission="sign_up"))
        url = reverse("sign_up", args=[occurrence.municipality.slug, occurrence.public_id])
        client.post(url, {"name": "Kari", "email": self.address(place, sign), "adults": "1"})
        assert [signup.email for signup in Signup.objects.all()] == ["kari@example.org"]

    def test_is_the_same_user(self, db, place, sign):
        user = User.objects.create_user("kari@example.org")
        assert user_for(email=self.address(place, sign)) == user

    def test_logs_in(self, client, db, place, sign):
        User.objects.create_user("kari@example.org")
        response = client.post(reverse("account_login"), {"login": self.address(place, sign)})
        assert response.status_code == 302


def test_an_address_is_cleaned_wherever_the_editor_asks_for_one(client, editor, heroy):
    client.force_login(editor)
    sent = {"name": "Laget", "kind": "association", "municipality": "1818"}
    addresses = {"email": "post@\u200blaget.example", "website": "https://laget.example/\ufeff"}
    response = client.post(reverse("portal_organisation_new"), {**sent, **addresses})
    assert response.status_code == 302
    made = heroy.organisations.get()
    assert (made.email, made.website) == ("post@laget.example", "https://laget.example/")
