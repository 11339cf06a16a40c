"""Whom a step would go to, over which channel and in which language, and who does not get it and why.

All of it is worked out by the database: a municipality may have 50,000 people on its list.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

import phonenumbers
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Left

from core.sms.messages import is_offered
from core.world_languages import nearest
from newcomers.choices import Wish
from newcomers.criteria import Criteria
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel
from newcomers.welcome.models import Delivery, PackageStep
from newcomers.welcome.sending import KINDS

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Verdict(TypedDict):
        """What `judged` says of a person."""

        verdict: str
        by: str
        tried: bool

    Judged = WithAnnotations[Newcomer, Verdict]
else:
    Judged = Newcomer

# Who gets it; each other verdict is a reason why somebody does not.
GETS = "gets"
UNSUBSCRIBED = "unsubscribed"
SENT, ON_ITS_WAY, PERHAPS = (
    Delivery.State.SENT.value,
    Delivery.State.QUEUED.value,
    Delivery.State.UNCONFIRMED.value,
)
LEFT_OUT = (SENT, ON_ITS_WAY, PERHAPS, UNSUBSCRIBED)


@dataclass(frozen=True)
class Whom:
    """Everybody whom `criteria` mean; of those only `people` (keys), where they were chosen one by one, and
    only who had come on the list by `until` (UTC)."""

    criteria: Criteria = field(default_factory=Criteria)
    people: frozenset[int] | None = None
    until: datetime | None = None

    @classmethod
    def these(cls, people: Iterable[Newcomer]) -> "Whom":
        return cls(people=frozenset(person.pk for person in people))

    @property
    def as_json(self) -> dict[str, object] | None:
        """How it is kept with a sending: never who they were."""
        return None if self.people is not None else self.criteria.as_json()


EVERYONE = Whom()


@dataclass(frozen=True)
class Plan:
    """Who would get `step` and who not, counted.

    `counts` is {(verdict, channel, language of the person, tried before): how many}; `languages` are those in
    which the step can be read. `tried_in` is the sending that last failed to reach one of them.
    """

    languages: tuple[str, ...]
    counts: Counter[tuple[str, str, str, bool]]
    tried_in: int | None = None

    @cached_property
    def total(self) -> int:
        """How many get it."""
        return self._sum(GETS)

    @property
    def sent(self) -> int:
        return self._sum(SENT)

    @property
    def on_its_way(self) -> int:
        return self._sum(ON_ITS_WAY)

    @property
    def perhaps(self) -> int:
        return self._sum(PERHAPS)

    @property
    def unsubscribed(self) -> int:
        return self._sum(UNSUBSCRIBED)

    @property
    def left_out(self) -> int:
        return sum(self.counts.values()) - self.total

    @property
    def could_not_be_sent(self) -> int:
        """How many of those who get it were tried before."""
        return sum(
            count
            for (verdict, _by, _code, tried), count in self.counts.items()
            if self._tried(verdict, tried)
        )

    @property
    def by_channel(self) -> list[tuple[Channel, int]]:
        """In the order of the channels, without those of nobody."""
        found: Counter[str] = Counter()
        for (verdict, channel, _code, _tried), count in self.counts.items():
            if verdict == GETS:
                found[channel] += count
        return [(channel, found[channel]) for channel in Channel if found[channel]]

    @property
    def by_language(self) -> list[tuple[str, int]]:
        """(language of the step, how many get it), the commonest first."""
        found: Counter[str] = Counter()
        for wanted, count in self._wanted.items():
            found[self.given(wanted)] += count
        return found.most_common()

    @property
    def fallbacks(self) -> list[tuple[str, str, int]]:
        """(language that people read, language that they get instead, how many), the commonest first."""
        return [
            (wanted, self.given(wanted), count)
            for wanted, count in self._wanted.most_common()
            if self.given(wanted) != wanted
        ]

    def given(self, language: str) -> str:
        """The language of the step that a reader of `language` gets."""
        return nearest(self.languages, language) or self.languages[0]

    @cached_property
    def _wanted(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (verdict, _channel, language, _tried), count in self.counts.items():
            if verdict == GETS:
                found[language] += count
        return found

    @staticmethod
    def _tried(verdict: str, tried: bool) -> bool:
        return verdict == GETS and tried

    def _sum(self, wanted: str) -> int:
        return sum(count for (verdict, *_rest), count in self.counts.items() if verdict == wanted)


def judged(step: PackageStep, whom: Whom, *, now: datetime) -> QuerySet[Any]:
    """The people meant by `whom` who are on the list at `now`, each with a `verdict`, a channel (`by`) and
    whether it was `tried` before and could not be sent."""
    people = Newcomer.objects.filter(municipality=step.municipality_id, expires_at__gt=now)
    people = people.matching(whom.criteria)
    if whom.people is not None:
        people = people.filter(pk__in=whom.people)
    if whom.until is not None:
        people = people.filter(created_at__lte=whom.until)
    theirs = Delivery.objects.filter(package=step.package_id, step=step.pk, newcomer=OuterRef("pk"))
    had = Subquery(theirs.had().order_by("-state").values("state")[:1], output_field=TextField())
    stopped = Case(
        When(unsubscribed_at__isnull=False, then=Value(UNSUBSCRIBED)),
        default=Value(GETS),
        output_field=TextField(),
    )
    return people.annotate(
        verdict=Coalesce(had, stopped),
        by=_channel(people),
        tried=Exists(theirs.failed()),
    )


def plan_of(step: PackageStep, whom: Whom, *, languages: Collection[str], now: datetime) -> Plan:
    """Three queries at the most, however many people."""
    people = judged(step, whom, now=now)
    rows = people.order_by().values_list("verdict", "by", "language", "tried").annotate(Count("pk"))
    counts = Counter({(verdict, by, code, tried): count for verdict, by, code, tried, count in rows})
    plan = Plan(tuple(languages), counts)
    if not plan.could_not_be_sent:
        return plan
    failed = Delivery.objects.failed().filter(
        step=step.pk, newcomer__in=people.filter(verdict=GETS).values("pk")
    )
    return Plan(plan.languages, counts, failed.order_by("-pk").values_list("campaign_id", flat=True).first())


def _channel(people: QuerySet[Newcomer]) -> Case:
    """As they wish where that can be, else by an e-mail address that works, else by SMS, else on paper."""
    by_mail = ~Q(email="") & Q(address_fault="")
    by_sms = _takes_sms(people)
    return Case(
        When(channel=Wish.BOOKLET, then=Value(Channel.BOOKLET.value)),
        When(by_sms & (Q(channel=Wish.SMS) | ~by_mail), then=Value(Channel.SMS.value)),
        When(by_mail, then=Value(Channel.EMAIL.value)),
        default=Value(Channel.BOOKLET.value),
        output_field=TextField(),
    )


def _takes_sms(people: QuerySet[Newcomer]) -> Q:
    """Whose number takes a text message. The database reads them all itself, by the patterns of the countries
    whose numbers are on the list: one short query says which those are."""
    if not is_offered() or Channel.SMS not in KINDS:
        return Q(pk__in=[])
    beginnings = people.exclude(phone="").order_by().values_list(Left("phone", LONGEST_CODE), flat=True)
    return Q(phone__regex=mobile_pattern(frozenset(beginnings.distinct())))


# A plus sign and the longest code of a country.
LONGEST_CODE = 4


@lru_cache(maxsize=50)
def mobile_pattern(beginnings: frozenset[str]) -> str:
    """What `is_mobile` knows of numbers that begin so ("+479"), as a pattern for the database."""
    codes = {code for beginning in beginnings for code in _codes(beginning)}
    countries = "|".join(rf"\+{code}(?:{_mobile_of(code)})" for code in sorted(codes))
    return f"^(?:{countries})$" if countries else NEVER


NEVER = "^.^"


def _codes(beginning: str) -> list[int]:
    digits = beginning.removeprefix("+")
    if digits == beginning or not digits.isdecimal():
        return []
    tried = (int(digits[:length]) for length in range(1, len(digits) + 1))
    return [code for code in tried if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]


def _mobile_of(code: int) -> str:
    """National numbers of the countries of one code."""
    patterns = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]:
        known = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
        if known is not None and known.mobile is not None and known.mobile.national_number_pattern:
            patterns.append(f"(?:{known.mobile.national_number_pattern})")
    return "|".join(dict.fromkeys(patterns)) or NEVER


def of_verdict(people: QuerySet[Any], verdict: str) -> QuerySet[Any]:
    """Those of `judged` with one verdict, in the order in which they came on the list."""
    return people.filter(verdict=verdict).order_by("pk")


def fit_for(channel: str) -> Q:
    """Of a delivery: whether it can still leave over `channel` to its newcomer."""
    if channel == Channel.EMAIL:
        return ~Q(newcomer__email="") & Q(newcomer__address_fault="")
    return ~Q(newcomer__phone="") if channel == Channel.SMS else Q()
