import gzip
import json

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core import world_languages
from core.formats import written_language_in_words
from core.world_languages import (
    choices,
    code_of,
    known_code,
    language_name_in,
    nearest,
    own_name,
    site_language,
)

WRITTEN = {
    "pl": "polsk|Polski|POL|pol.|język polski|polnisch|polonais|польська|البولندية|polks|språk: polsk",
    "ti": "tigrinja|Tigrinya|tigrigna|tigrinsk|ትግርኛ|tir|Tigrinja (Eritrea)|Eritrea - tigrinja|tigrinjaa",
    "prs": "dari|دری|Persisk (dari)|dari/farsi|fa-AF|fa_AF|prs|дарі|Dari (Afghanistan)",
    "uk": "ukr|ukrainsk|Ukrainian|українська|Українська мова|украинский|UA|uk-UA|ukrainsk/russisk|ukransk",
    "ar": "Arabisk (Syria)|arabisk|العربية|عربي|ar-SY|ara|Arabisk, litt engelsk|arabsk|syrisk arabisk",
    "so": "Somali|somalisk|Soomaali|af-soomaali|som|الصومالية",
    "kmr": "kurmanji|Kurmancî|Kurdisk (kurmanji)|kurdisk - kurmanji|kmr",
    "ckb": "sorani|Kurdisk (sorani)|سۆرانی|kurdisk, sorani",
    "ku": "kurdisk|Kurdî|kurdish|كردي",
    "fil": "filipino|tagalog|tl|fil|filippinsk",
    "sh": "serbokroatisk|Serbo-kroatisk|hbs",
    "bs": "bosnisk|bosnisk/kroatisk/serbisk",
    "ro": "rumensk|moldovsk|română|rumensk (Moldova)",
    "th": "thai|ไทย|tha",
    "lt": "litauisk|lietuvių|lituaisk",
    "am": "amharisk|አማርኛ",
    "fa": "farsi|فارسی|persisk",
    "ps": "pashto|pasjto|پښتو|pushto",
    "ru": "russisk|русский|russisk\n(mor)",
    "sw": "swahili|Kiswahili|Swahili (Kongo)",
    "zh": "kinesisk|mandarin|cmn|中文",
    "yue": "kantonesisk|Kinesisk (kantonesisk)",
    "rhg": "rohingya",
    "kun": "kunama",
    "tig": "tigre|tig",
    "no": "norsk|Norwegian|nor",
    "nn": "nynorsk|norsk nynorsk|Norsk (nynorsk)",
    "nb": "nb|bokmål|norsk bokmål",
    "es": "spansk|español|Spansk (Venezuela)|spansk Colombia",
    "pt": "portugisisk|brasiliansk portugisisk",
    "my": "burmesisk|mya|bur",
    "aii": "assyrisk",
    "nsl": "tegnspråk",
}


@pytest.mark.parametrize(
    ("written", "expected"), [(text, code) for code, texts in WRITTEN.items() for text in texts.split("|")]
)
def test_a_language_is_understood_as_people_write_it(written, expected):
    assert code_of(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", " ", "-", "?", "ukjent", "klingonsk", "12", "Syria", "Ukraina", "Polen", "Romania", "Сирія", "سوريا"]
    + ["syrisk", "afghansk", "eritreisk", "sudansk", "AFG", "SYR", "ikke norsk", "x" * 500, "ukrainian" * 50],
)
def test_what_is_no_language_or_only_a_country_is_not_guessed(written):
    assert code_of(written) is None


@given(st.text(max_size=60))
def test_whatever_is_written_a_code_comes_or_none(text):
    code = code_of(text)
    assert code is None or known_code(code) == code


@pytest.mark.parametrize(
    ("reader", "names"),
    [
        ("nb", ["ukrainsk", "tigrinja", "dari", "kurmanji", "filipino"]),
        ("nn", ["ukrainsk", "tigrinja", "dari", "kurmanji", "filipino"]),
        ("en", ["Ukrainian", "Tigrinya", "Dari", "Kurmanji", "Filipino"]),
        ("uk", ["українська", "тигринья", "дарі", "курманджі", "філіппінська"]),
        ("ar", ["الأوكرانية", "التغرينية", "الدرية", "الكرمانجية", "الفلبينية"]),
    ],
)
def test_each_language_has_a_name_for_who_reads(reader, names):
    assert [language_name_in(code, reader) for code in ("uk", "ti", "prs", "kmr", "fil")] == names


def test_a_language_that_cldr_has_no_name_for_has_that_of_iso_639():
    assert language_name_in("aab", "nb") == "Alumu-Tesu"


def test_a_language_knows_what_it_is_called_in_itself():
    assert [own_name(code) for code in ("uk", "prs", "kmr", "aab")] == ["українська", "دری", "kurmancî", ""]


def test_choices_have_what_is_common_first_and_each_language_once():
    with override("nb"):
        common, others = choices(first=["kun"])
    codes = [code for code, _name in common + others]
    assert len(codes) == len(set(codes)) > 500
    assert {"uk", "ti", "prs", "kmr", "kun"} <= {code for code, _name in common}
    assert not {"no"} & set(codes)
    assert [name for _code, name in common][:2] == ["albansk", "amharisk"]


@pytest.mark.parametrize(
    ("available", "wanted", "expected"),
    [
        (["nb", "ar", "en"], "ar", "ar"),
        (["nb", "en", "ar", "fa"], "prs", "fa"),
        (["nb", "ku", "en"], "kmr", "ku"),
        (["en", "nb"], "nn", "nb"),
        (["ar", "nb"], "apc", "ar"),
        (["en", "bs"], "hr", "bs"),
        # Nobody is sent another people's language because they may have had to learn it.
        (["ru", "en", "nb"], "uk", "en"),
        (["nb", "en"], "ti", "en"),
        (["ar", "en"], "kmr", "en"),
        (["ar", "nb"], "kmr", "nb"),
        (["nn"], "so", "nn"),
        ([], "so", None),
    ],
)
def test_the_nearest_language_is_read_as_ones_own_or_stands_in_the_chain(available, wanted, expected):
    assert nearest(available, wanted) == expected


@pytest.mark.parametrize("code", ["uk", "ti", "kmr", "prs", "fil", "ckb", "aab", "zza", "sh"])
def test_a_code_is_understood_as_itself(code):
    assert code_of(code) == known_code(code) == code


def test_the_file_of_names_is_what_cldr_says():
    with gzip.open(world_languages.ALL_NAMES, "rt", encoding="utf-8") as file:
        assert json.load(file) == world_languages.names_of_cldr(), "python -m scripts.build_language_names"


@pytest.mark.parametrize("reader", ["nb", "nn", "en", "uk", "ar"])
def test_every_language_has_a_name_in_a_sentence_for_every_reader(reader):
    everything = [code for group in choices("en") for code, _name in group]
    with override(reader):
        assert all(str(written_language_in_words(code)) for code in [*everything, "xx"])


@pytest.mark.parametrize(
    ("reader", "name"), [("nb", "forenklet kinesisk"), ("en", "Simplified Chinese"), ("uk", "китайська")]
)
def test_script_of_a_language_is_named_in_the_readers_language(reader, name):
    """A host cannot read "简体中文" in a list of languages."""
    assert name in language_name_in("zh-hans", reader)


@pytest.mark.parametrize(
    ("spoken", "page"),
    [("ti", "en"), ("th", "en"), ("prs", "en"), ("se", "nb"), ("da", "nb"), ("uk", "uk"), ("hr", "en")],
)
def test_pages_of_the_site_are_in_the_language_that_stands_around_the_package(spoken, page):
    assert site_language(spoken) == page
