"""The tables of activities: what is offered in `event`, when in `dates`."""

from events.models.dates import LONGEST, ChangeOfDates, Occurrence, OccurrenceQuerySet, Series
from events.models.event import Event, EventQuerySet, EventText, MunicipalityApprovalTask, ProgrammeItem
from events.models.school import SchoolHoliday

__all__ = [
    "LONGEST",
    "ChangeOfDates",
    "Event",
    "EventQuerySet",
    "EventText",
    "MunicipalityApprovalTask",
    "Occurrence",
    "OccurrenceQuerySet",
    "ProgrammeItem",
    "SchoolHoliday",
    "Series",
]
