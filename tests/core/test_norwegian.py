"""Bokmål and nynorsk have one form of each word, and participles in nynorsk agree."""

import re

import pytest

from tests.core.test_terms import texts_of

# The other of two right forms, which the rest of the texts do not have (docs/terms/nb.md, nn.md).
OTHER_FORMS = {
    "nb": (
        "uken helgen natten klokken døren tiden boken arbeidsboken lista sida fila linja helsa endringa "
        "forstod stod frem fremover man ens"
    ),
    "nn": (
        "han ho henne att òg blei svarer klarer dersom byrj byrja byrjar begynn begynne begynner "
        "tenar tenaren skildring skildringa beklagar lenka lenker lenkene koma vera gjera seia"
    ),
}
BOKMÅL = (
    "ikke jeg hva hvem hvor hvordan hvorfor noe noen fra mer bare uke uken uka være gjøre gjør komme kommer "
    "hun selv navn navnet språkene aktiviteter endringer velkommen hver hele gang ganger"
)
# A person, or a thing that is masculine or feminine: what is said of it has no -t of the neuter.
NOT_AGREEING = re.compile(
    r"(?<!\w)(?:du|den|ingen|pakken|e-posten|aktiviteten|personen|lista|fila|endringa|originalen|%\(name\)s|%\(title\)s»?)"
    r" (?:er|var|vart|blir|vere|bli)(?: (?:ikkje|allereie|framleis|no|aldri))?"
    r" (?:på|av|ut|inn|til)?(?:sendt|meldt|lagt|godkjent|kjent|oversendt)\b",
    re.IGNORECASE,
)


def any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words.split())})(?![\w-])", re.IGNORECASE)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_of_two_right_forms_one_is_used(language):
    other = any_of(OTHER_FORMS[language])
    said = [(text.words, other.findall(text.words)) for text in texts_of(language)]
    assert [(words, found) for words, found in said if found] == []


def test_nynorsk_has_no_word_of_bokmål():
    bokmål = any_of(BOKMÅL)
    said = [(text.words, bokmål.findall(text.words)) for text in texts_of("nn")]
    assert [(words, found) for words, found in said if found] == []


def test_participles_in_nynorsk_agree():
    assert [text.words for text in texts_of("nn") if NOT_AGREEING.search(text.words)] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Du er påmeldt.", True),
        ("Du er påmeld.", False),
        ("Personen vart sletta før e-posten vart sendt.", True),
        ("Ingenting vart sendt.", False),
        ("Vi har sendt deg ein e-post.", False),
        ("%(name)s er lagt til.", True),
        ("«%(title)s» er allereie godkjent av %(who)s.", True),
    ],
)
def test_participle_that_does_not_agree_is_found(text, wrong):
    assert bool(NOT_AGREEING.search(text)) is wrong
