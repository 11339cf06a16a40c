"""What can be done to one date: what its page says and asks, and the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import User
from events.dates import services
from events.models import Occurrence
from events.organiser.date_forms import CancelForm, ChangeForm, Data, MoveForm, NoteForm, ReasonForm

Act = Callable[[Occurrence, forms.Form, User, datetime], bool]


@dataclass(frozen=True)
class Action:
    """`key` is its part of the address. `label` leads to it from the date's page, `title` heads its own.

    `said` is the message afterwards, with `date` in it. `is_offered` tells where there is nothing to do.
    """

    key: str
    icon: str
    label: Promise
    title: Promise
    text: Promise
    button: Promise
    said: Promise
    form: Callable[[Data, Occurrence, datetime], forms.Form]
    act: Act
    is_offered: Callable[[Occurrence], bool] = lambda date: True
    # Whether what was typed stands on the date already: the same form sent twice.
    is_done: Callable[[Occurrence, forms.Form], bool] = lambda date, form: False
    # Whether those who have signed up are told: of what is cancelled anyhow they want to know nothing more.
    is_told: Callable[[Occurrence], bool] = lambda date: True
    # Whether those who follow it without signing up are told too: a note is for who looks it up.
    is_told_to_followers: bool = True
    # What it looks like: taking something away is red.
    color: str = "accent"


def _edit(date: Occurrence, form: forms.Form, user: User, now: datetime) -> bool:
    assert isinstance(form, ChangeForm), "what has no time and place is not edited here"
    return services.edit_date(
        occurrence=date,
        user=user,
        now=now,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        venue=form.new_venue,
    )


def _is_edited(date: Occurrence, form: forms.Form) -> bool:
    return isinstance(form, ChangeForm) and form.changes_nothing


def _note(date: Occurrence, form: forms.Form, user: User, now: datetime) -> bool:
    return services.note_date(occurrence=date, note=form.cleaned_data["note"], user=user, now=now)


def _postpone(date: Occurrence, form: forms.Form, user: User, now: datetime) -> bool:
    return services.postpone_date(
        occurrence=date, user=user, now=now, reason=form.cleaned_data.get("reason", "")
    )


def _cancel(date: Occurrence, form: forms.Form, user: User, now: datetime) -> bool:
    said = {name: form.cleaned_data.get(name, "") for name in ("reason", "cause")}
    return services.cancel_date(occurrence=date, user=user, now=now, **said)


def _bring_back(date: Occurrence, form: forms.Form, user: User, now: datetime) -> bool:
    return services.bring_back_date(occurrence=date, user=user, now=now)


ACTIONS = (
    Action(
        key="move",
        icon="calendar",
        label=_("Move it to another day or time"),
        title=_("Move this date"),
        text=_("Only this date is moved. It keeps its page and everybody who has signed up."),
        button=_("Move it"),
        said=_("Moved. It is now on %(date)s."),
        form=lambda data, date, now: MoveForm(data, date=date, now=now),
        act=_edit,
        is_done=_is_edited,
    ),
    Action(
        key="change",
        icon="pin",
        label=_("Another place, or another end"),
        title=_("Change this date"),
        text=_("Only this date is changed. The others stay as they are."),
        button=_("Save"),
        said=_("%(date)s is changed."),
        form=lambda data, date, now: ChangeForm(data, date=date, now=now),
        act=_edit,
        is_done=_is_edited,
        is_offered=lambda date: date.takes_place,
    ),
    Action(
        key="note",
        icon="megaphone",
        label=_("Write a note"),
        title=_("A note for this date"),
        text=_("It is shown on the date's page and in the lists, for this date alone."),
        button=_("Save the note"),
        said=_("The note for %(date)s is saved."),
        form=lambda data, date, now: NoteForm(data, initial={"note": date.note}),
        act=_note,
        is_done=lambda date, form: form.cleaned_data["note"] == date.note,
        is_told=lambda date: not date.is_cancelled,
        is_told_to_followers=False,
    ),
    Action(
        key="take-place",
        icon="check",
        label=_("It takes place after all"),
        title=_("Does it take place after all?"),
        text=_("Then it is on as it was planned, and people can come again."),
        button=_("Yes, it takes place"),
        said=_("%(date)s takes place."),
        form=lambda data, date, now: forms.Form(data),
        act=_bring_back,
        is_offered=lambda date: not date.takes_place,
    ),
    Action(
        key="postpone",
        icon="clock",
        label=_("Postpone it"),
        title=_("Postpone this date?"),
        text=_(
            "For when the new day is not known yet. It stays in the list and is marked as postponed, and "
            "those who have signed up keep their places. Move it when you know the day."
        ),
        button=_("Postpone this date"),
        said=_("%(date)s is postponed."),
        form=lambda data, date, now: ReasonForm(data),
        act=_postpone,
        is_offered=lambda date: not date.is_postponed,
    ),
    Action(
        key="cancel",
        icon="close",
        label=_("Cancel this date"),
        title=_("Cancel this date?"),
        text=_("It stays in the list and is marked as cancelled."),
        button=_("Cancel this date"),
        said=_("%(date)s is cancelled."),
        form=lambda data, date, now: CancelForm(data),
        act=_cancel,
        is_offered=lambda date: not date.is_cancelled,
        color="danger",
    ),
)
BY_KEY = {action.key: action for action in ACTIONS}
