"""What an organiser types to change one date alone: another time, another place, a note, a reason."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, exists, local_day, to_utc
from core.form_fields import date_field
from core.formats import ONE_EVENING, clock, day_with_year, is_all_day, is_on_one_day, last_day
from core.forms import Form
from core.isolation import filled
from events.choices import Cause
from events.dates.alone import UNCHANGED, Unchanged
from events.dates.rule import horizon
from events.models import LONGEST, Occurrence
from events.organiser.date_fields import EndTimeField, time_field
from events.organiser.place_fields import VenueChoiceField
from organisations.models import Venue

Data = Mapping[str, Any] | None


class ChangeForm(Form):
    """Another place or length for `date`, at the time at which it begins anyhow.

    `starts_at`, `ends_at` (UTC) and `new_venue` are what to give to `edit_date`, when it is valid.
    """

    start_time: forms.Field
    end_time = time_field(_("Ends"), kind=EndTimeField)
    last_day = date_field(_("Last day"))
    venue = VenueChoiceField(
        label=_("Place"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("Online"),
        help_text=_("For this date alone. Is the place not in the list? Then write it in a note."),
    )

    def __init__(self, data: Data = None, *, date: Occurrence, now: datetime) -> None:
        self.date, self.now = date, now
        start, end = date.starts_at.astimezone(NORWAY), date.ends_at.astimezone(NORWAY)
        super().__init__(
            data,
            initial={
                "day": start.date(),
                "start_time": start.time(),
                "end_time": end.time(),
                "last_day": last_day(start, end),
                "venue": date.venue_id,
            },
        )
        self.all_day = is_all_day(start, end)
        if self.all_day:
            self.fields.pop("start_time", None)
            del self.fields["end_time"]
        elif is_on_one_day(start, end):
            del self.fields["last_day"]
        places = cast(forms.ModelChoiceField, self.fields["venue"])
        # Another municipality's place would bring the date to other moderators and another list.
        places.queryset = Venue.objects.usable_by([date.municipality_id]).by_name()
        if not date.event.online_url and date.venue_id:
            places.required, places.empty_label = True, None

    @property
    def local_start(self) -> datetime:
        """Naive, on the clock in Norway."""
        return self.date.starts_at.astimezone(NORWAY).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self._check(self.local_start, self.local_end)
        return self.cleaned_data

    @property
    def local_end(self) -> datetime:
        start, end_time = self.local_start, cast(time, self.cleaned_data.get("end_time", time.min))
        if "last_day" in self.fields:
            end = datetime.combine(cast(date, self.cleaned_data["last_day"]), end_time)
            # Midnight ends the day before it.
            return end + timedelta(days=1) if end_time == time.min else end
        end = datetime.combine(start.date(), end_time)
        return end if end > start else end + timedelta(days=1)

    def _check(self, start: datetime, end: datetime) -> None:
        last = "last_day" if "last_day" in self.fields else "end_time"
        if end <= start:
            self.add_error(last, _("The end is before the start. Write a later time."))
        elif last == "end_time" and end - start == timedelta(days=1):
            self.add_error(last, _("It ends when it starts. Write a later time."))
        elif last == "end_time" and end.date() > start.date() and end - start >= ONE_EVENING:
            # An end before the start is on the next day, but only of one evening.
            self.add_error(last, _("The end is before the start. Write a later time."))
        elif end - start > LONGEST:
            self.add_error(last, _("A date lasts a month at the most. Choose an earlier last day."))
        else:
            self._check_moments(start, end)

    def _check_moments(self, start: datetime, end: datetime) -> None:
        for field, moment in (("start_time", start), ("end_time", end)):
            if not exists(moment, NORWAY):
                message = gettext(
                    "%(time)s on %(day)s does not exist: the clocks are put forward that night. "
                    "Choose another time."
                )
                values = {"time": clock(moment), "day": day_with_year(moment.date())}
                self.add_error(field if field in self.fields else None, filled(message, **values))
                return
        if to_utc(end, NORWAY) <= self.now:
            self.add_error(
                "last_day" if self.all_day else "end_time", _("This time has passed. Choose a later one.")
            )

    @property
    def starts_at(self) -> datetime | None:
        """None: it begins when it did."""
        return None

    @property
    def ends_at(self) -> datetime | None:
        """None: it begins and ends when it did."""
        end = to_utc(self.local_end, NORWAY)
        return None if end == self.date.ends_at and self.starts_at is None else end

    @property
    def new_venue(self) -> Venue | None | Unchanged:
        venue = self.cleaned_data["venue"]
        return UNCHANGED if (venue.pk if venue else None) == self.date.venue_id else venue

    @property
    def changes_nothing(self) -> bool:
        return self.starts_at is None and self.ends_at is None and self.new_venue is UNCHANGED


class MoveForm(ChangeForm):
    """Another day or time for `date`, with the place."""

    day = date_field(_("Day"))
    start_time = time_field(_("Starts"))
    field_order = ("day", "start_time", "end_time", "last_day", "venue")

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        last = local_day(horizon(self.now))
        if day < local_day(self.now) and day != local_day(self.date.starts_at):
            raise forms.ValidationError(gettext("This date has passed. Choose a later one."))
        if day > last:
            message = gettext("You can publish dates until %(day)s. Choose that day or an earlier one.")
            raise forms.ValidationError(filled(message, day=day_with_year(last)))
        return day

    @property
    def local_start(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data.get("start_time", time.min))

    @property
    def starts_at(self) -> datetime | None:
        start = to_utc(self.local_start, NORWAY)
        # A date that does not take place now is moved even to when it was: then it is on again.
        return None if start == self.date.starts_at and self.date.takes_place else start


class NoteForm(Form):
    """What the organiser says of one date."""

    note = forms.CharField(
        label=_("What should people know about this date?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_(
            "For example: We meet at the back door. Leave it empty to take a note away. "
            "It is shown as you write it, and not translated."
        ),
    )


class CancelForm(Form):
    """Why a date is cancelled: each of the `causes` is a button, or in own words."""

    cause = forms.ChoiceField(choices=Cause, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("Everybody can read it. It is shown as you write it, and not translated."),
    )

    @property
    def causes(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Cause.choices]


class ReasonForm(Form):
    """Why a date does not take place as planned."""

    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("Everybody can read it. It is shown as you write it, and not translated."),
    )
