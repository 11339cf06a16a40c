"""What every form about a person has in common: a name, a month, and a fold for what most leave out."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from core.forms import Form
from newcomers.choices import Wish
from newcomers.forms.fields import MonthField, read_by
from newcomers.reading.cells import read_name

NOTHING_SAID: tuple[object, ...] = (None, "", 0, [], (), Wish.BEST)


class FoldedForm(Form):
    """Has the fields `name` and `arrived_month`. Those that `more` names stand in a fold."""

    more: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: date, also: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = self.fields["arrived_month"]
        assert isinstance(month, MonthField)
        month.offer(today, also=also)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What stands open."""
        return [field for field in self.visible_fields() if field.name not in self.more]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What stands in the fold."""
        return [self[name] for name in self.more]

    @property
    def tells_more(self) -> bool:
        """Whether the fold is open: something in it is said, or wrong."""
        return any(self[name].value() not in NOTHING_SAID or name in self.errors for name in self.more)

    def clean_name(self) -> str:
        return read_by(read_name, self.cleaned_data["name"])
