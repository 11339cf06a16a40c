"""Days and rules as people write them in a table: "hver tirsdag", "annenhver torsdag fra uke 3", "12.3.26",
"2. og 4. tirsdag i måneden", "uke 8 og 9", Excel's number of a day.

What is not understood is named and never guessed at: an unknown word, a year that is
nowhere, "hver 2. tirsdag".
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import numeric_day, weekday
from core.isolation import filled
from events.dates.picked import mistakes_in, months, read_days, weekdays
from events.dates.plan import Repeats
from events.exchange.tables.rule_words import (
    EVERY,
    EXCEPT,
    FROM_AT_THE_END,
    FROM_DAY,
    FROM_WEEK,
    IDLE,
    IN_THE_MONTH,
    ONE_OF,
    ORDINAL,
    PARITY,
    POSITION,
    SECOND,
    THROUGH_MONTHS,
    THROUGH_WEEKS,
    UNTIL_DAY,
    UNTIL_WEEK,
    WEEKS,
    WORD,
)

# The year is asked once for all rows: whoever shows problems looks for this field.
YEAR = "year"
# Excel's number of a day, between 2000 and 2100.
SERIAL = re.compile(r"(?P<day>3[6-9]\d{3}|[4-6]\d{4}|7[0-2]\d{3})(?:[.,]0*)?")
EXCEL_BEGINS = date(1899, 12, 30)
WHICH_OF_THE_MONTH = gettext_lazy(
    "It does not say which week of the month. Write the dates, or for example: 2. tirsdag i måneden"
)
WHICH_WEEKS = gettext_lazy(
    "We cannot say which weeks these are when a year has 53. "
    "Write the dates, or every second week and the first date."
)


@dataclass(frozen=True)
class Asked:
    """What is to be asked: `field` is "date", or `YEAR` where only the year is missing."""

    field: str
    reason: str


@dataclass(frozen=True)
class Days:
    """The days of an activity when all is understood, picked ones or a rule; else what is to be asked."""

    repeats: str = Repeats.PICKED
    dates: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    first: date | None = None
    until: date | None = None
    without: tuple[date, ...] = ()
    asked: tuple[Asked, ...] = ()


def read_rule(
    text: str, *, weekday_text: str = "", until_text: str = "", year: int | None, today: date
) -> Days:
    """The days that `text` says. `year` is that of the table, where something above it names one."""
    return _Reader(text, weekday_text, until_text, year, today).read()


def weekday_in(text: str) -> int | None:
    """Which weekday a word names: "tirsdag", "tirsdager", "tysdagar", "Tuesdays"; None for another word."""
    word = text.casefold().rstrip(".")
    known = weekdays()
    for ending in ("", "ene", "ane", "er", "ar", "en", "s"):
        if ending and not word.endswith(ending):
            continue
        stem = word[: len(word) - len(ending)] if ending else word
        if stem in known:
            return known[stem]
    return None


@dataclass
class _Reader:
    text: str
    weekday_text: str
    until_text: str
    year: int | None
    today: date
    asked: list[Asked] = field(default_factory=list)

    def read(self) -> Days:
        text = " ".join(self.text.replace("\u00a0", " ").split())
        rest = text.casefold()
        if not rest and not self.weekday_text.strip():
            return self._ask(_("It does not say which day."))
        if found := SERIAL.fullmatch(rest):
            return self._picked((EXCEL_BEGINS + timedelta(days=int(found["day"])),))
        if self._is_rule(rest):
            return self._rule(rest)
        if "uke" in rest or "veke" in rest or "week" in rest:
            return self._weeks(rest)
        return self._days(text)

    # Rules

    def _is_rule(self, rest: str) -> bool:
        if SECOND.search(rest) or EVERY.search(rest) or IN_THE_MONTH.search(rest) or PARITY.search(rest):
            return True
        words = WORD.findall(rest)
        plural = [word for word in words if weekday_in(word) is not None and word not in weekdays()]
        return bool(plural) or not any(char.isdigit() for char in rest) and bool(self._weekdays_in(rest))

    def _rule(self, rest: str) -> Days:
        written = rest
        rest, until = self._take_until(rest)
        rest, without = self._take_except(rest)
        rest, first = self._take_from(rest)
        if until is None and self.until_text.strip():
            until = self._one_day(self.until_text)
        if ONE_OF.search(rest) and IN_THE_MONTH.search(rest):
            return self._ask(str(WHICH_OF_THE_MONTH))
        monthly, rest = _take(IN_THE_MONTH, rest)
        second, rest = _take(SECOND, rest)
        parity, rest = _take(PARITY, rest)
        positions, rest = _positions(rest) if monthly or not second else ((), rest)
        _every, rest = _take(EVERY, rest)
        days = self._weekdays_in(rest) or self._weekdays_in(self.weekday_text)
        self._name_unclear(rest, days=bool(days))
        if parity:
            return self._ask(str(WHICH_WEEKS))
        if positions and not monthly:
            return self._ask(
                filled(
                    _("“%(text)s” can be every second week, or the second of the month. Write which."),
                    text=written,
                )
            )
        if not days:
            return self._ask(_("It does not say on which weekday."))
        if monthly and not positions:
            return self._ask(str(WHICH_OF_THE_MONTH))
        if self.asked:
            return Days(asked=tuple(self.asked))
        repeats = Repeats.MONTHLY if monthly else Repeats.BIWEEKLY if second else Repeats.WEEKLY
        if repeats == Repeats.BIWEEKLY and first is None:
            return self._ask(_("It does not say in which week it begins. Write for example: from 14.01.2027"))
        if until and until < self.today:
            return self._ask(_("The last date has passed."))
        return Days(
            repeats=repeats,
            weekdays=tuple(sorted(days)),
            positions=positions,
            first=first or self.today,
            until=until,
            without=without,
        )

    def _weekdays_in(self, text: str) -> set[int]:
        return {found for word in WORD.findall(text) if (found := weekday_in(word)) is not None}

    def _take_from(self, rest: str) -> tuple[str, date | None]:
        rest = rest.replace("(", " ").replace(")", " ")
        if found := FROM_WEEK.search(rest):
            return _without(found, rest), self._monday_of(found["week"])
        if found := FROM_DAY.search(rest):
            return _without(found, rest), self._one_day(found["day"])
        return rest, None

    def _take_until(self, rest: str) -> tuple[str, date | None]:
        """The end; a span of weeks or months leaves its beginning as "from"."""
        rest = rest.replace("(", " ").replace(")", " ")
        if found := THROUGH_WEEKS.search(rest):
            monday = self._monday_of(f"uke {found['b']}")
            beginning = FROM_AT_THE_END.sub("", rest[: found.start()])
            rest = f"{beginning} fra uke {found['a']} {rest[found.end() :]}"
            return rest, monday + timedelta(days=6) if monday else None
        if found := THROUGH_MONTHS.search(rest):
            pair = [months().get(found[name].split()[0].rstrip(".")) for name in "ab"]
            if None not in pair:
                return self._months(found, rest, pair)
        if found := UNTIL_WEEK.search(rest):
            monday = self._monday_of(found["week"])
            return _without(found, rest), monday + timedelta(days=6) if monday else None
        if found := UNTIL_DAY.search(rest):
            return _without(found, rest), self._one_day(found["day"])
        return rest, None

    def _months(self, found: re.Match[str], rest: str, pair: list[int | None]) -> tuple[str, date | None]:
        """ "september–april": from the first of the one to the last of the other."""
        first_month, last_month = pair
        assert first_month is not None, "asked for only where both are known"
        assert last_month is not None, "asked for only where both are known"
        year = self._said_year(found.group()) or self.year
        if year is None:
            self._ask_year(found.group())
            return _without(found, rest), None
        last_year = year + (last_month < first_month)
        ends = date(last_year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
        begins = date(year, first_month, 1)
        return f"{_without(found, rest)} fra {begins.isoformat()}", ends

    def _take_except(self, rest: str) -> tuple[str, tuple[date, ...]]:
        found = EXCEPT.search(rest)
        if found is None:
            return rest, ()
        struck = self._read(rest[found.end() :])
        return rest[: found.start()], struck

    def _name_unclear(self, rest: str, *, days: bool) -> None:
        unclear = [
            word
            for word in WORD.findall(rest)
            if word not in IDLE and not (days and weekday_in(word) is not None)
        ]
        if unclear:
            self.asked.append(
                Asked("date", filled(_("We did not understand “%(text)s”."), text=" ".join(unclear)[:60]))
            )

    # Days

    def _days(self, text: str) -> Days:
        dates = self._read(text)
        return self._picked(dates) if dates else Days(asked=tuple(self.asked))

    def _weeks(self, rest: str) -> Days:
        """ "uke 8, 10 og 12" with a weekday beside it."""
        found = WEEKS.search(rest)
        days = self._weekdays_in(rest) or self._weekdays_in(self.weekday_text)
        if found is None or not days:
            return self._ask(_("It says the week, but not the day. Write the dates."))
        year = int(found["year"]) if found["year"] else self.year
        self._name_unclear(_without(found, rest), days=True)
        numbers = _numbers(found["list"])
        if year is None:
            self._ask_year(found.group())
        if year is None or self.asked:
            return Days(asked=tuple(self.asked))
        try:
            dates = [date.fromisocalendar(year, number, day + 1) for number in numbers for day in days]
        except ValueError:
            return self._ask(filled(_("There is no such week in %(year)s."), year=str(year)))
        return self._picked(tuple(sorted(dates)))

    def _picked(self, dates: tuple[date, ...]) -> Days:
        wanted = self._weekdays_in(self.weekday_text)
        wrong = [day for day in dates if wanted and day.weekday() not in wanted]
        if wrong:
            reason = filled(
                _("You wrote “%(text)s”, but %(day)s is a %(weekday)s."),
                text=self.weekday_text.strip(),
                day=numeric_day(wrong[0]),
                weekday=weekday(wrong[0].weekday()),
            )
            return self._ask(reason)
        if dates and max(dates) < self.today:
            return self._ask(_("This date has passed."))
        if self.asked:
            return Days(asked=tuple(self.asked))
        return Days(dates=dates)

    def _read(self, text: str) -> tuple[date, ...]:
        """The days in `text`, all of them understood; else none, and what is wrong is asked."""
        # What `read_days` takes for the next such day is only that where the weekday says so too.
        found = read_days(text, today=date(self.year, 1, 1) if self.year else self.today)
        if not self.year and not self._said_year(text) and not found.unclear and found.days:
            named = self._weekdays_in(text) | self._weekdays_in(self.weekday_text)
            if not named or any(day.weekday() not in named for day in found.days):
                self._ask_year(text)
                return ()
        problems = mistakes_in(found)
        self.asked += [Asked("date", problem) for problem in problems]
        return () if problems else found.days

    def _one_day(self, text: str) -> date | None:
        if found := SERIAL.fullmatch(text.strip()):
            return EXCEL_BEGINS + timedelta(days=int(found["day"]))
        days = self._read(text)
        if len(days) == 1:
            return days[0]
        if days:
            self.asked.append(Asked("date", filled(_("We did not understand “%(text)s”."), text=text[:60])))
        return None

    def _monday_of(self, week: str) -> date | None:
        numbers = [int(number) for number in re.findall(r"\d+", week)]
        year = numbers[1] if len(numbers) > 1 else self.year
        if year is None:
            self._ask_year(week)
            return None
        try:
            return date.fromisocalendar(year, numbers[0], 1)
        except ValueError:
            reason = filled(_("There is no such week in %(year)s."), year=str(year))
            self.asked.append(Asked("date", reason))
            return None

    def _said_year(self, text: str) -> int | None:
        if found := re.search(r"(?<!\d)(20\d\d)(?!\d)", text):
            return int(found[1])
        if found := re.search(r"\d{1,2}[./]\s?\d{1,2}[./]\s?(\d{2})(?!\d)", text):
            return 2000 + int(found[1])
        return None

    def _ask_year(self, text: str) -> None:
        reason = filled(_("It does not say in which year “%(text)s” is."), text=text.strip()[:60])
        self.asked.append(Asked(YEAR, reason))

    def _ask(self, reason: str) -> Days:
        return Days(asked=(*self.asked, Asked("date", reason)))


def _take(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    found = pattern.search(text)
    return found is not None, _without(found, text) if found else text


def _without(found: re.Match[str], text: str) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _positions(rest: str) -> tuple[tuple[int, ...], str]:
    """ "2. og 4." as (2, 4), and what else stands there."""
    found = [each["word"] or each["name"] for each in ORDINAL.finditer(rest)]
    # A fifth Tuesday is in few months: nobody knows what happens in the others.
    known = [POSITION[word] for word in found if word in POSITION]
    return tuple(dict.fromkeys(known)), ORDINAL.sub(
        lambda one: " " if (one["word"] or one["name"]) in POSITION else one.group(), rest
    )


def _numbers(text: str) -> list[int]:
    """ "8, 10–12" as 8, 10, 11, 12."""
    numbers: list[int] = []
    for piece in re.split(r"\s*(?:,|og|and|&)\s*", text):
        ends = [int(number) for number in re.findall(r"\d+", piece)]
        numbers += range(ends[0], ends[-1] + 1) if len(ends) == 2 else ends
    return numbers


def plan_days(days: Days) -> Days:
    """With the first date on one of its weekdays: every second week keeps the week that it begins in."""
    if days.first is None or not days.weekdays or days.repeats == Repeats.MONTHLY:
        return days
    ahead = min((number - days.first.weekday()) % 7 for number in days.weekdays)
    return replace(days, first=days.first + timedelta(days=ahead))
