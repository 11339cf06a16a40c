"""The questions that are asked: of one organisation, and of the local clubs under one."""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from organisations.registers.asking import NoAnswerError, NotThereError, fetch
from organisations.registers.reading import Entry, read_categories, read_unit, read_units

# A list ends here, however many pages there are: a krets has some hundred clubs.
PAGE_SIZE, MOST_PAGES = 100, 20


def is_asked() -> bool:
    """Whether this site asks registers at all."""
    return bool(settings.ENHETSREGISTERET_URL)


def look_up(orgnr: str) -> Entry:
    """What the registers say of `orgnr`. Raises `NotThereError` (it may be gone) or `NoAnswerError`.

    Who is not in Frivillighetsregisteret has no categories; where that one does not answer, both are asked
    again later: an entry that is half is not taken for a whole one.
    """
    entry = read_unit(fetch(f"{settings.ENHETSREGISTERET_URL.rstrip('/')}/enheter/{orgnr}"), orgnr=orgnr)
    if entry is None:
        raise NotThereError(410)
    return replace(entry, icnpo=_categories(orgnr))


def _categories(orgnr: str) -> list[str]:
    if not settings.FRIVILLIGHETSREGISTERET_URL:
        return []
    base = settings.FRIVILLIGHETSREGISTERET_URL.rstrip("/")
    try:
        return read_categories(fetch(f"{base}/frivillige-organisasjoner/{orgnr}"), orgnr=orgnr)
    except NotThereError:
        return []


def units_under(orgnr: str) -> list[Entry]:
    """The units that have `orgnr` over them, each once, over all pages. Raises `NoAnswerError`."""
    base = settings.ENHETSREGISTERET_URL.rstrip("/")
    url = f"{base}/enheter?{urlencode({'overordnetEnhet': orgnr, 'size': PAGE_SIZE})}"
    found: dict[str, Entry] = {}
    asked = set()
    for _page in range(MOST_PAGES):
        asked.add(url)
        try:
            rows, url = read_units(fetch(url))
        except NotThereError:
            break
        found |= {entry.orgnr: entry for entry in rows}
        if not url or url in asked:
            break
        if urlsplit(url)[:2] != urlsplit(base)[:2]:
            raise NoAnswerError("led elsewhere")
    return list(found.values())
