"""The booklet as it is read: whole in every language, tagged, and never lost to one sign."""

from io import BytesIO

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.typesetting.engine import signs_of
from newcomers.welcome.booklet.given import Person
from newcomers.welcome.booklet.parts import is_empty
from newcomers.welcome.booklet.recipes import screen_recipe
from newcomers.welcome.booklet.values import booklet_values
from newcomers.welcome.booklet.words import SAID as LABELS
from newcomers.welcome.booklet.words import label, languages_with_words, unread
from tests.newcomers.welcome.booklet.contents import LANGUAGES, PERSONAL, booklet, content, parts
from tests.newcomers.welcome.booklet.reading import made, pages_of, tags_of, words_of

FROM_THE_RIGHT = {"ar", "prs"}
FONTS = str(django_settings.TYPEFACES)
LONG = "flyktningtjenestekoordinatorstillingsbeskrivelsesvurderingen"


def letter(html: str, language: str = "nb", **changes: object) -> dict:
    signed = {"signature": "Kari", "role": None, "picture": None}
    return {"type": "letter", "text": {"html": html, "language": language}} | signed | changes


def with_parts(*given_parts: dict, code: str = "nb", **changes: object):
    return booklet(code, content=content(code, parts=list(given_parts)), **changes)


@pytest.mark.parametrize("code", LANGUAGES)
def test_booklet_is_archivable_tagged_and_in_its_language(code):
    pdf = made(screen_recipe(booklet(code)))
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/Lang"] == {"prs": "fa-AF"}.get(code, code)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    direction = root["/ViewerPreferences"].get("/Direction")
    assert (direction == "/R2L") == (code in FROM_THE_RIGHT)


def test_booklet_has_bookmarks_lists_and_pictures_in_words():
    pdf = made(screen_recipe(booklet()))
    reader = PdfReader(BytesIO(pdf))
    names = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert names[:3] == ["Et brev til deg", "Spør oss", "Din første uke"]
    assert names[-2:] == ["Hvis det haster", "Din egen side"]
    tags = tags_of(pdf)
    kinds = [kind for kind, _attributes in tags]
    # The letter's, contacts, checklist, places, offers, codes, and what is next.
    assert kinds.count("/L") >= 7
    figures = [attributes for kind, attributes in tags if kind == "/Figure"]
    assert figures
    assert all(figure.get("/Alt") for figure in figures)
    assert "/Title" in kinds or "/H1" in kinds


def test_a_part_in_another_language_says_so_to_a_screen_reader():
    """Nobody has translated the equipment store: it is Norwegian in an Arabic booklet."""
    pdf = made(screen_recipe(booklet("ar")))
    spoken = {str(attributes["/Lang"]) for _kind, attributes in tags_of(pdf) if "/Lang" in attributes}
    marked = any(
        b"/Lang(nb)" in page.get_contents().get_data().replace(b" ", b"")
        for page in PdfReader(BytesIO(pdf)).pages
    )
    assert "nb" in spoken or marked


def test_booklet_says_who_it_is_for_and_that_the_web_page_is_the_accessible_form():
    pages = pages_of(made(screen_recipe(booklet())))
    assert "skjermleser" in pages[1]
    assert PERSONAL.removeprefix("https://").removesuffix("/") in pages[-1].replace("\u200b", "").replace(
        "\n", ""
    )
    assert "Олена Тестенко" in pages[-1]
    assert "116" in pages[-1]
    # Without a person nothing speaks of one.
    common = pages_of(made(screen_recipe(booklet(person=None))))
    assert "På nettet" in common[-1]
    assert "Koden er bare din" not in common[-1]


@pytest.mark.parametrize(
    "html", ["<p>Fest 🎉 i dag 日本語</p>", "<p>a\x00b\x0bc\ud800</p>", "<p>\u202egnøl\u202c</p>"]
)
def test_one_sign_does_not_cost_the_whole_booklet(html):
    assert made(screen_recipe(with_parts(letter(html))))


def test_staff_are_told_what_is_replaced_and_where():
    values = booklet_values(with_parts(letter("<p>Velkommen 🎉 til 日 fest\u202e</p>")))
    told = signs_of(FONTS).replaced(values)
    assert [(each.sign, each.instead) for each in told] == [("🎉", ""), ("日", "?"), ("\u202e", "")]
    assert told[0].among == "Velkommen 🎉 til 日 fest\u202e".strip()


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_of_what_a_municipality_writes_is_replaced(code):
    assert signs_of(FONTS).replaced(booklet_values(booklet(code))) == []


def test_persian_non_joiner_and_marks_of_direction_are_kept():
    pdf = made(screen_recipe(with_parts(letter("<p>می\u200cروم\u200f</p>", "prs"), code="prs")))
    assert signs_of(FONTS).text("می\u200cروم\u200f") == "می\u200cروم\u200f"
    assert pdf


def test_telephone_numbers_run_from_the_left_and_do_not_break():
    """In a grid that is read from the right the number is one piece, in its order."""
    text = words_of(made(screen_recipe(booklet("ar"))))
    assert "900\u00a000\u00a0000" in text or "900 00 000" in text


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=80), st.text(max_size=40))
def test_whatever_is_typed_is_typeset(words, name):
    told = {"text": words, "language": "nb"}
    contact = parts()[1]["contacts"][0] | {"name": words, "phone": name}
    items = [
        {"type": "checklist", "heading": told, "items": [{"text": told, "link": words}]},
        {"type": "explainer", "word": words, "explanation": {"html": "<p>x</p>", "language": "nb"}},
        {"type": "contacts", "heading": told, "contacts": [contact]},
    ]
    whole = content(subject=told, parts=items)
    assert made(screen_recipe(booklet(content=whole, person=Person(name, PERSONAL))))


def test_thai_is_broken_between_words_although_it_has_no_spaces():
    """A place to break anywhere, as a long Norwegian word gets, would split Thai words and their signs."""
    words = "ซึ่งหมายความว่าฉันช่วยเหลือคนที่เพิ่งมาใหม่ให้รู้จักผู้คนและสถานที่" * 4
    lines = words_of(made(screen_recipe(with_parts(letter(f"<p>{words}</p>", "th"), code="th")))).split("\n")
    assert not any("\u200b" in line for line in lines if "ซึ" in line)
    # No line begins with a vowel or a tone that belongs to the letter before it.
    assert [line for line in lines if line[:1] in "ะัาำิีึืฺุูๅ็่้๊๋์"] == [""] * lines.count("")


def test_what_was_written_is_never_a_command():
    hostile = '#panic() #import "x" $x$ @ref <label> [*] \\ // /* "'
    text = words_of(made(screen_recipe(with_parts(letter(f"<p>{hostile.replace('<', '&lt;')}</p>")))))
    assert "#panic()" in text
    assert "@ref" in text


def test_a_word_of_sixty_letters_stays_on_the_page():
    pdf = made(screen_recipe(with_parts(letter(f"<p>{LONG} {'x' * 60}</p>", signature=LONG))))
    (right,) = {float(page.mediabox.width) for page in PdfReader(BytesIO(pdf)).pages}
    furthest = 0.0

    def at(text, _cm, tm, _font, _size):
        nonlocal furthest
        furthest = max(furthest, tm[4] if text.strip() else 0)

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=at)
    assert furthest < right
    assert len(pages_of(pdf)) == 4


def test_forty_contacts_are_all_there():
    one = parts()[1]
    many = [one["contacts"][number % 2] | {"name": f"Kontakt {number}"} for number in range(40)]
    text = words_of(made(screen_recipe(with_parts(one | {"contacts": many}))))
    assert [number for number in range(40) if f"Kontakt {number}" not in text] == []


def test_what_is_empty_is_left_out_with_its_heading():
    nothing = {"text": "", "language": "nb"}
    empty = [
        letter("<p> </p>"),
        {"type": "contacts", "heading": nothing, "contacts": []},
        {"type": "checklist", "heading": nothing, "items": [{"text": nothing, "link": ""}]},
        {"type": "places", "heading": nothing, "places": []},
        {"type": "offers", "heading": nothing, "offers": []},
        {"type": "explainer", "word": "dugnad", "explanation": {"html": "", "language": "nb"}},
        {"type": "qr", "label": nothing, "url": "javascript:alert(1)"},
        {"type": "something new"},
    ]
    assert is_empty(content(parts=empty))
    assert not is_empty(content())
    assert len(pages_of(made(screen_recipe(with_parts(*empty))))) == 3


def test_picture_that_is_gone_leaves_its_words():
    assert "Ingrid" in words_of(made(screen_recipe(booklet(pictures={}))))


def test_what_is_next_is_as_of_a_day_that_is_said():
    text = words_of(made(screen_recipe(booklet())))
    assert "fredag 27. november 2026" in text
    nothing = words_of(made(screen_recipe(booklet(planned=[]))))
    assert "Ingenting er meldt" in nothing


@pytest.mark.parametrize("code", LANGUAGES)
def test_times_are_written_in_the_booklet_s_language_alone(code):
    values = booklet_values(booklet(code))
    when = next(part for part in values["parts"] if part["type"] == "next_events")["events"][0]["when"][
        "text"
    ]
    assert "18:00" in when
    assert ("kl." in when) == (code == "nb")


def test_every_language_of_words_has_them_all():
    values = {"day": "x", "languages": "x", "place": "x"}
    english = [label(name, "en", **values)["text"] for name in LABELS]
    for code in languages_with_words():
        texts = [label(name, code, **values) for name in LABELS]
        assert {text["lang"] for text in texts} == {"fa" if code == "prs" else code}
        assert code == "en" or not {text["text"] for text in texts} & set(english)
    assert unread("ti")
    assert not unread("nb")


def test_what_a_machine_translated_is_said_in_the_booklet():
    told = {"text": {"html": "<p>Вітаємо</p>", "language": "uk", "machine": True}}
    machine = booklet_values(with_parts(letter("") | told, code="uk"))
    assert "машина" in machine["machine"]["text"]
    assert booklet_values(booklet("uk"))["machine"]["text"] == ""


def test_addresses_of_this_site_are_whole_on_paper(settings):
    settings.BASE_URL = "https://moteplass.example"
    place = {"name": "Biblioteket", "address": "", "hours": [], "url": "/nb/heroy/places/1/"}
    given = with_parts(
        letter('<p><a href="/nb/x/">her</a></p>'), {"type": "places", "heading": None, "places": [place]}
    )
    values = booklet_values(given)
    assert values["parts"][0]["text"]["nodes"][0]["runs"][0]["url"] == "https://moteplass.example/nb/x/"
    assert values["parts"][1]["places"][0]["url"] == "https://moteplass.example/nb/heroy/places/1/"


def test_section_of_the_county_is_a_part():
    told = {"text": "Fra fylket", "language": "nb"}
    section = {
        "type": "section",
        "heading": told,
        "text": {"html": "<p>Buss er gratis.</p>", "language": "nb"},
    }
    assert "Buss er gratis" in words_of(made(screen_recipe(with_parts(section))))


def test_name_in_brackets_keeps_its_order_in_dari():
    assert "\u2068Herøy (Nordland)\u2069" in label("told", "prs", place="Herøy (Nordland)", day="x")["text"]


def test_language_without_words_has_english_ones_that_say_so():
    assert label("notes", "so") == {"text": "My notes", "lang": "en", "region": "", "rtl": False}
