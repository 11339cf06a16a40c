"""What would be taken in of each row of an upload: whose it is, where, what is asked, what is new of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clock import NORWAY, local_day
from core.isolation import filled
from core.models import User
from events.exchange.candidates import Candidate, Problem
from events.exchange.models import TakenIn, Upload, UploadRow, publishers_for
from events.exchange.tables.days import YEAR
from events.exchange.tables.offers import (
    Understood,
    guess_category,
    read_ages,
    read_languages,
    read_price,
    take_proposal,
)
from events.exchange.tables.reading import read_cells
from events.exchange.taking_in.knowing import (
    FACTS,
    PLACE,
    WHEN,
    WORDS,
    Known,
    digest,
    said_by,
    stands_here,
)
from events.exchange.taking_in.planning import coming, without_times
from events.exchange.taking_in.storing import from_json
from events.models import Event
from organisations.models import Municipality, Organisation, Venue
from organisations.naming import search_form

NEW, SAME, CHANGED, OVER, CALLED_OFF = "new", "same", "changed", "over", "called_off"
NEW_PLACE = "new"
# What a person may choose in a row, beside what they write.
CHOSEN = ("category", "audience", "admission")
# What a row has a field for; and its tick for all else.
_FIELDS = "title date time year place category price languages audience admission municipality organiser"
ANSWERED = frozenset(_FIELDS.split(" "))
LOOKED = "looked"
SHORTEST_SHARED_WORD = 5
MOST_PROPOSED = 8


@dataclass
class Offer:
    """One row as it is understood. `known` is what was taken in of it before, one for each candidate."""

    row: UploadRow
    said: list[Candidate]
    candidates: list[Candidate]
    organisation: Organisation
    municipality: Municipality | None
    venue: Venue | None = None
    new_venue: str = ""
    problems: list[Problem] = field(default_factory=list)
    known: dict[int, TakenIn] = field(default_factory=dict)
    state: str = NEW
    # Fields that become another, and those that were written here and stay.
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def first(self) -> Candidate:
        return self.candidates[0]

    @property
    def asks_for_a_look(self) -> bool:
        """Whether there is a problem that no field of the row answers."""
        return bool(self.row.typed.get(LOOKED)) or any(each.field not in ANSWERED for each in self.problems)

    @property
    def can_be_taken(self) -> bool:
        return not self.problems and self.state in (NEW, CHANGED)

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say something before it can be taken in."""
        return bool(self.problems) and self.state in (NEW, CHANGED)

    @property
    def is_ticked(self) -> bool:
        """As somebody has said; else as it is proposed: all that is clear."""
        return self.can_be_taken and self.row.is_ticked is not False


class Understanding:
    """An upload's rows, understood together: what is asked once is answered for all of them."""

    def __init__(self, upload: Upload, *, user: User, now: datetime) -> None:
        self.upload, self.user, self.now = upload, user, now
        self.today = local_day(now)
        self.known = Known(upload.source)
        # What is asked once: {text: choices}.
        self.asked_places: dict[str, tuple[str, list[Venue]]] = {}
        self.asked_organisers: dict[str, str] = {}
        self.asks_year = False
        self._here: dict[int, dict[str, str]] = {}

    @cached_property
    def publishers(self) -> list[Organisation]:
        own = publishers_for(self.user).select_related("municipality").prefetch_related("active_in")
        return list(own.order_by("name")[:200])

    @cached_property
    def _venues(self) -> dict[str, list[Venue]]:
        """The venues of every municipality where somebody here is active, by its number."""
        numbers = {place.pk for each in self._involved for place in _active_in(each)}
        found: dict[str, list[Venue]] = {}
        for venue in Venue.objects.filter(municipality__in=numbers).select_related("municipality"):
            found.setdefault(venue.municipality_id, []).append(venue)
        return found

    @cached_property
    def _involved(self) -> list[Organisation]:
        main = Organisation.objects.select_related("municipality").prefetch_related("active_in")
        return [main.get(pk=self.upload.source.organisation_id), *self.publishers]

    @property
    def organisation(self) -> Organisation:
        return self._involved[0]

    def offers(self, rows: Iterable[UploadRow]) -> list[Offer]:
        """Of all `rows`, which are all of the upload: what is known is matched among all of them."""
        offers = [self._offer(row) for row in rows]
        numbered = {
            (number, index): said
            for number, offer in enumerate(offers)
            for index, said in enumerate(offer.said)
        }
        keys = list(numbered)
        found = self.known.find({place: numbered[key] for place, key in enumerate(keys)})
        for place, row in found.items():
            number, index = keys[place]
            offers[number].known[index] = row
        for offer in offers:
            self._compare(offer)
        return offers

    # One row

    def _offer(self, row: UploadRow) -> Offer:
        said, candidates = self._read(row)
        typed = row.typed
        problems = list({each.reason: each for one in candidates for each in one.problems}.values())
        candidates = [_with_link_that_fits(self._as_chosen(each, typed), problems) for each in candidates]
        # What no field of the row answers is looked at, and said to be right.
        problems = [each for each in problems if not typed.get(each.field)]
        problems = [each for each in problems if each.field in ANSWERED or not typed.get(LOOKED)]
        first = candidates[0]
        organisation = self._organisation(first, problems)
        municipality = self._municipality(first, organisation, problems)
        offer = Offer(row, said, candidates, organisation, municipality, problems=problems)
        self._place(offer)
        if "category" not in first.facts:
            problems.append(Problem("category", _("Choose what kind of activity it is.")))
        if not problems:
            problems += without_times(candidates)
        self.asks_year = self.asks_year or any(problem.field == YEAR for problem in problems)
        return offer

    def _read(self, row: UploadRow) -> tuple[list[Candidate], list[Candidate]]:
        """What the source says, and the same as it was corrected."""
        if row.cells:
            said = self._cells(row.cells, row)
            return [said], [self._cells(_corrected(row.cells, row.typed), row) if row.typed else said]
        said_by_calendar = [_named(from_json(each)) for each in row.candidates]
        return said_by_calendar, [self._retyped(each, row) for each in said_by_calendar]

    def _cells(self, cells: dict[str, str], row: UploadRow) -> Candidate:
        year = self.upload.answers.get(YEAR)
        return read_cells(cells, year=year, today=self.today, now=self.now, raw=row.raw)

    def _retyped(self, candidate: Candidate, row: UploadRow) -> Candidate:
        """A calendar's date with what was written in its row. Several days are the calendar's alone."""
        typed = row.typed
        into = Understood(dict(candidate.facts))
        for name, read in (("price", read_price), ("age", read_ages), ("languages", read_languages)):
            read(typed.get(name, ""), into)
        problems = [*candidate.problems, *into.problems]
        when: dict[str, Any] = {}
        if len(row.candidates) == 1 and (typed.get("date") or typed.get("time")):
            local = candidate.starts_at.astimezone(NORWAY) if candidate.starts_at else None
            end = candidate.ends_at.astimezone(NORWAY) if candidate.ends_at else None
            cells = {
                "title": candidate.title,
                "date": typed.get("date") or (f"{local:%d.%m.%Y}" if local else ""),
                "time": typed.get("time") or (f"{local:%H:%M}-{end:%H:%M}" if local and end else ""),
            }
            whole = self._cells(cells, row)
            when = {name: getattr(whole, name) for name in ("starts_at", "ends_at", "all_day", "plan")}
            asked = ("date", "time", YEAR, "starts_at", "ends_at", WHEN)
            problems = [problem for problem in problems if problem.field not in asked]
            problems += [problem for problem in whole.problems if problem.field in asked]
        words = {name: typed[name] for name in ("title", "place") if typed.get(name)}
        return replace(candidate, **words, **when, facts=into.facts, problems=tuple(problems))

    def _as_chosen(self, candidate: Candidate, typed: dict[str, str]) -> Candidate:
        chosen = {name: typed[name] for name in CHOSEN if typed.get(name)}
        facts = {name: value for name, value in candidate.facts.items() if name in FACTS}
        guessed = None if "category" in facts else guess_category(candidate.title)
        if guessed:
            facts["category"] = guessed
            candidate = replace(candidate, guessed=candidate.guessed | {"category"})
        return replace(candidate, facts={**facts, **chosen}, guessed=candidate.guessed - set(chosen))

    # Whose and where

    def _organisation(self, candidate: Candidate, problems: list[Problem]) -> Organisation:
        """Whose it is: what the row says where that is one of the user's, else as chosen for all of it."""
        name = search_form(candidate.organiser_name)
        if not name or self.upload.source.kind != "file":
            return self.organisation
        # The chosen one before the others: a row may call it by the half of its name.
        for each in self._involved:
            if _is_called(each, name):
                return each
        answer = self.upload.answers.get("organisers", {}).get(name)
        self.asked_organisers[name] = candidate.organiser_name
        for each in self._involved:
            if str(each.pk) == answer:
                return each
        reason = _("“%(name)s” is to organise this. Say above who publishes it.")
        problems.append(Problem("organiser", filled(reason, name=candidate.organiser_name[:60])))
        return self.organisation

    def _municipality(
        self, candidate: Candidate, organisation: Organisation, problems: list[Problem]
    ) -> Municipality | None:
        if not candidate.municipality_name:
            return organisation.municipality
        wanted = {search_form(part) for part in candidate.municipality_name.replace("–", " - ").split(" - ")}
        wanted.add(search_form(candidate.municipality_name))
        for each in _active_in(organisation):
            names = {search_form(part) for part in each.name.split(" - ")} | {search_form(each.name)}
            if wanted & names:
                return each
        reason = _("%(organisation)s is not active in “%(municipality)s”.")
        values = {"organisation": organisation.name, "municipality": candidate.municipality_name[:60]}
        problems.append(Problem("municipality", filled(reason, **values)))
        return None

    def _place(self, offer: Offer) -> None:
        """A venue that there is, one to ask about, or a new one with the name that stands there."""
        text = " ".join(offer.first.place.split())
        if offer.municipality is None:
            return
        if not text:
            if not offer.first.online_url:
                offer.problems.append(Problem(PLACE, _("It does not say where.")))
            return
        venues = self._venues.get(offer.municipality.pk, [])
        whole, part = search_form(text), search_form(text.split(",")[0])
        for venue in venues:
            if search_form(venue.name) in (whole, part):
                offer.venue = venue
                return
        key = f"{offer.municipality.pk}|{whole}"
        similar = _similar(part, venues)
        answer = self.upload.answers.get("places", {}).get(key)
        if similar:
            self.asked_places[key] = (text, similar)
        if chosen := next((venue for venue in similar if str(venue.pk) == answer), None):
            offer.venue = chosen
        elif not similar or answer == NEW_PLACE:
            offer.new_venue = text[:150]
        else:
            reason = _("Say above whether “%(place)s” is one of the places that there are.")
            offer.problems.append(Problem(PLACE, filled(reason, place=text[:60])))

    # What is new of it

    def _compare(self, offer: Offer) -> None:
        if not offer.known:
            if not coming(offer.candidates, self.now):
                is_over = all(each.ends_at and each.ends_at <= self.now for each in offer.candidates)
                offer.state = OVER if is_over else CALLED_OFF
                # Nothing of it is taken in, so nothing is asked.
                offer.problems.clear()
            return
        changed = {
            name
            for index, known in offer.known.items()
            for name, value in said_by(offer.said[index]).items()
            if known.values.get(name) != value
        }
        if not changed and not self._has_more(offer):
            offer.state = SAME
            # What is here already is not asked about once more.
            offer.problems.clear()
            return
        self._name_changes(offer, changed)

    def _name_changes(self, offer: Offer, changed: set[str]) -> None:
        whole = offer.known[min(offer.known)]
        here = self._stands_here(whole)
        for name in [*WORDS, PLACE, *FACTS]:
            if name in changed:
                (offer.changes if here.get(name) == whole.here.get(name) else offer.kept).append(name)
        if WHEN in changed:
            (offer.changes if self._dates_are_ours(offer, here) else offer.kept).append(WHEN)
        if "cancelled" in changed:
            offer.changes.append("cancelled")
        if self._has_more(offer):
            offer.changes.append("dates")
        # What the source says otherwise and we keep is noted, too: it is not proposed each time.
        offer.state = CHANGED

    def look_closer(self, offers: Iterable[Offer]) -> None:
        """Name what was written here on those that are shown: it takes some queries for each."""
        for offer in offers:
            if offer.known:
                whole = offer.known[min(offer.known)]
                here = self._stands_here(whole)
                fields = [*WORDS, PLACE, *FACTS]
                changed = {*offer.changes, *offer.kept}
                offer.kept += [
                    name for name in fields if name not in changed and here.get(name) != whole.here.get(name)
                ]

    def _has_more(self, offer: Offer) -> bool:
        """Whether it has dates to come beside those that are known."""
        return any(index not in offer.known for index, _each in coming(offer.candidates, self.now))

    def _stands_here(self, known: TakenIn) -> dict[str, str]:
        if known.event_id not in self._here:
            self._here[known.event_id] = stands_here(known.event)
        return self._here[known.event_id]

    def _dates_are_ours(self, offer: Offer, here: dict[str, str]) -> bool:
        for index, known in offer.known.items():
            date = known.occurrence
            if date is not None:
                if known.here.get(WHEN) == digest((date.starts_at, date.ends_at)):
                    return True
            elif index == 0 and known.here.get(WHEN) == here.get(WHEN):
                return True
        return False


def _named(candidate: Candidate) -> Candidate:
    """With the title that it had before it was called off: what that says is shown as a proposal."""
    title, proposal = take_proposal(candidate.title)
    if not (proposal or candidate.proposal):
        return candidate
    problems = tuple(each for each in candidate.problems if each.field != "cancelled")
    return replace(candidate, title=title, proposal=candidate.proposal or proposal, problems=problems)


def _with_link_that_fits(candidate: Candidate, problems: list[Problem]) -> Candidate:
    """A link that cannot be kept is left out, and asked about once."""
    link = candidate.online_url
    try:
        Event._meta.get_field("online_url").run_validators(link)
    except ValidationError:
        reason = _("We cannot keep the link “%(link)s”, so it is left out.")
        problem = Problem("online_url", filled(reason, link=f"{link[:60]}…" if len(link) > 60 else link))
        if problem not in problems:
            problems.append(problem)
        return replace(candidate, online_url="")
    return candidate


def _active_in(organisation: Organisation) -> list[Municipality]:
    return [organisation.municipality, *organisation.active_in.all()]


def _is_called(organisation: Organisation, name: str) -> bool:
    own = search_form(organisation.name)
    return own == name or (len(name) >= SHORTEST_SHARED_WORD and f" {name} " in f" {own} ")


def _similar(place: str, venues: Collection[Venue]) -> list[Venue]:
    """Those whose name shares a long word, or a part of one: "Biblioteket" and "Herøy folkebibliotek"."""
    words = [word for word in place.split() if len(word) >= SHORTEST_SHARED_WORD]
    stems = [word.removesuffix("et").removesuffix("en") for word in words]
    found = [venue for venue in venues if any(stem in search_form(venue.name) for stem in stems)]
    return found[:MOST_PROPOSED]


def _corrected(cells: dict[str, str], typed: dict[str, str]) -> dict[str, str]:
    """`cells` with what was written instead: a day with its own weekday, a time for both of its columns."""
    corrected = {**cells, **{name: text for name, text in typed.items() if name not in CHOSEN}}
    if typed.get("date"):
        corrected |= {"weekday": "", "end_date": ""}
    if typed.get("time"):
        corrected |= {"start": "", "end": ""}
    if typed.get("admission"):
        corrected["admission"] = typed["admission"]
    return corrected
