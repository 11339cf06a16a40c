"""What other rooms ask with a sign-up, beside who comes: something to borrow, help, an answer.

Sign-ups do not know what that is. A room says here, when it starts, what its part of the form is, how what
was chosen is kept, and what the organiser's list says of it. What it keeps ends with the sign-up.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from events.models import Occurrence
from events.signups.exceptions import Refused, SignUpRefused
from events.signups.models import Signup
from events.signups.services import SignedUp, move_signup

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

    `check` raises the `NotToBeHad` that `keep` would raise for somebody new, with places or, where its last
    argument says so, on the waiting list; it changes nothing. So whoever types the name and address of a
    person who is signed up learns nothing from the answer. `moved` is called when a sign-up has come to
    another date: what was chosen goes with it, and ends with it.
    """

    key: str
    template: str
    form: Callable[[Occurrence, Data, datetime], forms.Form | None]
    keep: Callable[[Signup, forms.Form, datetime], None]
    said: Callable[[Collection[Signup]], dict[int, list[str]]]
    totals: Callable[[Occurrence], list[str]]
    check: Callable[[Occurrence, forms.Form, datetime, bool], None] = lambda occurrence, form, now, waits: (
        None
    )
    moved: Callable[[Signup, datetime], None] = lambda signup, now: None


# What else is said of a date to who has signed up for it, line by line in the active language.
Note = Callable[[Occurrence, datetime], list[str]]
_besides: list[Beside] = []
_notes: list[Note] = []


def noted_by(note: Note) -> Note:
    """Register what thank-you pages and mails say of a date."""
    if note not in _notes:
        _notes.append(note)
    return note


def notes_of(occurrence: Occurrence, *, now: datetime) -> list[str]:
    return [line for note in _notes for line in note(occurrence, now)]


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
            with _said_at_its_field(part.form):
                part.beside.keep(signup, part.form, now)

    def check(self, occurrence: Occurrence, *, now: datetime, waits: bool) -> None:
        """Raises `NotToBeHad` where somebody new would not get what was chosen."""
        for part in self.parts:
            with _said_at_its_field(part.form):
                part.beside.check(occurrence, part.form, now, waits)

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong with which field, as the list at the top of a page wants it."""
        return {
            field.name: [str(error) for error in field.errors]
            for field in self.visible_fields
            if field.errors
        }

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        return [each for part in self.parts for each in part.form.visible_fields()]

    @property
    def non_field_errors(self) -> list[str]:
        return [str(error) for part in self.parts for error in part.form.non_field_errors()]


@contextmanager
def _said_at_its_field(form: forms.Form) -> Iterator[None]:
    try:
        yield
    except NotToBeHad as gone:
        form.add_error(gone.field if gone.field in form.fields else None, str(gone))
        raise


def sign_up_with(
    parts: Parts, sign_up: Callable[[], SignedUp], *, now: datetime, by_organiser: bool = False
) -> SignedUp:
    """Do `sign_up`, and keep what was chosen with it: both, or neither.

    Who has confirmed their sign-up keeps what they had chosen: whoever types a name and an address proves
    nothing. Raises `SignUpRefused` as `sign_up` does, and `NotToBeHad`: then nothing is changed.
    """
    refusal: SignUpRefused | None = None
    with transaction.atomic():
        try:
            made = sign_up()
        except SignUpRefused as error:
            # What a refused repeat sends all the same is not rolled back.
            refusal = error
        else:
            is_theirs = not made.created and made.signup.is_firm and not by_organiser
            if is_theirs:
                parts.check(made.signup.occurrence, now=now, waits=made.number > 0)
            else:
                _keep(parts, made.signup, now=now)
    if refusal:
        raise refusal
    return made


@transaction.atomic
def move_with(*, signup: Signup, occurrence_id: int, now: datetime) -> Signup:
    """`move_signup`, with what was chosen for it: both, or neither. Raises `SignUpRefused` as that does."""
    moved = move_signup(signup=signup, occurrence_id=occurrence_id, now=now)
    for beside in _besides:
        beside.moved(moved, now)
    return moved


def _keep(parts: Parts, signup: Signup, *, now: datetime) -> None:
    """For each date that was asked for together."""
    if not parts:
        return
    rows = Signup.objects.standing().filter(booking=signup.booking)
    for row in rows.select_related("occurrence__event").order_by("occurrence"):
        parts.keep(row, now=now)


class Whole:
    """A form and its parts as one, for the list of what is wrong at the top of a page."""

    def __init__(self, form: forms.Form, parts: Parts) -> None:
        self.errors = {**form.errors, **parts.errors}
        self.non_field_errors = [*form.non_field_errors(), *parts.non_field_errors]
        self.hidden_fields = form.hidden_fields()
        self.visible_fields = [*form.visible_fields(), *parts.visible_fields]
        if self.non_field_errors:
            self.errors.setdefault("__all__", self.non_field_errors)


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
