"""Typeset files: made once, in a process with limits, and honest when nobody makes them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone
from pypdf import PdfReader

from core.bounded import TooMuchWork
from core.typesetting import services
from core.typesetting.models import MadeFile
from core.typesetting.services import Recipe
from tests.proving import at_once

FONTS = sorted(settings.TYPEFACES.glob("*.ttf"))
HELLO = """
#let values = json(bytes(sys.inputs.values))
#set document(title: values.title)
#set text(font: ("Noto Sans", "Vazirmatn"), lang: "nb", fallback: false)
#values.words
"""
ENDLESS = "#let f(n) = if n == 0 { 0 } else { range(900000).map(i => f(n - 1)).len() }\n#f(3)"


@pytest.fixture
def folder(settings, tmp_path):
    """A folder of templates of this test's own, and one for files."""
    (tmp_path / "hello.typ").write_text(HELLO)
    (tmp_path / "endless.typ").write_text(ENDLESS)
    settings.PRINT_TEMPLATES = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    services.templates_digest.cache_clear()
    yield tmp_path
    services.templates_digest.cache_clear()


def hello(words: str = "Hei!", format: str = "pdf") -> Recipe:
    return Recipe("hello.typ", format, {"title": "Hei", "words": words})


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Šálom, Ånn Øy", "Šálom, Ånn Øy"),
        ("Мовне кафе", "Мовне кафе"),
        ("Fest 🎉 i dag", "Fest i dag"),
        ("日本語-kveld", "???-kveld"),
        ("a\x00b\x0bc", "abc"),
        ("#panic() $x$ @here [*]", "#panic() $x$ @here [*]"),
        ("“anførsel” – ½ €", "“anførsel” – ½ €"),
        ("Ｈｅｉ \u202emot", "Hei mot"),
    ],
)
def test_whatever_is_written_is_printed_without_what_no_font_has(folder, written, printed):
    assert words_of(services.typeset(hello(written))).split() == printed.split()


def test_arabic_with_isolates_and_joiners_is_printed(folder):
    """One sign that the fonts lack would fail the whole tagged file."""
    content = services.typeset(hello("\u2067مقهى اللغة\u2069 می\u200cروم \u2066900 00 000\u2069"))
    assert "اللغة" in words_of(content) or "مقهى" in words_of(content)


def test_file_for_paper_is_tagged_and_named(folder):
    reader = PdfReader(BytesIO(services.typeset(hello())))
    assert reader.metadata
    assert reader.metadata.title == "Hei"
    root = reader.trailer["/Root"]
    assert (root["/Lang"], "/StructTreeRoot" in root) == ("nb", True)


def test_file_is_made_once_and_served_again(folder, db):
    now = timezone.now()
    row = services.ask(recipe=hello(), now=now)
    assert (row.state, row.values) == (MadeFile.State.WAITING, hello().values)
    assert services.make(pk=row.pk, now=now)
    assert not services.make(pk=row.pk, now=now)
    again = services.ask(recipe=hello(), now=now)
    assert (again.pk, again.is_made, again.values) == (row.pk, True, {})
    content = services.content_of(again)
    assert content
    assert words_of(content) == "Hei!"
    assert services.ask(recipe=hello("Hallo!"), now=now).pk != row.pk


def test_changed_template_makes_another_file(folder):
    before = hello().digest
    (folder / "hello.typ").write_text(HELLO + "\n#line()")
    services.templates_digest.cache_clear()
    assert hello().digest != before


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one_task(folder, queue):
    now = timezone.now()
    queue.take()
    rows = at_once(lambda _number: services.ask(recipe=hello(), now=now).pk, range(12))
    assert len(set(rows)) == 1
    assert queue.take() == [("typesetting.make_file", {"pk": rows[0]})]


@pytest.mark.django_db(transaction=True)
def test_what_no_worker_took_is_handed_over_again(folder, queue):
    """By whoever looks, once a minute; and it is said that it takes long."""
    now = timezone.now()
    queue.take()
    row = services.ask(recipe=hello(), now=now)
    assert (row.is_late(now=now), row.is_late(now=now + timedelta(minutes=1))) == (False, True)
    later = now + timedelta(seconds=61)
    for _look in range(3):
        services.ask(recipe=hello(), now=later)
    assert len(queue.take()) == 2


@pytest.mark.django_db(transaction=True)
def test_queue_that_is_away_leaves_it_waiting(folder, no_broker):
    assert services.ask(recipe=hello(), now=timezone.now()).state == MadeFile.State.WAITING


def test_what_cannot_be_made_says_so_and_may_be_tried_again(folder, db):
    now = timezone.now()
    recipe = Recipe("hello.typ", "pdf", {"title": "", "words": ""})
    row = services.ask(recipe=recipe, now=now)
    assert not services.make(pk=row.pk, now=now)
    assert services.ask(recipe=recipe, now=now).has_failed
    later = now + services.TRY_AGAIN + timedelta(seconds=1)
    assert services.ask(recipe=recipe, now=later).state == MadeFile.State.WAITING


def test_template_that_does_not_end_is_stopped(folder):
    with pytest.raises(TooMuchWork):
        services.typeset(Recipe("endless.typ", "pdf", {}), seconds=1)


def test_file_that_is_gone_is_made_again(folder, db):
    now = timezone.now()
    row = services.ask(recipe=hello(), now=now)
    services.make(pk=row.pk, now=now)
    made = services.ask(recipe=hello(), now=now)
    made.file.storage.delete(made.file.name)
    assert services.content_of(made) is None
    assert services.ask(recipe=hello(), now=now).state == MadeFile.State.WAITING


def test_what_nobody_wants_any_longer_goes_with_its_file(folder, db):
    now = timezone.now()
    old, used = services.ask(recipe=hello("gammel"), now=now), services.ask(recipe=hello("brukt"), now=now)
    for row in (old, used):
        services.make(pk=row.pk, now=now)
    services.ask(recipe=hello("brukt"), now=now + timedelta(days=20))
    assert services.forget_unused(now=now + timedelta(days=31)) == 1
    assert [row.pk for row in MadeFile.objects.all()] == [used.pk]
    assert len(list((folder / "media").rglob("*.pdf"))) == 1
