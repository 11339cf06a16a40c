"""Own forms with another's numbers in them."""

from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.isolation.access import Access, thing
from tests.isolation.content import a_png
from tests.isolation.routes import all_routes
from tests.isolation.walk import Walk
from tests.isolation.world import World


@dataclass(frozen=True)
class Post:
    role: str
    line: Access
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return (
            f"{self.role} posts {self.line} with {' '.join(f'{name}={kind}' for name, kind in self.fields)}"
        )


def all_posts() -> list[Post]:
    routes = {(route.key, frozenset(route.arguments)): route for route in all_routes()}
    posts = []
    for text in Path(__file__).with_name("posts.txt").read_text(encoding="utf-8").splitlines():
        if not text or text.startswith("#"):
            continue
        left, right = text.split("|")
        role, key, *pairs = left.split()
        things = tuple(_pair(pair) for pair in pairs)
        route = routes[key, frozenset(name for name, _kind in things)]
        posts.append(Post(role, Access(route, things, "self"), tuple(_pair(pair) for pair in right.split())))
    return posts


def _pair(text: str) -> tuple[str, str]:
    name, _equals, kind = text.partition("=")
    return name, kind


def send(walk: Walk, world: World, post: Post) -> bool:
    """Fills in and sends the form; what was wrong is in `walk.faults`. Returns whether there was a form."""
    address = post.line.address(world.own, world.other)
    page = walk.ask(post.role, address)
    form = form_in(page.text)
    values = {name: str(thing(world.other, kind)) for name, kind in post.fields}
    files = {name: a_png("mine") for name, value in values.items() if value == "A_PICTURE"}
    answer = walk.ask(post.role, address, form | values | files)
    walk.check(str(post), answer, typed=" ".join(values.values()), role=post.role)
    # A chooser's form comes as a part of JSON: its line in posts.txt has all of its fields.
    return bool(form) or post.line.route.key.endswith("chooser:create")


def form_in(html: str) -> dict[str, str | list[str]]:
    """What a browser would send of the longest form on the page, if nobody touched it."""
    forms = [form for form in BeautifulSoup(html, "html.parser").find_all("form") if is_post(form)]
    if not forms:
        return {}
    values: dict[str, str | list[str]] = {}
    for field in max(forms, key=lambda form: len(form.find_all(True))).find_all(
        ["input", "select", "textarea"]
    ):
        name = field.get("name")
        if name and not is_left_out(field):
            values[name] = value_of(field)
    return values


def is_post(form: Tag) -> bool:
    return str(form.get("method", "")).lower() == "post"


def is_left_out(field: Tag) -> bool:
    kind = field.get("type")
    return kind in ("submit", "button", "file") or (
        kind in ("checkbox", "radio") and not field.has_attr("checked")
    )


def value_of(field: Tag) -> str | list[str]:
    if field.name == "textarea":
        return field.text.removeprefix("\n")
    if field.name == "select":
        chosen = [str(option.get("value", "")) for option in field.find_all("option", selected=True)]
        return chosen if field.has_attr("multiple") else (chosen or [""])[0]
    return str(field.get("value", "on" if field.get("type") in ("checkbox", "radio") else ""))
