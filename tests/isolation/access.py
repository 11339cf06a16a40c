"""The table of who comes to what, and what a line of it means."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import resolve
from django.utils.http import urlencode
from django.utils.translation import override

from tests.isolation.routes import Route, all_routes
from tests.isolation.sides import Side

FILES = ("site.txt", "admin.txt")
LOGGED_IN = frozenset("stranger organiser owner editor host translator admin adviser superuser".split())
OTHERS_TOO = "+others"
EVERYBODY = LOGGED_IN | {"anonymous"}
# What is short in the table. A superuser is among all but `nobody`.
WORDS = {
    "public": EVERYBODY,
    "link": EVERYBODY,
    "nobody": frozenset(),
    "login": LOGGED_IN,
    "superuser": frozenset({"superuser"}),
    "members": frozenset({"organiser", "owner", "superuser"}),
    # An activity is changed by its own people, and corrected by the municipality's.
    "changers": frozenset({"organiser", "owner", "admin", "editor", "superuser"}),
    # An organisation's yes is its owner's alone, where it has one.
    "owners": frozenset({"owner"}),
    # Who belongs to an organisation, and who looks after it for the municipality.
    "belonging": frozenset({"organiser", "owner"}),
    "with_people": frozenset({"organiser", "owner", "admin", "editor", "superuser"}),
    "removing": frozenset({"owner", "admin", "editor", "superuser"}),
    # An organisation's page is its people's and its editors'; what it says, its owners' and its editors'.
    "looking": frozenset({"organiser", "owner", "admin", "editor", "superuser"}),
    "speaking": frozenset({"owner", "admin", "editor", "superuser"}),
    "staff": frozenset({"admin", "editor", "host", "translator", "superuser"}),
    "pages": frozenset({"admin", "editor", "translator", "superuser"}),
    "editors": frozenset({"admin", "editor", "superuser"}),
    # Who welcomes newcomers by a role of their own.
    "hosts": frozenset({"admin", "host"}),
    "welcoming": frozenset({"admin", "host", "superuser"}),
    "publishing": frozenset({"admin", "editor", "host", "superuser"}),
    "admins": frozenset({"admin", "superuser"}),
    "figures": frozenset({"admin", "host", "adviser", "superuser"}),
    # What figures mean: whoever sees any, an organisation's own people too.
    "reading": frozenset({"admin", "host", "adviser", "organiser", "owner", "superuser"}),
    # What comes depends on how a person has chosen to log in: only that it is nobody else's is looked at.
    "self": LOGGED_IN,
    # Who has brought a list, and looks through it alone.
    "bringer": frozenset({"organiser"}),
    # Whose uploaded file it is: the municipality admin's.
    "holder": frozenset({"admin"}),
}


@dataclass(frozen=True)
class Access:
    """One line: a route, what stands in the places of its address, and who may on what is their own."""

    route: Route
    things: tuple[tuple[str, str], ...]
    who: str

    @property
    def allowed(self) -> frozenset[str]:
        return WORDS[self.who.removesuffix(OTHERS_TOO)]

    @property
    def opens_to_others(self) -> bool:
        """Whether they may on another's too."""
        return self.who == "public" or self.who.endswith(OTHERS_TOO)

    @property
    def is_about_something(self) -> bool:
        """Whether another's thing can stand in this address."""
        return self.who not in ("link", "self") and any(
            not name.startswith("&") and not kind.startswith("'") and kind not in SHARED
            for name, kind in self.things
        )

    def address(self, side: Side, other: Side) -> str:
        """The address with the things of `side`; what is searched and filtered by is `other`'s."""
        values = {name: thing(other if name.startswith("&") else side, kind) for name, kind in self.things}
        query = {name[1:]: value for name, value in values.items() if name.startswith(("?", "&"))}
        path = self.route.filled(values)
        return f"{path}?{urlencode(query)}" if query else path

    def __str__(self) -> str:
        return " ".join([self.route.key, *(f"{name}={kind}" for name, kind in self.things)])


# The whole site's: the same whoever asks. No page is there under `no_path`.
SHARED = {"workflow", "task", "locale", "site", "home", "no_path"}


def thing(side: Side, kind: str) -> Any:
    return kind.strip("'") if kind.startswith("'") else side.ids[kind]


def the_table() -> list[Access]:
    """Every line. Raises `LookupError` for a line that fits no route."""
    routes = {(route.key, frozenset(route.arguments)): route for route in all_routes()}
    lines = []
    for name in FILES:
        for text in Path(__file__).with_name(name).read_text().splitlines():
            if not text or text.startswith("#"):
                continue
            key, *pairs, who = text.split()
            things = tuple(tuple(pair.split("=", 1)) for pair in pairs if pair != "-")
            arguments = frozenset(name for name, _kind in things if not name.startswith(("?", "&")))
            if (key, arguments) not in routes:
                raise LookupError(f"{name}: no route {key} with {sorted(arguments)}")
            lines.append(Access(routes[key, arguments], things, who))
    return lines


def fits(line: Access, address: str) -> bool:
    """Whether `address` leads to the line's route, or to one of ours that stands in its place."""
    with override("nb"):
        match = resolve(address.split("?")[0])
    return match.view_name == line.route.key or not match.url_name or match.route == line.route.address
