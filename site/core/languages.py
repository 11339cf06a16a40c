"""Languages: the choices, each named in itself, and the chain a reader falls back along."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, get_language_info

T = TypeVar("T")
# Who reads one of them reads the other, and calls both Norwegian.
NORWEGIAN = ("nb", "nn")
_REMEMBERED = "is_remembered_in"


def language_codes() -> list[str]:
    """The BCP 47 codes that the site has, in their order."""
    return [code for code, _name in settings.LANGUAGES]


def language_among(*wanted: str | None) -> str:
    """The first of `wanted` that the site has: what somebody has chosen, else what is usual around them."""
    codes = language_codes()
    return next((code for code in wanted if code in codes), settings.LANGUAGE_CODE)


def language_choices() -> list[tuple[str, str]]:
    """(code, the language's own name), for form fields; "українська", not "Ukrainian"."""
    return [(code, language_name(code)) for code in language_codes()]


def language_name(code: str) -> str:
    """The language's name in itself, with a capital as it stands alone."""
    name = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def is_foreign(code: str) -> bool:
    """Whether a reader of the active language is told which language a text in `code` is in."""
    reader = get_language()
    return code != reader and not (code in NORWEGIAN and reader in NORWEGIAN)


def direction(code: str) -> str:
    """Return `rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def fallback_chain(code: str) -> list[str]:
    """The languages to try for a reader of `code`, the reader's own first (`LANGUAGE_FALLBACKS`)."""
    return [code, *settings.LANGUAGE_FALLBACKS.get(code, [settings.LANGUAGE_CODE])]


def pick_language(available: Iterable[str], wanted: str) -> str | None:
    """The best of `available` for a reader of `wanted`: along the chain, else the first there is."""
    codes = list(available)
    return next((code for code in fallback_chain(wanted) if code in codes), codes[0] if codes else None)


def pick(texts: Mapping[str, T], wanted: str) -> T | None:
    """The value of `texts` (keyed by language code) that a reader of `wanted` gets."""
    code = pick_language(texts, wanted)
    return None if code is None else texts[code]


def remember_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keeps the address's language in the visitor's cookie, for pages whose address names none."""
    language = get_language() or settings.LANGUAGE_CODE
    setattr(response, _REMEMBERED, language)
    keep_language(request, response, language)


def remembered_language(response: HttpResponseBase) -> str:
    """The language that `remember_language` was asked to keep with this answer; "" where it was not asked."""
    return getattr(response, _REMEMBERED, "")


def keep_language(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    """Sets the cookie, for who does not have it already."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == language:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]  # a setting is any text
    )
