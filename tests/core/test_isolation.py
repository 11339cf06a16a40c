"""A value in a sentence keeps its direction and its order."""

from datetime import UTC, datetime

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy, override

from core import formats
from core.isolation import OwnWords, filled, in_a_sentence, isolated, left_to_right

ARABIC_NAME = "ليلى"


def rendered(source: str, **values: object) -> str:
    return engines["django"].from_string("{% load core_tags i18n %}" + source).render(values)


def test_a_value_is_isolated_where_the_reader_reads_from_right_to_left():
    with override("ar"):
        assert isolated("9255-7405") == "\u20689255-7405\u2069"
        assert left_to_right("75 00 00 20") == "\u206675 00 00 20\u2069"
        assert isolated("") == ""


def test_a_value_is_left_as_it_is_where_nothing_can_turn_it():
    with override("nb"):
        assert isolated("Hva mangler i Herøy?") == "Hva mangler i Herøy?"
        assert left_to_right("75 00 00 20") == "75 00 00 20"


def test_a_value_that_turns_what_stands_around_it_is_isolated_in_every_language():
    with override("nb"):
        assert isolated(ARABIC_NAME) == f"\u2068{ARABIC_NAME}\u2069"


def test_a_value_is_isolated_once():
    with override("ar"):
        assert isolated(left_to_right("+47 900 00 000")) == "\u2066+47 900 00 000\u2069"


def test_each_line_of_a_value_is_isolated():
    """An isolate ends with its line (UAX #9, X8)."""
    with override("ar"):
        assert isolated("Kom!\n\nVel møtt.") == "\u2068Kom!\u2069\n\n\u2068Vel møtt.\u2069"


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("a\u2069b", "ab"),
        ("a\u2067b", "a\u2067b\u2069"),
        ("a\u2067b\u2069c", "a\u2067b\u2069c"),
        ("\u2068a\u2069 x \u2068b\u2069", "\u2068a\u2069 x \u2068b\u2069"),
        ("\u2068a\u2069\u2069 b \u2069", "\u2068a\u2069 b "),
    ],
)
def test_what_was_typed_does_not_let_the_rest_out(typed, inside):
    with override("ar"):
        assert isolated(typed) == f"\u2068{inside}\u2069"


def test_a_sentence_isolates_values_and_neither_numbers_nor_the_readers_own_words():
    with override("ar"):
        day = formats.day(datetime(2026, 11, 23, 17, tzinfo=UTC))
        said = filled(
            "%(name)s|%(count)s|%(day)s|%(word)s", name="Kari", count=3, day=day, word=gettext_lazy("Yes")
        )
        assert str(said) == f"\u2068Kari\u2069|3|{day}|نعم"
        assert isinstance(said, OwnWords)
        assert in_a_sentence(said) is said


def test_every_sentence_of_a_template_isolates_its_values():
    with override("ar"):
        assert rendered(
            "{% blocktranslate %}Soon: {{ title }}{% endblocktranslate %}", title="Kafé?"
        ).endswith("\u2068Kafé?\u2069")
        assert "\u2068Kafé &amp; te?\u2069" in rendered(
            "{% blocktranslate with title=name %}Soon: {{ title }}{% endblocktranslate %}", name="Kafé & te?"
        )


def test_a_value_in_a_tag_or_with_markup_of_its_own_is_left_as_it_is():
    with override("ar"):
        for source in (
            '{% blocktranslate %}See <a href="{{ name }}">it</a>{% endblocktranslate %}',
            '{% blocktranslate %}See <a href="{{ name }}">{{ name }}</a>{% endblocktranslate %}',
            "{% blocktranslate %}See <bdi dir='ltr'>{{ name }}</bdi>{% endblocktranslate %}",
            "{% blocktranslate with name=name|bdi %}See {{ name }}{% endblocktranslate %}",
        ):
            assert "\u2068" not in rendered(source, name="Kari")


def test_a_counter_stays_a_number_and_what_stands_beside_it_is_isolated():
    with override("ar"):
        source = (
            "{% blocktranslate count counter=number with name=who %}{{ counter }} of {{ name }}"
            "{% plural %}{{ counter }} of {{ name }}{% endblocktranslate %}"
        )
        assert rendered(source, number=3, who="Kari") == "3 of \u2068Kari\u2069"


def test_a_name_that_is_not_there_is_nothing():
    with override("ar"):
        assert rendered("{% blocktranslate %}Soon: {{ absent }}{% endblocktranslate %}").endswith(": ")
