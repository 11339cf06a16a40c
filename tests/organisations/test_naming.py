"""Names that are typed as they are heard, in letters that no road sign in Norway has."""

import pytest

from organisations.loading import load_municipalities
from organisations.models import Municipality
from organisations.naming import heard_form, is_cyrillic

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
}


@pytest.mark.django_db
def test_search_finds_names_that_are_typed_in_cyrillic():
    load_municipalities()
    found = {text: [place.name for place in Municipality.objects.search(text)[:5]] for text in HEARD}
    assert {text: name for text, name in HEARD.items() if name not in found[text]} == {}
    assert found["Будьо"][0] == "Bodø"
    assert found["Воган"][0] == "Vågan"
    assert list(Municipality.objects.search("щщщщ")) == []


@pytest.mark.parametrize(
    ("text", "cyrillic", "form"),
    [("Будьо", True, "bodo"), ("Bodø", False, "bodo"), ("Вега 18", True, "vogo 18"), ("ь", True, "")],
)
def test_cyrillic_is_read_by_its_sound(text, cyrillic, form):
    assert (is_cyrillic(text), heard_form(text)) == (cyrillic, form)
