"""The walk: every line of the table, asked as every role, about what is theirs and what is not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.isolation.access import LOGGED_IN, Access
from tests.isolation.asking import Answer, Asker
from tests.isolation.sides import HIDDEN, OPEN, Side
from tests.isolation.world import World
from tests.proving import WHOLE

# Its name is in every list of municipalities.
MUNICIPALITY = "zqootherplace"
# A session of somebody else's in an address ends nothing of theirs: a new one begins.
# The step of moderation is one row for everybody.
HARMLESS = {"editing_session", "event_task"}
# Enough for Wagtail to read a form with a StreamField, and not to fall over what no browser sends.
NOTHING = {"body-count": "0"}
STAFF = ("admin", "editor", "host", "translator")
# They have nothing in the admin at all, and are told so in the same place.
OUTSIDE = ("anonymous", "stranger", "organiser", "owner", "adviser")
MEMBERS = ("organiser", "owner")
ROLES = (*OUTSIDE, *STAFF, "superuser")
# What belongs to an organisation, and is its neighbour's in the same municipality.
ORGANISATIONS = {
    "organisation",
    "venue",
    "event",
    "event_draft",
    "event_waiting",
    "date",
    "past_date",
    "draft_date",
    "signup",
    "signup_request",
    "signup_waiting",
    "signup_access",
    "thing",
    "own_question",
    "loan",
    "invitation",
}
assert set(ROLES) == LOGGED_IN | {"anonymous"}


@dataclass(frozen=True)
class Cell:
    """One question: a line of the table, who asks, whose thing it is about, and whether it is a POST."""

    line: Access
    role: str
    side: str
    post: bool

    @property
    def may(self) -> bool:
        return self.role in self.line.allowed and (self.side == "own" or self.line.opens_to_others)

    def __str__(self) -> str:
        return f"{self.role} {'POST' if self.post else 'GET'} {self.side} {self.line}"


@dataclass
class Walk:
    """Asks and keeps what was wrong."""

    world: World
    askers: dict[str, Asker]
    faults: list[str] = field(default_factory=list)
    asked: Counter = field(default_factory=Counter)

    def take(self, cell: Cell) -> None:
        for address, may in self.addresses(cell):
            self.judge(cell, self.ask(cell.role, address, NOTHING if cell.post else None), address, may)

    def ask(self, role: str, address: str, data: dict[str, Any] | None = None) -> Answer:
        self.asked[role] += 1
        return self.askers[role].ask(address, data)

    def addresses(self, cell: Cell) -> Iterator[tuple[str, bool]]:
        """The address and whether it opens; about another's thing also with only one of several another's."""
        own, other = self.world.own, self.world.other
        side = getattr(self.world, cell.side)
        yield cell.line.address(side, other), cell.may
        if cell.side == "own":
            return
        kinds = {kind for name, kind in cell.line.things if name[0] != "&" and kind[0] != "'"}
        for kind in kinds - HARMLESS if len(kinds) > 1 else ():
            mixed = Side("mixed", own.ids | {kind: side.ids[kind]})
            yield cell.line.address(mixed, other), False

    def judge(self, cell: Cell, answer: Answer, address: str, may: bool) -> None:
        problem = ""
        if answer.status >= 500:
            problem = "falls over"
        elif cell.line.who == "self" and may:
            pass
        elif may and answer.is_no and not is_empty_handed(cell, answer):
            problem = "is refused"
        elif not may and not answer.is_no and not leads_on(cell, answer):
            problem = "is let in"
        if problem:
            self.faults.append(f"{cell}: {problem} ({answer.status} {answer.to}) {address}")
        if cell.role != "superuser":
            self.check(str(cell), answer, typed=address, is_public=cell.line.who == "public", role=cell.role)

    def check(self, name: str, answer: Answer, *, typed: str, role: str, is_public: bool = False) -> None:
        """Nothing of anybody else's is in the answer, but what was `typed`, and all of it is as it was."""
        seen = {word.lower() for word in HIDDEN.findall(answer.text)}
        if not is_public:
            seen |= {word.lower() for word in OPEN.findall(answer.text)}
        foreign = sorted(
            word for word in seen - {MUNICIPALITY} if word not in typed and self.is_foreign(word, role)
        )
        if foreign:
            self.faults.append(f"{name}: shows {', '.join(foreign)}")
        if answer.changes and not is_public:
            self.faults.append(f"{name}: changes {', '.join(answer.changes)}")
        if urlsplit(answer.to).hostname not in (None, "localhost"):
            self.faults.append(f"{name}: leads away to {answer.to}")

    def is_foreign(self, word: str, role: str) -> bool:
        """The neighbours' activities are the municipality's, and their names stand on its public pages."""
        return "neighbour" not in word or (role not in STAFF and word.startswith("zqh"))


def leads_on(cell: Cell, answer: Answer) -> bool:
    """What everybody may see is led to at its own address, where it stands at another municipality's."""
    return cell.line.who == "public" and answer.status in (301, 308)


def is_empty_handed(cell: Cell, answer: Answer) -> bool:
    """A form that was sent with nothing in it, or a route that takes another method, says no for that."""
    return answer.status == 405 or (cell.post and answer.status == 302) or cell.role == "superuser"


def cells(lines: list[Access], role: str) -> Iterator[Cell]:
    """What is asked as `role`: everything with PROVE=1, and else what differs between the roles."""
    for number, line in enumerate(lines):
        for cell in every_cell(line, role):
            if WHOLE or is_asked(cell, number):
                yield cell


def every_cell(line: Access, role: str) -> Iterator[Cell]:
    for post in (False, True):
        yield Cell(line, role, "own", post)
        if role != "superuser" and line.is_about_something:
            yield Cell(line, role, "other", post)
            if role in MEMBERS and is_an_organisations(line):
                yield Cell(line, role, "neighbour", post)


def is_asked(cell: Cell, number: int) -> bool:
    """Whether the short walk asks this. What a role sees of its own costs the most: they take turns."""
    line = cell.line
    if has_a_shorter_twin(line):
        return False
    if cell.role == "superuser":
        return line.who == "nobody" and cell.side == "own" and not cell.post
    if cell.role not in line.allowed:
        return says_no(cell, number) and asks_there(line, cell.role, number)
    allowed = [role for role in ROLES if role in line.allowed and role != "superuser"]
    turn = allowed[number % len(allowed)] == cell.role
    if cell.side == "own" or line.opens_to_others:
        return turn and (not is_admin(line) or cell.post == bool(number // len(allowed) % 2))
    return turn or not cell.post


def has_a_shorter_twin(line: Access) -> bool:
    """What is searched for in a list is in its `_results` too: the list without the page around it."""
    searched = any(name.startswith("&") for name, _kind in line.things)
    return searched and line.route.key.endswith((":list", ":index", ":search", ":choose", ":history"))


def says_no(cell: Cell, number: int) -> bool:
    """A role that may not is asked once for each line: to read its own or to change another's."""
    if number % 2 or not cell.line.is_about_something:
        return cell.side == "own" and not cell.post
    return cell.side == "other" and cell.post


def asks_there(line: Access, role: str, number: int) -> bool:
    """Who has nothing in the admin takes turns there, and where it is closed its staff do so too."""
    if not is_admin(line):
        return True
    if role in STAFF and line.who not in ("superuser", "nobody"):
        return True
    turns = STAFF if role in STAFF else OUTSIDE
    return turns[number // 2 % len(turns)] == role


def is_admin(line: Access) -> bool:
    return line.route.address.startswith(("admin/", "documents/"))


def is_an_organisations(line: Access) -> bool:
    return all(kind in ORGANISATIONS for _name, kind in line.things)
