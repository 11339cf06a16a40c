"""Posters: both languages on as many pages as they should have, and a page that says how far they are."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from core.limits import BY_ONE_AT_ONCE
from core.typesetting import services
from core.typesetting.models import MadeFile
from events.choices import Category, TextState
from events.models import EventText, Occurrence
from events.printing.poster import poster_recipe
from events.printing.week import week_recipe
from tests import factories

NASTY = "x" * 60 + " 🎉 日本語 مرحبا \u202e#panic() $1$"


@pytest.fixture
def date(db) -> Occurrence:
    """A public date tomorrow, in Norwegian, Ukrainian and Arabic."""
    occurrence = factories.an_occurrence()
    for language, title in (("uk", "Мовне кафе в бібліотеці"), ("ar", "مقهى اللغة في المكتبة")):
        EventText.objects.create(
            event=occurrence.event, language=language, title=title, state=TextState.HUMAN
        )
    return Occurrence.objects.with_cards().get(pk=occurrence.pk)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def pages_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def poster_of(date: Occurrence, language: str) -> list[str]:
    return pages_of(services.typeset(poster_recipe(date, chosen=language, now=timezone.now())))


def week_of(municipality, language: str) -> list[str]:
    return pages_of(services.typeset(week_recipe(municipality, chosen=language, now=timezone.now())))


def test_poster_has_two_pages_and_both_languages(date):
    front, back = poster_of(date, "uk")
    for words in ("Språkkafé på biblioteket", "Мовне кафе в бібліотеці", "Herøy folkebibliotek", "Møteplass"):
        assert words in front
    assert "Jeg lærer norsk. Kan du snakke litt sakte?" in back
    assert "Я вчу норвезьку." in back
    assert back.count("10") == 1


def test_poster_in_norwegian_alone_says_nothing_twice(date):
    front, back = poster_of(date, "nb")
    assert front.count("Språkkafé på biblioteket") == 1
    assert "Я" not in front + back


@pytest.mark.parametrize("language", ["nb", "en", "uk", "ar"])
def test_whatever_a_title_holds_is_printed_on_two_pages(date, language):
    EventText.objects.filter(event=date.event).update(title=NASTY[:120])
    date = Occurrence.objects.with_cards().get(pk=date.pk)
    assert len(poster_of(date, language)) == 2


def test_every_category_has_a_poster_of_two_pages(date):
    """Its drawing, its color and its ten sentences; the longest are in Norwegian and Ukrainian."""
    for category in (Category.NEW_IN_NORWAY, Category.FAITH, Category.OUTDOORS):
        date.category = category
        assert len(poster_of(date, "uk")) == 2


def test_cancelled_date_says_so(date):
    date.status = Occurrence.Status.CANCELLED
    assert "Avlyst" in poster_of(date, "nb")[0]


@pytest.mark.parametrize("number", [0, 3, 160])
def test_week_is_one_page_however_much_is_on(db, number):
    heroy = factories.a_municipality()
    now = timezone.now()
    if number:
        date = factories.an_occurrence()
        series = date.series
        Occurrence.objects.bulk_create(
            Occurrence(
                series=series,
                event=date.event,
                organisation=date.organisation,
                municipality=date.municipality,
                venue=date.venue,
                category=date.category,
                is_public=True,
                original_slot=f"x{each}",
                starts_at=now + timedelta(hours=2, minutes=each * 40),
                ends_at=now + timedelta(hours=3, minutes=each * 40),
            )
            for each in range(number - 1)
        )
    pages = week_of(heroy, "uk")
    assert len(pages) == 1
    assert ("Det er ikke plass til alt her" in pages[0]) == (number > 100)
    assert ("Språkkafé på biblioteket" in pages[0]) == bool(number)


def test_week_marks_what_is_cancelled_in_both_languages(date):
    Occurrence.objects.filter(pk=date.pk).update(status=Occurrence.Status.CANCELLED)
    page = week_of(date.municipality, "uk")[0]
    assert "Avlyst Språkkafé" in page
    assert "Скасовано" in page


def test_recipe_is_the_same_in_whatever_language_it_is_asked_for(date):
    now = timezone.now()
    digests = set()
    for language in ("nb", "ar"):
        with override(language):
            digests.add(poster_recipe(date, chosen="uk", now=now).digest)
            digests.add(week_recipe(date.municipality, chosen="uk", now=now).digest)
    assert len(digests) == 2


def address(date: Occurrence, rest: str = "") -> str:
    return f"/uk/{date.municipality.slug}/events/{date.public_id}/{rest}"


def test_page_asks_which_languages_and_makes_nothing(client, date):
    page = client.get(address(date, "poster/")).content.decode()
    assert "?language=uk" in page
    assert page.index("?language=uk") < page.index("?language=ar") < page.index("?language=nb")
    assert not MadeFile.objects.exists()


def test_page_waits_without_javascript_too(client, date):
    page = client.get(address(date, "poster/?language=uk")).content.decode()
    assert '<meta http-equiv="refresh" content="4">' in page
    assert "Ми це готуємо." in page
    MadeFile.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    assert (
        "Це триває довше, ніж зазвичай." in client.get(address(date, "poster/?language=uk")).content.decode()
    )


def test_page_leads_to_what_is_made(client, date):
    client.get(address(date, "poster/?language=uk"))
    services.make(pk=MadeFile.objects.get().pk, now=timezone.now())
    answer = client.get(address(date, "poster/?language=uk"), headers={"HX-Request": "true"})
    assert f'href="{address(date, "poster.pdf")}?language=uk"' in answer.content.decode()
    assert "hx-get" not in answer.content.decode()
    assert "HX-Request" in answer["Vary"]
    file = client.get(address(date, "poster.pdf?language=uk"))
    assert (file["Content-Type"], len(pages_of(file.content))) == ("application/pdf", 2)
    assert MadeFile.objects.count() == 1


def test_moved_date_never_has_the_old_poster(client, date):
    client.get(address(date, "poster/?language=uk"))
    services.make(pk=MadeFile.objects.get().pk, now=timezone.now())
    Occurrence.objects.filter(pk=date.pk).update(
        starts_at=date.starts_at + timedelta(hours=1), ends_at=date.ends_at + timedelta(hours=1)
    )
    answer = client.get(address(date, "poster.pdf?language=uk"))
    assert (answer.status_code, answer["Location"]) == (302, address(date, "poster/?language=uk"))


@pytest.mark.parametrize("query", ["", "?language=", "?language=xx", "?language=nn&language=q"])
def test_language_that_is_none_leads_back_to_the_choice(client, date, query):
    assert client.get(address(date, f"poster/{query}")).status_code == 200
    assert client.get(address(date, f"poster.pdf{query}"))["Location"] == address(date, "poster/")
    assert not MadeFile.objects.exists()


def test_who_orders_without_end_is_asked_to_wait(client, date):
    for number in range(BY_ONE_AT_ONCE.times + 1):
        EventText.objects.filter(event=date.event, language="uk").update(title=f"Кафе {number}")
        answer = client.get(address(date, "poster/?language=uk"))
    assert answer.status_code == 429
    assert MadeFile.objects.count() == BY_ONE_AT_ONCE.times


def test_week_of_a_municipality_that_is_not_here_is_a_404(client, db):
    assert client.get("/nb/nowhere/events/week/poster/").status_code == 404
    assert client.get("/nb/nowhere/events/week/poster.pdf").status_code == 404


def test_week_is_ordered_and_made(client, date):
    path = f"/nb/{date.municipality.slug}/events/week/poster"
    client.get(f"{path}/?language=ar")
    services.make(pk=MadeFile.objects.get().pk, now=timezone.now())
    assert len(pages_of(client.get(f"{path}.pdf?language=ar").content)) == 1
