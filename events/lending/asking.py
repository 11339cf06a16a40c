"""What can be borrowed, as a part of the form to sign up: a thing and a size, of what is free that day."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.forms import Form
from core.isolation import filled
from events.lending import services
from events.lending.models import Loan
from events.lending.services import NotFree
from events.lending.wanting import Want
from events.lending.wording import counted, kind_in_words, thing_in_words, want_in_words
from events.models import Occurrence
from events.signups.besides import Beside, Data, NotToBeHad
from events.signups.models import Signup

# A family on skis: whoever needs more talks to the organiser.
MOST_ASKED = 12
FIELD = "borrow_"
# Of something else: the own words and a size.
LONGEST_SIZE = 102


class SizesField(forms.MultipleChoiceField):
    """Sizes of one kind of thing. What went to somebody else meanwhile is said in our own words later."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= LONGEST_SIZE


class BorrowForm(Form):
    """A field for each kind of thing that is free, or was when the form was shown; choices are sizes."""

    def __init__(self, data: Data, *, free: dict[Want, int], gone: Collection[str] = ()) -> None:
        super().__init__(data)
        for kind in sorted({want.kind for want in free} | set(gone), key=kind_in_words):
            sizes = {want.size: number for want, number in free.items() if want.kind == kind}
            choices = [(size, _choice(size, sizes[size])) for size in sorted(sizes, key=_by_number)]
            self.fields[FIELD + kind] = SizesField(label=kind_in_words(kind), choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(self.wants) > MOST_ASKED:
            raise ValidationError(_("This is too much for one sign-up. Choose less, or ask the organiser."))
        return self.cleaned_data

    @property
    def wants(self) -> list[Want]:
        """What was chosen."""
        chosen = {
            Want(name.removeprefix(FIELD), size)
            for name, sizes in self.cleaned_data.items()
            for size in sizes
        }
        return sorted(chosen)


def _by_number(size: str) -> tuple[int, str]:
    """39 before 40, and 9 before 10: the first number in it, then how it is written."""
    digits = "".join(sign if sign.isdecimal() else " " for sign in size).split()
    return int(digits[0]) if digits else 0, size


def _choice(size: str, number: int) -> str:
    if not size:
        words = ngettext("Borrow one: %(number)s is free", "Borrow one: %(number)s are free", number)
        return filled(words, number=number)
    words = ngettext("%(size)s: %(number)s is free", "%(size)s: %(number)s are free", number)
    return filled(words, size=size, number=number)


def form_for(occurrence: Occurrence, data: Data, now: datetime) -> BorrowForm | None:
    """None where nothing is lent, or nothing is free and nobody has asked."""
    if not occurrence.event.equipment_to_borrow:
        return None
    free = services.free_at(occurrence, now=now)
    sent = {key.removeprefix(FIELD) for key in data or () if key.startswith(FIELD)}
    gone = sent & {thing.kind for thing in services.things_lent_at(occurrence.event)} if sent else set()
    return BorrowForm(data, free=free, gone=gone) if free or gone else None


def keep(signup: Signup, form: forms.Form, now: datetime) -> None:
    """Raises `NotToBeHad` for what somebody else has asked for meanwhile."""
    assert isinstance(form, BorrowForm)
    try:
        services.ask_for(signup=signup, wants=form.wants, now=now)
    except NotFree as gone:
        raise _gone(gone.want) from gone


def check(occurrence: Occurrence, form: forms.Form, now: datetime, waits: bool) -> None:
    """Raises `NotToBeHad` for what nobody new can have that day."""
    assert isinstance(form, BorrowForm)
    free = services.free_at(occurrence, now=now, waits=waits)
    for want in form.wants:
        if want not in free:
            raise _gone(want)


def _gone(want: Want) -> NotToBeHad:
    words = gettext_lazy(
        "Somebody else has just asked for this: %(thing)s. Nothing is saved yet. Choose something else,"
        " or sign up without it."
    )
    return NotToBeHad(filled(words, thing=want_in_words(want)), field=FIELD + want.kind)


def moved(signup: Signup, now: datetime) -> None:
    services.move_loans(signup=signup, now=now)


def said(signups: Collection[Signup]) -> dict[int, list[str]]:
    """ "Borrows: Ski boots, 38"; of who waits only that they would like to. One query."""
    lines: dict[int, list[str]] = {}
    waiting = {each.pk for each in signups if each.is_waiting}
    for loan in Loan.objects.filter(signup__in=[each.pk for each in signups]).select_related("thing"):
        words = _("Borrows: %(thing)s")
        if loan.signup_id in waiting:
            words = _("Would like to borrow, if it is still free when there are places: %(thing)s")
        line = filled(words, thing=thing_in_words(loan.thing))
        lines.setdefault(loan.signup_id or 0, []).append(line)
    return lines


def totals(occurrence: Occurrence) -> list[str]:
    """What to bring: how many of each somebody has asked for at a date. One query."""
    with_places = Signup.objects.taking().order_by().values("pk")
    asked = Loan.objects.filter(occurrence=occurrence, signup__in=with_places).select_related("thing")
    return counted(loan.thing for loan in asked)


BESIDE = Beside("borrow", "lending/sign_up.html", form_for, keep, said, totals, check, moved)
