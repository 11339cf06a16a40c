"""What other rooms ask with a sign-up, beside who comes: something to borrow, help, an answer.

Sign-ups do not know what that is. A room says here, when it starts, what its part of the form is, how what
was chosen is kept, and what the organiser's list says of it. What it keeps ends with the sign-up.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

from events.models import Occurrence
from events.signups.exceptions import Refused
from events.signups.models import Signup

Data = Mapping[str, Any] | None


class NotToBeHad(Refused):
    """What was chosen with the sign-up went to somebody else meanwhile. Nothing of it is kept.

    `field` is the name of the field of the part's form where it is said.
    """

    def __init__(self, message: Any, *, field: str) -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True)
class Beside:
    """One part.

    `form` makes what is asked at a date, or None where nothing is. `keep` stores what was chosen for a
    sign-up in place of what was chosen before, in the transaction of the sign-up and under the lock on its
    date; it may raise `NotToBeHad`. `said` tells in the active language what was chosen, line by line, by the
    id of the sign-up; `totals` the same of all that have their places at a date, without names.
    """

    key: str
    template: str
    form: Callable[[Occurrence, Data, datetime], forms.Form | None]
    keep: Callable[[Signup, forms.Form, datetime], None]
    said: Callable[[Collection[Signup]], dict[int, list[str]]]
    totals: Callable[[Occurrence], list[str]]


_besides: list[Beside] = []


def asked_by(beside: Beside) -> Beside:
    """Register a part. They stand on the form in this order."""
    if beside not in _besides:
        _besides.append(beside)
    return beside


@dataclass
class Part:
    """One part of the form that somebody sees."""

    beside: Beside
    form: forms.Form

    @property
    def template(self) -> str:
        return self.beside.template

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen or wrong: then it is not folded away."""
        return self.form.is_bound and (bool(self.form.errors) or bool(self.form.changed_data))


@dataclass
class Parts:
    """All that is asked beside who comes, at one date."""

    parts: list[Part] = field(default_factory=list)

    def __iter__(self):
        return iter(self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def are_valid(self) -> bool:
        """Every part is looked at, so that all that is wrong is said at once."""
        valid = [part.form.is_valid() for part in self.parts]
        return all(valid)

    def keep(self, signup: Signup, *, now: datetime) -> None:
        """Store what was chosen. Raises `NotToBeHad`: roll back then, and show the form again."""
        for part in self.parts:
            try:
                part.beside.keep(signup, part.form, now)
            except NotToBeHad as gone:
                part.form.add_error(gone.field if gone.field in part.form.fields else None, str(gone))
                raise

    @property
    def has_errors(self) -> bool:
        return any(part.form.errors for part in self.parts)

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        return [each for part in self.parts for each in part.form.visible_fields()]


def parts_for(occurrence: Occurrence, data: Data = None, *, now: datetime) -> Parts:
    """What is asked at `occurrence`; `data` is what was sent."""
    made = [(beside, beside.form(occurrence, data, now)) for beside in _besides]
    return Parts([Part(beside, form) for beside, form in made if form is not None])


def said_with(signups: Collection[Signup]) -> dict[int, list[str]]:
    """What each of these has chosen, line by line in the active language, by the id of the sign-up."""
    lines: dict[int, list[str]] = {signup.pk: [] for signup in signups}
    if not signups:
        return lines
    for beside in _besides:
        for pk, said in beside.said(signups).items():
            lines[pk].extend(said)
    return lines


def totals_of(occurrence: Occurrence) -> list[str]:
    """How many want what at a date, in the active language, without names."""
    return [line for beside in _besides for line in beside.totals(occurrence)]
