"""Any language that somebody speaks: understood as people write it, named for the reader, and the nearest of
those that there are.

A code here is ISO 639-1 where there is one, else ISO 639-3: "pl", "ti", "kmr" (Kurmanji), "prs" (Dari).
Names are CLDR's, by Babel, in every language that it has; which codes there are says `iso639`, and which
languages are near to one another CLDR's language matching, by `langcodes`.
"""

import gzip
import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language
from iso639 import Lang, iter_langs
from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue
from langcodes import closest_match

from core.comparing import search_form
from core.formats import formats_of
from core.language_names import name_in
from core.language_spellings import (
    COMMON,
    FILLERS,
    MEMBERS,
    NEGATIONS,
    NO_LANGUAGE,
    OWN_NAMES,
    SPELLINGS,
    VARIETIES,
)
from core.languages import NORWEGIAN, fallback_chain, language_codes
from core.mail.typos import distance
from core.sorting import alphabetical_key

# "Arabisk, litt engelsk, og noe fransk som han lærte på skolen": more than that is no name of a language.
LONGEST = 120
PARTS = re.compile(r"[/,;|+&·•\n]|\s[-–—]+\s|[-–—]$|:\s|\s(?:og|eller|and|or|та|або|и|или|و|أو)\s")
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
# CLDR's distance: 4 is a Dari speaker's Persian, 14 an Arab's dialect and the written language; from 20 on
# stands what somebody may have had to learn (Russian for Ukrainian), and nobody is sent that unasked.
NEAR = 15
# For who speaks none of the site's languages, as `config.languages` has it for most of those.
ELSE = ("en", "nb", "nn")
# Spelling errors that a word of so many letters may have: one in "ukransk", two in "tigrinjaa".
ERRORS = ((8, 2), (5, 1))
MOST_WORDS = 6
Choices = list[tuple[str, str]]
OURS = ("nb", "nn", "en", "uk", "ar")
ALL_NAMES = Path(__file__).with_name("all_language_names.json.gz")


@lru_cache(maxsize=5000)
def code_of(written: str) -> str | None:
    """The language that somebody meant by `written`, as a code, or None where nobody can be sure.

    Of several the first; what is said of a country beside it is dropped; "no" is Norwegian, and no word of
    which: "ukrainsk/russisk" → "uk", "Arabisk (Syria)" → "ar", "Kurdisk (sorani)" → "ckb", "Syria" → None.
    """
    text = " ".join(written.split())
    if not text or len(text) > LONGEST:
        return None
    for find in (_exactly, _by_parts, _by_words, _misspelt):
        code = find(text)
        if code:
            return code
    return None


def known_code(text: str) -> str | None:
    """The language's code, of an ISO 639 code or a BCP 47 tag ("pol", "uk-UA"), or None."""
    tag = TAG.fullmatch(text.strip())
    if not tag:
        return None
    if text.strip().lower().replace("_", "-") == "fa-af":
        return "prs"
    return _settled(tag[1].lower())


@cache
def _settled(code: str) -> str | None:
    if code in SPELLINGS:
        return code
    if code in MEMBERS:
        return MEMBERS[code]
    if search_form(code) in _refused():
        return None
    try:
        language = Lang(code)
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return None
    if not language.pt3 or (len(code) == 3 and not language.pt1 and _is_a_country(code)):
        return None
    return str(MEMBERS.get(language.pt3) or language.pt1 or language.pt3)


def _is_a_country(code: str) -> bool:
    """Whether three letters are a country's: AFG is Afghanistan in every list, and a sign language in one."""
    return code.upper() in get_global("territory_aliases")


def _exactly(text: str) -> str | None:
    form = search_form(text)
    if not form or form in _refused() or form in _countries():
        return None
    return _first_names().get(form) or known_code(text) or _all_names().get(form)


def _by_parts(text: str) -> str | None:
    """The first language of several, or the variety that stands in brackets after its macrolanguage."""
    outside = BRACKETS.sub(" ", text)
    inside = [part for bracket in BRACKETS.findall(text) for part in PARTS.split(bracket)]
    parts = PARTS.split(outside)
    if len(parts) < 2 and not inside:
        return None
    codes = [code for part in [*parts, *inside] if (code := _exactly(part) or _by_words(part))]
    if not codes:
        codes = [code for part in [*parts, *inside] if (code := _misspelt(part))]
    if not codes:
        return None
    return next((code for code in codes[1:2] if code in VARIETIES.get(codes[0], ())), codes[0])


def _by_words(text: str) -> str | None:
    """A name with words around it: "arabisk språk", "українська мова", "Arabisk Syria", "flytende polsk"."""
    words = search_form(text).split()
    if not 1 < len(words) <= MOST_WORDS or any(word in NEGATIONS for word in words):
        return None
    rest = [word for word in words if word not in _fillers()]
    if len(rest) < len(words) and (code := _exactly(" ".join(rest))):
        return code
    codes = {code for word in rest if len(word) > 3 and (code := _first_names().get(word))}
    return codes.pop() if len(codes) == 1 else None


def _misspelt(text: str) -> str | None:
    """The one name that is so much like `text` that it is that one."""
    form = search_form(text)
    allowed = next((errors for length, errors in ERRORS if len(form) >= length), 0)
    if not allowed or form in _refused() or form in _countries():
        return None
    near: dict[int, set[str]] = {}
    for name, code in _spelt_right().items():
        if name[0] == form[0] and abs(len(name) - len(form)) <= allowed:
            errors = distance(name, form)
            if errors <= allowed:
                near.setdefault(errors, set()).add(code)
    best = near.get(min(near, default=0), set())
    return next(iter(best)) if len(best) == 1 else None


# What the names are


@cache
def _refused() -> frozenset[str]:
    return frozenset(search_form(word) for word in NO_LANGUAGE.split())


@cache
def _fillers() -> frozenset[str]:
    return frozenset(search_form(word) for word in FILLERS.split())


@cache
def _countries() -> frozenset[str]:
    """Countries by their names in our languages: no language is meant by one of them."""
    return frozenset(
        search_form(name) for reader in OURS for name in Locale(reader).territories.values() if len(name) > 3
    )


@cache
def _spellings() -> dict[str, str]:
    names = {search_form(word): code for code, words in SPELLINGS.items() for word in words.split(",")}
    return names | {search_form(name): code for code, name in OWN_NAMES.items()}


@cache
def _first_names() -> dict[str, str]:
    """Every name in our languages and each language's own: {search form: code}."""
    found: dict[str, str] = {}
    for reader in OURS:
        _add_names(found, Locale(reader).languages)
    return found | _spellings()


@cache
def _all_names() -> dict[str, str]:
    """Every name in every language of CLDR, and ISO 639-3's own: {search form: code}.

    Out of a file: what `names_of_cldr` reads for it is 140 MB, which no process that answers people should
    keep, and a second's work.
    """
    with gzip.open(ALL_NAMES, "rt", encoding="utf-8") as file:
        names: dict[str, str] = json.load(file)
    return names


def names_of_cldr() -> dict[str, str]:
    """What `scripts.build_language_names` writes into the file."""
    found: dict[str, str] = {}
    for locale in localedata.locale_identifiers():
        if "_" not in locale:
            # Of its own name a language is sure; what another calls it may be something else elsewhere.
            names = localedata.load(locale).get("languages", {})
            _add_names(found, {locale: names[locale]} if locale in names else {})
    for locale in localedata.locale_identifiers():
        if "_" not in locale:
            _add_names(found, localedata.load(locale).get("languages", {}))
    for language in _living():
        found.setdefault(search_form(language.name), language.pt1 or language.pt3)
    return found


def _living() -> Iterator[Lang]:
    return (each for each in iter_langs() if each.pt3 and each.type() == "Living")


def _add_names(found: dict[str, str], names: Iterable) -> None:
    for tag, name in dict(names).items():
        code = "prs" if tag == "fa_AF" else None if "_" in tag else _settled(tag)
        form = search_form(name)
        if code and form and form not in _refused() and form not in _countries():
            found.setdefault(form, code)


@cache
def _spelt_right() -> dict[str, str]:
    """The names that a misspelling is measured against: what is common here, in our letters and its own."""
    names = {form: code for form, code in _spellings().items() if len(form) > 3}
    for reader in OURS:
        for code in COMMON:
            name = Locale(reader).languages.get(code)
            if name:
                names.setdefault(search_form(name), code)
    return names


# For the reader


def language_name_in(code: str, reader: str | None = None) -> str:
    """What `code` is called by who reads `reader` (the active language), as within a sentence: "tigrinja"."""
    locale = Locale.parse(formats_of(reader or get_language() or "nb"))
    return name_in(locale, code)


def own_name(code: str) -> str:
    """What the language is called in itself, or "" where nobody has written that down."""
    if code in OWN_NAMES:
        return OWN_NAMES[code]
    return localedata.load(code).get("languages", {}).get(code, "") if localedata.exists(code) else ""


def choices(reader: str | None = None, *, first: Iterable[str] = ()) -> tuple[Choices, Choices]:
    """(code, name) for a select or a list of proposals, in two groups, each by the reader's alphabet.

    First `first`, the site's and what is common here; then all others that have a name for the reader.
    """
    locale = Locale.parse(formats_of(reader or get_language() or "nb"))
    common = {*first, *language_codes(), *COMMON}
    rest = {code for tag in map(str, locale.languages) if "_" not in tag and (code := _settled(tag))}
    return _named(common, reader), _named((rest | OWN_NAMES.keys()) - common - {"no"}, reader)


def _named(codes: Iterable[str], reader: str | None) -> Choices:
    named = [(code, language_name_in(code, reader)) for code in codes]
    return sorted(named, key=lambda pair: alphabetical_key(pair[1], reader))


def nearest(available: Collection[str], wanted: str) -> str | None:
    """The best of `available` for who speaks `wanted`: the language itself, one that its speakers read as
    their own, then the stated chain, then the first there is. None where there is nothing.
    """
    if wanted in available or not available:
        return wanted if available else None
    close = str(closest_match(wanted, sorted(available), max_distance=NEAR)[0])
    if close in available:
        return close
    chain = fallback_chain(wanted) if wanted in language_codes() else ELSE
    return next((code for code in chain if code in available), next(iter(available)))


@lru_cache(maxsize=2000)
def is_read_as_own(reader: str, code: str) -> bool:
    """Whether who speaks `reader` reads `code` as their own language: Dari and Persian, both Norwegian."""
    if reader == code or {reader, code} <= set(NORWEGIAN):
        return True
    return str(closest_match(reader, [code], max_distance=NEAR)[0]) == code


def site_language(code: str) -> str:
    """The language of the site for who speaks `code`: what stands around their package, and their pages."""
    stated = settings.PACKAGE_FALLBACKS.get(code)
    if stated is None:
        return _nearest_of(tuple(language_codes()), code) or settings.LANGUAGE_CODE
    return next((each for each in (code, *stated) if each in language_codes()), settings.LANGUAGE_CODE)


@lru_cache(maxsize=2000)
def _nearest_of(available: tuple[str, ...], wanted: str) -> str | None:
    return nearest(available, wanted)
