"""The tables of activities: what is offered in `event`, when in `dates`, who answers for it in `asking`."""

from events.models.asking import Asking, Responsible, ResponsibleQuerySet
from events.models.dates import LONGEST, ChangeOfDates, Occurrence, OccurrenceQuerySet, Series
from events.models.drafts import Draft, SharedTemplate, SharedTemplateQuerySet, givers
from events.models.event import (
    WAITED_LONG,
    Event,
    EventQuerySet,
    EventText,
    ProgrammeItem,
)
from events.models.log import LogEntry
from events.models.news import DateNews
from events.models.partners import CoOrganiserRequest
from events.models.reports import QueueMail, Report, ReportQuerySet
from events.models.school import SchoolHoliday
from events.models.warnings import WeatherWarning, WeatherWarningQuerySet

__all__ = [
    "LONGEST",
    "WAITED_LONG",
    "Asking",
    "ChangeOfDates",
    "CoOrganiserRequest",
    "DateNews",
    "Draft",
    "Event",
    "EventQuerySet",
    "EventText",
    "LogEntry",
    "Occurrence",
    "OccurrenceQuerySet",
    "ProgrammeItem",
    "QueueMail",
    "Report",
    "ReportQuerySet",
    "Responsible",
    "ResponsibleQuerySet",
    "SchoolHoliday",
    "Series",
    "SharedTemplate",
    "SharedTemplateQuerySet",
    "WeatherWarning",
    "WeatherWarningQuerySet",
    "givers",
]
