"""Names that are typed as they are heard, in letters that no road sign in Norway has."""

import pytest

from organisations.loading import load_municipalities
from organisations.models import find_places
from organisations.naming import heard_form, is_heard, search_form

HEARD = {
    "Бодо": "Bodø",
    "Буде": "Bodø",
    "Будьо": "Bodø",
    "Херьой": "Herøy",
    "Герей": "Herøy",
    "Гамарьой": "Hamarøy",
    "Рана": "Rana",
    "Сортланд": "Sortland",
    "Воган": "Vågan",
    "Ваган": "Vågan",
    "Верой": "Værøy",
    "Тронгейм": "Trondheim",
    "Гаттф’єлльдал": "Hattfjelldal",
    "Сёр-Варангер": "Sør-Varanger",
    "نارفيك": "Narvik",
    "نرفيك": "Narvik",
    "تروندهايم": "Trondheim",
}


@pytest.mark.django_db
def test_search_finds_names_that_are_typed_as_they_sound():
    load_municipalities()
    found = {text: [place.name for place in find_places(text)[:5]] for text in HEARD}
    assert {text: name for text, name in HEARD.items() if name not in found[text]} == {}
    assert found["Будьо"][0] == "Bodø"
    assert found["Воган"][0] == "Vågan"
    assert find_places("щщщщ") == []


@pytest.mark.parametrize(
    ("text", "heard", "form"),
    [
        ("Будьо", True, "bodo"),
        ("بُودُو", True, "bodo"),
        ("Bodø", False, "bodo"),
        ("Вега 18", True, "vogo 18"),
        ("ь", True, ""),
    ],
)
def test_other_alphabets_are_read_by_their_sound(text, heard, form):
    assert (is_heard(text), heard_form(text)) == (heard, form)


@pytest.mark.parametrize(
    "same",
    [
        ("أوسلو", "اوسلو", "آوسلو", "أُوسلو", "ٱوسلو"),
        ("فاوسكة", "فاوسكه", "فاوسکه"),
        ("موسى", "موسي", "موسی", "مـوسي"),
        ("٨٨٥٠", "۸۸۵۰", "8850"),
        ("ﻧﺎرﻓﻴﻚ", "نارفيك"),
    ],
)
def test_arabic_letters_that_people_write_for_one_another_are_the_same(same):
    assert len({search_form(text) for text in same}) == 1
