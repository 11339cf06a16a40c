"""What a reader understood of something that is offered elsewhere: in a table, a calendar or a page.

Readers make candidates and save nothing; `events.exchange.taking_in` shows them to a person and takes them
in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from events.dates.plan import Plan

Proposal = Literal["", "cancelled", "postponed", "moved"]


@dataclass(frozen=True)
class Problem:
    """What is not surely understood, and is asked about. `reason` is a sentence in the reader's language.

    `field` is a field of `Candidate`, or one of `Event`'s that stands in its `facts`.
    """

    field: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """One date that is offered, or a whole series of them when it has a `plan`.

    A calendar gives one for each date, and those with the same `source_uid` are one activity. A row of a
    table that says "every Tuesday" is one with a plan.
    """

    title: str
    # The source's own name for the activity; empty where it has none.
    source_uid: str = ""
    # Which date of a series it is, as the source says it (RFC 5545, section 3.8.4.4): "20260317T170000Z".
    # Stays when the date is moved. Empty for what is no date of a series.
    recurrence_id: str = ""
    description: str = ""
    # UTC. None for what has a plan, and where it is not understood. All day is midnight to midnight in
    # Norway, as everywhere here: the end is the midnight after the last day.
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    place: str = ""
    online_url: str = ""
    cancelled: bool = False
    # What the source says of it in its title: for a person to say yes to.
    proposal: Proposal = ""
    plan: Plan | None = None
    # The rule as the source says it: "annenhver torsdag", "RRULE:FREQ=WEEKLY". Shown, never read again.
    rule: str = ""
    organiser_name: str = ""
    municipality_name: str = ""
    # Fields of `Event` that were understood: {"price_nok": 50}.
    facts: Mapping[str, Any] = field(default_factory=dict)
    # Names in `facts` that no word of the source says, but a guess: the category.
    guessed: frozenset[str] = frozenset()
    problems: Sequence[Problem] = ()
    # The original beside it: what each column or property is called there, and what stands in it.
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadSource:
    """All that a source gave. `ignored` names its columns that nobody has a use for, as it calls them."""

    candidates: Sequence[Candidate]
    # What is wrong with the source as a whole, or with a part that became no candidate.
    problems: Sequence[Problem] = ()
    ignored: Sequence[str] = ()
    # Names of time zones that a person says more about, and what is read again when they have.
    zones: Sequence[str] = ()
    again: str = ""
    # Half a source says nothing of what is not in it.
    is_whole: bool = True
