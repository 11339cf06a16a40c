"""Ten sentences for each kind of activity, in every language of the site."""

from collections import Counter

import pytest
from django.conf import settings

from core.typesetting.signs import Signs
from events.choices import Category
from events.phrases import LANGUAGES, all_phrases, phrases_for
from tests.core.typesetting.test_making import FONTS


def test_languages_are_those_of_the_site():
    assert set(LANGUAGES) == {code for code, _name in settings.LANGUAGES}


def test_every_category_has_its_own():
    assert set(all_phrases()) == set(Category.values)


@pytest.mark.parametrize("category", Category.values)
def test_category_has_ten_different_sentences_in_every_language(category):
    for language in LANGUAGES:
        sentences = [texts[language].strip() for texts in all_phrases()[category]]
        assert len(set(sentences)) == 10, (language, sentences)
        assert all(sentences)
        assert all(sentence[-1] in ".!?؟…)" for sentence in sentences), sentences


def test_three_of_ten_at_the_most_are_said_elsewhere():
    times = Counter(texts["nb"] for ten in all_phrases().values() for texts in ten)
    for category, ten in all_phrases().items():
        common = [texts["nb"] for texts in ten if times[texts["nb"]] > 2]
        assert len(common) <= 3, (category, common)


def test_reader_of_norwegian_needs_no_translation():
    assert {phrase.meaning for phrase in phrases_for("mat", reader="nn")} == {""}
    assert phrases_for("mat", reader="nn", norwegian="nb")[0].norwegian == "Kan eg hjelpe til med noko?"


def test_norwegian_is_the_one_of_the_place():
    first = phrases_for("mat", reader="uk", norwegian="nn")[0]
    assert (first.norwegian, first.meaning) == ("Kan eg hjelpe til med noko?", "Чи можу я чимось допомогти?")


def test_every_sign_can_be_printed():
    signs = Signs.of_fonts(FONTS)
    texts = [text for ten in all_phrases().values() for row in ten for text in row.values()]
    assert [text for text in texts if signs.text(text) != text] == []
