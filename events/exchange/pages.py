"""What a page says for programs of the activities on it: JSON-LD by schema.org's `Event`, and what is one.

https://schema.org/Event; https://developers.google.com/search/docs/appearance/structured-data/event. People's
names and addresses in it (`organizer` when it is a person, `performer`, `attendee`) are not read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core.bounded import TooMuchWork, Unreadable, run_bounded
from core.clock import NORWAY, exists, midnight, to_utc
from core.isolation import filled
from core.spreadsheets.reading import UnreadableFile, decode
from core.text import clean, clean_line
from events.choices import Category
from events.exchange.candidates import Candidate, Problem, Proposal, ReadSource
from events.exchange.tables.offers import Understood, guess_category, read_capacity, take_proposal

# A programme for a year, in as many steps as any page nests.
MOST_EVENTS, DEEPEST = 1000, 12
READER = "events.exchange.reading.scripts:read"
SECONDS, MEGABYTES = 10, 400
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_PLACE = 120, 5000, 150
SUBTYPES = re.compile(
    r"(?:https?://schema\.org/)?(?P<name>\w*(?:Event|EventSeries|Festival|Hackathon|CourseInstance))"
)
STATUS: dict[str, tuple[bool, Proposal]] = {
    "EventCancelled": (True, "cancelled"),
    "EventPostponed": (False, "postponed"),
    "EventRescheduled": (False, "moved"),
}


def read_page_events(data: bytes, *, address: str) -> ReadSource:
    """The activities that the page at `address` says. Raises `UnreadableFile` for what is no text."""
    text = decode(data)
    scripts = [text] if text.lstrip()[:1] in "[{" else _scripts(text)
    candidates: list[Candidate] = []
    problems: list[Problem] = []
    for script in scripts:
        try:
            whole = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            problems.append(
                Problem("", _("A part of the page that is written for programs has a mistake in it."))
            )
            continue
        for node in _events(whole):
            if len(candidates) >= MOST_EVENTS:
                problems.append(
                    Problem(
                        "", filled(_("Only the first %(count)s activities were read."), count=MOST_EVENTS)
                    )
                )
                break
            candidates.append(_candidate(node, address))
    return ReadSource(_named_apart(_without_twins(candidates)), problems)


def _scripts(text: str) -> list[str]:
    """What the page holds for programs. Raises `UnreadableFile` for one that no parser comes through."""
    data = text.encode(errors="replace")
    try:
        found: list[str] = json.loads(run_bounded(READER, data, seconds=SECONDS, megabytes=MEGABYTES))
    except (TooMuchWork, Unreadable) as error:
        message = _("A part of the page that is written for programs has a mistake in it.")
        raise UnreadableFile(message) from error
    return found


def _without_twins(candidates: list[Candidate]) -> list[Candidate]:
    """A page says the same activity twice: in its list, and in its head."""
    found: dict[tuple[object, ...], Candidate] = {}
    for each in candidates:
        found.setdefault((each.source_uid, each.title, each.starts_at), each)
    return list(found.values())


def _named_apart(candidates: list[Candidate]) -> list[Candidate]:
    """What has its page's address in common: dates of one activity, or several without a name of theirs."""
    titles: dict[str, list[str]] = {}
    for each in candidates:
        titles.setdefault(each.source_uid, []).append(each.title)
    named = []
    for each in candidates:
        same = titles[each.source_uid]
        if len(same) > 1 and len(set(same)) > 1:
            each = replace(each, source_uid="")
        elif len(same) > 1 and each.source_uid:
            each = replace(each, recurrence_id=f"{each.starts_at:%Y%m%dT%H%M%SZ}" if each.starts_at else "")
        named.append(each)
    return named


def _events(node: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every activity in `node`: a graph, an array, the items of a list, the parts of a series."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for each in node:
            yield from _events(each, depth + 1)
    elif isinstance(node, Mapping):
        parts = node.get("subEvent") or node.get("subEvents")
        if _is_event(node) and not (parts and "startDate" not in node):
            yield node
        for name in (
            "@graph",
            "itemListElement",
            "item",
            "mainEntity",
            "subEvent",
            "subEvents",
            "event",
            "events",
            "hasCourseInstance",
        ):
            yield from _events(node.get(name), depth + 1)


def _is_event(node: Mapping[str, Any]) -> bool:
    return any(isinstance(kind, str) and SUBTYPES.fullmatch(kind) for kind in _many(node.get("@type")))


def _candidate(node: Mapping[str, Any], address: str) -> Candidate:
    into = Understood()
    title, proposal = take_proposal(_line(node.get("name"))[:LONGEST_TITLE])
    description = _text(node.get("description"))[:LONGEST_DESCRIPTION]
    if not title:
        into.ask("title", _("It has no title."))
    start, end, all_day = _when(node, into)
    cancelled, said = STATUS.get(_last_part(node.get("eventStatus")), (False, ""))
    _price(node.get("offers"), into)
    read_capacity(description, into)
    if node.get("isAccessibleForFree") is True:
        into.facts["price_nok"] = 0
    category = guess_category(title, " ".join(_many_lines(node.get("@type"))).removesuffix("Event"))
    if category:
        into.facts["category"] = Category(category)
    place, online = _place(node.get("location"))
    uid = _line(node.get("@id")) or _line(node.get("identifier")) or _line(node.get("url"))
    guessed = {"category"} & set(into.facts) | ({"price_nok"} - set(into.facts)) | {"admission"}
    return Candidate(
        title=title,
        source_uid=uid,
        description=description,
        starts_at=start,
        ends_at=end,
        all_day=all_day,
        place=place,
        online_url=online,
        cancelled=cancelled or proposal == "cancelled",
        proposal=said or proposal,
        organiser_name=_organiser(node.get("organizer")),
        facts=into.facts,
        guessed=frozenset(guessed),
        problems=tuple(into.problems),
        raw=_raw(node, place),
    )


def _raw(node: Mapping[str, Any], place: str) -> dict[str, str]:
    said = {name: _line(node.get(name))[:300] for name in ("name", "startDate", "endDate", "eventStatus")}
    return {name: text for name, text in {**said, "location": place}.items() if text}


def _when(node: Mapping[str, Any], into: Understood) -> tuple[datetime | None, datetime | None, bool]:
    try:
        start, start_is_day = _moment(_line(node.get("startDate")))
        end, end_is_day = _moment(_line(node.get("endDate")))
    except ValueError as error:
        into.ask("date", filled(_("We did not understand “%(text)s”."), text=str(error)[:60]))
        return None, None, False
    if start is None:
        into.ask("date", _("It does not say which day."))
        return None, None, False
    if start_is_day and (end is None or end_is_day):
        last = (end or start).astimezone(NORWAY).date()
        return start, midnight(last + timedelta(days=1)).astimezone(UTC), True
    if start_is_day or end is None or end_is_day or end <= start:
        into.ask("time", _("It says when it starts, but not when it ends."))
        return None, None, False
    return start, end, False


def _moment(text: str) -> tuple[datetime | None, bool]:
    """ISO 8601. Without an offset it is a clock in Norway. Raises `ValueError` with the text."""
    if not text:
        return None, False
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return midnight(date.fromisoformat(text)).astimezone(UTC), True
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(text) from None
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), False
    if not exists(moment, NORWAY):
        raise ValueError(text)
    return to_utc(moment, NORWAY), False


def _price(offers: Any, into: Understood) -> None:
    """The highest price, in kroner: another currency is asked about."""
    prices: list[float] = []
    for offer in (each for each in _many(offers) if isinstance(each, Mapping)):
        currency = _line(offer.get("priceCurrency")).upper()
        for name in ("price", "highPrice"):
            text = _line(offer.get(name)).replace(",", ".").replace(" ", "")
            if not text:
                continue
            if not re.fullmatch(r"\d{1,5}(?:\.\d{1,2})?", text) or currency not in ("", "NOK"):
                into.ask(
                    "price",
                    filled(_("We did not understand the price “%(text)s”."), text=f"{text} {currency}"[:60]),
                )
                return
            prices.append(float(text))
    if prices:
        into.facts["price_nok"] = ceil(max(prices))


def _place(location: Any) -> tuple[str, str]:
    """The name of the place, else its address; and the link of one that is online."""
    name, online = "", ""
    for each in _many(location):
        if isinstance(each, str):
            name = name or clean_line(each)
        elif isinstance(each, Mapping) and "VirtualLocation" in _many_lines(each.get("@type")):
            url = _line(each.get("url"))
            online = online or (url if urlsplit(url).scheme in ("http", "https") else "")
        elif isinstance(each, Mapping):
            name = name or _line(each.get("name")) or _address(each.get("address"))
    return name[:LONGEST_PLACE], online


def _address(address: Any) -> str:
    if isinstance(address, Mapping):
        parts = (_line(address.get(name)) for name in ("streetAddress", "postalCode", "addressLocality"))
        return ", ".join(part for part in parts if part)
    return _line(address)


def _organiser(organiser: Any) -> str:
    """Its name, where it is no person."""
    for each in _many(organiser):
        if isinstance(each, Mapping) and "Person" not in _many_lines(each.get("@type")):
            return _line(each.get("name"))[:LONGEST_PLACE]
    return ""


def _last_part(text: Any) -> str:
    return _line(text).rstrip("/").rsplit("/", 1)[-1]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _many_lines(value: Any) -> list[str]:
    return [_last_part(each) for each in _many(value) if isinstance(each, str)]


def _line(value: Any) -> str:
    """One text of what may be a text, a number, a list of them or a text with its language."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("@id") or value.get("value") or ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean_line(unescape(str(value))).strip()


def _text(value: Any) -> str:
    """Several lines. Mark-up is for another page: its tags go, and what they hold stays as text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("@value") or ""
    if not isinstance(value, str):
        return ""
    broken = re.sub(r"<\s*(?:br|/p|/li|/div)\s*/?>", "\n", unescape(value), flags=re.IGNORECASE)
    return re.sub(r"\n{3,}", "\n\n", clean(strip_tags(broken))).strip()
