"""What is held about somebody who has shown that an address, a number or an account is theirs.

Each room registers in its `AppConfig.ready` the rows that it can find by what was shown (`Root`). Which of
their fields are about the person, and which rows hang on them, the declaration says: a field that is declared
tomorrow stands on the page tomorrow, with its purpose and its end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import PersonalRow, User
from core.privacy.declaration import PERSONAL
from core.privacy.ends import Ends, Personal
from core.privacy.labels import SECRET, is_shown, kind_of, label_of
from core.privacy.purposes import PURPOSES, Purpose
from core.privacy.values import raw_value, value_in_words
from core.searching.words import plain
from core.telephone import same_telephone
from core.text import same_address

# Why the rooms delete nothing that stands on a page.
IN_PUBLIC = _("It stands where everybody can read it. Who is responsible for it changes it: ask there.")


@dataclass(frozen=True)
class Shown:
    """What somebody has shown to be theirs: addresses (an @) and numbers (E.164), and their account.

    `name` is what they say that they are called. A telephone company gives a number to somebody else after a
    while, so a number alone shows no row with a name in it.
    """

    addresses: tuple[str, ...] = ()
    user: int | None = None
    name: str = ""

    @property
    def is_number_alone(self) -> bool:
        return not self.user and not any("@" in each for each in self.addresses)

    def knows(self, name: str) -> bool:
        """Whether they may see a row about somebody called `name`: one word of it is enough."""
        return not self.is_number_alone or not name or bool(_words(self.name) & _words(name))


def _words(name: str) -> set[str]:
    return {word for word in plain(name).split() if len(word) > 1}


@dataclass(frozen=True)
class Root:
    """The rows of one model that a room can find. `word` is its own, and stands in addresses.

    `named` says whom a row names ("" nobody): see `Shown.knows`, which `erase` heeds too. `controller` says
    who is responsible for a row, `about` which it is, `manage` where to look at it and correct it
    ("" nowhere); `press` the same where the way there has to be made first, by a POST. `erase`
    deletes what `rows` finds, so that no backup brings it back, and returns how many; where it is None,
    `stays` says why, and who is asked. `opens` finds the row of a personal link of the room, and raises as
    `core.links` does; `reached_by` is the address or number that it is sent to. `hangs`: the row is the
    person's own, and so is what points at it. A page that names them is not: others follow it.
    """

    word: str
    model: type[models.Model]
    title: str | Promise
    rows: Callable[[Shown], models.QuerySet]
    controller: Callable[[Any], str]
    about: Callable[[Any], str] = lambda row: ""
    named: Callable[[Any], str] = lambda row: ""
    manage: Callable[[Any], str] = lambda row: ""
    press: Callable[[Any], str] | None = None
    erase: Callable[[Shown, datetime], int] | None = None
    stays: str | Promise = ""
    opens: Callable[[str, datetime], Any] | None = None
    reached_by: Callable[[Any], str] = lambda row: ""
    hangs: bool = False


@dataclass(frozen=True)
class Field:
    """One field of one row. `label` is "" for what only computers read; `value` is in words."""

    name: str
    label: str
    value: str
    raw: Any
    purpose: Purpose
    is_secret: bool = False


@dataclass(frozen=True)
class Held:
    """One row: what it is about, who is responsible, its fields, and the rows that hang on it."""

    model: type[models.Model]
    title: str
    fields: list[Field]
    ends_at: datetime | None
    about: str = ""
    controller: str = ""
    manage_url: str = ""
    # What is pressed where there is no address yet: "newcomer-12".
    press: str = ""
    parts: "list[Held]" = field(default_factory=list)

    @property
    def name(self) -> str:
        """What and with whom, in one line: in the title of its page."""
        said = dict.fromkeys(str(each) for each in (self.title, self.about, self.controller) if each)
        return " – ".join(said)

    @property
    def purposes(self) -> list[Purpose]:
        """Of its fields, each once."""
        return list(dict.fromkeys(each.purpose for each in self.fields))

    @property
    def all_purposes(self) -> list[Purpose]:
        """Those of the rows that hang on it too."""
        return list(dict.fromkeys([*self.purposes, *(why for part in self.parts for why in part.purposes)]))

    @property
    def shown(self) -> list[Field]:
        return [each for each in self.fields if each.label and each.value]


@dataclass(frozen=True)
class Section:
    """The rows of one root. `acted` counts what only says who did it: {what it is called: how many}."""

    root: Root
    rows: list[Held]
    acted: Mapping[str, int] = field(default_factory=dict)


_ROOTS: dict[str, Root] = {}


def register(root: Root) -> None:
    """Raises `ValueError` where two rooms use one word."""
    if _ROOTS.setdefault(root.word, root) is not root:
        raise ValueError(f"two rooms hold what they call {root.word}")


def roots() -> list[Root]:
    return list(_ROOTS.values())


def root_of(word: str) -> Root | None:
    return _ROOTS.get(word)


def of_each(shown: Shown, find: Callable[[str], models.QuerySet], none: models.QuerySet) -> models.QuerySet:
    """The rows that `find` has of any of the addresses and numbers."""
    pks = [pk for each in shown.addresses for pk in find(each).values_list("pk", flat=True)]
    return none.filter(pk__in=pks)


def reached_at(
    rows: models.QuerySet, address: str, *, email: str = "email", phone: str = "phone"
) -> models.QuerySet:
    """Those of `rows` whose field `email` is this address (with an @), or whose field `phone` is this number,
    however either is written."""
    if "@" in address:
        return rows.filter(**{f"{email}__iexact": same_address(address)})
    number = same_telephone(address)
    return rows.filter(**{phone: number}) if number else rows.none()


def held_by(shown: Shown) -> list[Section]:
    """All that any room holds of whoever has shown this, where there is something."""
    found = (_section(root, rows_of(root, shown)) for root in _in_order())
    return [section for section in found if section.rows]


def rows_of(root: Root, shown: Shown) -> list[Any]:
    """Those that they may see."""
    return [row for row in root.rows(shown) if shown.knows(root.named(row))]


def hides(shown: Shown) -> bool:
    """Whether there is more, under a name that they have not said."""
    return shown.is_number_alone and any(
        not shown.knows(root.named(row)) for root in roots() for row in root.rows(shown)
    )


def _in_order() -> list[Root]:
    """As the purposes stand on the privacy page: what most people have first."""
    order = {purpose: number for number, purpose in enumerate(PURPOSES)}
    return sorted(roots(), key=lambda root: order[_declared(root.model)[0].purpose])


def opened(shown: Shown, pressed: str) -> str:
    """Where "newcomer-12" is corrected, if it is theirs, else ""."""
    word, dash, pk = pressed.rpartition("-")
    root = root_of(word)
    if root is None or root.press is None or not (dash and pk.isdecimal()):
        return ""
    row = next((each for each in rows_of(root, shown) if str(each.pk) == pk), None)
    return root.press(row) if row is not None else ""


def held_in(root: Root, row: models.Model) -> Section:
    """One row alone: what its own link has shown."""
    return _section(root, [row])


def erase(shown: Shown, *, now: datetime) -> dict[str, int]:
    """Delete all that the rooms can, in one transaction: {word: how many rows}. A repeat finds nothing."""
    with transaction.atomic():
        done = {root.word: root.erase(shown, now) for root in roots() if root.erase}
    return {word: number for word, number in done.items() if number}


def _section(root: Root, rows: list[models.Model]) -> Section:
    parts, acted = _hanging_on(root.model, rows if root.hangs else [])
    held = [
        _held(
            row,
            whole=root.hangs or isinstance(row, PersonalRow),
            title=str(root.title),
            about=root.about(row),
            controller=root.controller(row),
            manage_url=root.manage(row),
            press=f"{root.word}-{row.pk}" if root.press else "",
            parts=parts[row.pk],
        )
        for row in rows
    ]
    return Section(root, held, acted)


def _held(row: models.Model, *, whole: bool, **rest: Any) -> Held:
    fields = [
        Field(
            name=each.name,
            label=_label(each),
            value=value_in_words(row, each),
            raw=None if each.name in SECRET else raw_value(row, each),
            purpose=purpose,
            is_secret=each.name in SECRET,
        )
        for purpose, each in _fields_of(type(row), whole=whole)
    ]
    return Held(type(row), fields=fields, ends_at=getattr(row, "expires_at", None), **rest)


def _label(each: models.Field) -> str:
    if not is_shown(each) or each.name == "expires_at":
        return ""
    return _as_title(str(label_of(each)))


def _as_title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _declared(model: type[models.Model]) -> list[Personal]:
    return [each for each in PERSONAL if each.model == model._meta.label]


def _fields_of(model: type[models.Model], *, whole: bool) -> list[tuple[Purpose, models.Field]]:
    """What is declared of a model, and of a row that is about the person alone (`whole`) the rest too, which
    says nothing about whoever it does not hang on. Links to rows about people are parts of their own."""
    purposes = {name: each.purpose for each in _declared(model) for name in each.fields.split()}
    fields = (*model._meta.local_fields, *model._meta.local_many_to_many)
    first = _declared(model)[0].purpose
    return [
        (purposes.get(each.name, first), each)
        for each in fields
        if (whole or each.name in purposes) and not _leads_to_people(each)
    ]


def _leads_to_people(each: models.Field) -> bool:
    other = each.related_model
    return other is User or any(other is root.model for root in roots())


def _hanging_on(
    model: type[models.Model], rows: Iterable[models.Model]
) -> tuple[Mapping[Any, list[Held]], Mapping[str, int]]:
    """{pk of a row: what hangs on it}, and how often they are only named as who did something."""
    keys = [row.pk for row in rows]
    parts: dict[Any, list[Held]] = defaultdict(list)
    acted: dict[str, int] = {}
    for declared, link in _links_to(model):
        other = apps.get_model(declared.model)
        found = other._default_manager.filter(**{f"{link.name}__in": keys})
        if _is_theirs(declared, link):
            for each in found.select_related(*_links_of(other)).order_by("pk"):
                title = _as_title(str(kind_of(other)))
                parts[getattr(each, link.attname)].append(_held(each, whole=True, title=title))
        elif number := found.count():
            name = str(kind_of(other, many=True))
            acted[name] = acted.get(name, 0) + number
    return parts, acted


def _links_to(model: type[models.Model]) -> Iterable[tuple[Personal, models.ForeignKey]]:
    for declared in PERSONAL:
        other = apps.get_model(declared.model)
        for name in declared.fields.split():
            each = other._meta.get_field(name)
            if isinstance(each, models.ForeignKey) and each.related_model is model:
                yield declared, each


def _links_of(model: type[models.Model]) -> list[str]:
    """What is named by a word of its own, and read along."""
    links = (each for each in model._meta.local_fields if isinstance(each, models.ForeignKey))
    return [each.name for each in links if not _leads_to_people(each)]


def _is_theirs(declared: Personal, link: models.ForeignKey) -> bool:
    """Whether the row is about the person, and not one in which they are named as who did something."""
    if declared.ends is Ends.LINK_IS_CUT:
        return False
    return link.related_model is not User or link.name == "user"
