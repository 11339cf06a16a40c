"""Who is written to: each person once, and nobody whose address may be a stranger's."""

from collections import Counter
from dataclasses import dataclass, field

from core.sms.messages import is_offered
from events.follows.coming import comers_of
from events.follows.models import Follow
from events.models import Occurrence
from events.signups.models import Signup
from events.signups.ways import can_be_told, is_texted


@dataclass(frozen=True)
class Reached:
    """One sign-up or follow for each person; `unreached` are parties that can only be called."""

    signups: list[Signup] = field(default_factory=list)
    follows: list[Follow] = field(default_factory=list)
    unreached: int = 0

    @property
    def people(self) -> int:
        return len(self.signups) + len(self.follows)

    @property
    def by_sms(self) -> int:
        return sum(map(is_texted, self.signups)) + sum(1 for each in self.follows if each.phone)

    @property
    def by_mail(self) -> int:
        return self.people - self.by_sms

    @property
    def languages(self) -> list[tuple[str, int]]:
        """(language, how many people read it), the most first."""
        return Counter(
            [each.language for each in self.signups] + [each.language for each in self.follows]
        ).most_common()


def reached_at(occurrence: Occurrence) -> Reached:
    """Who is told of a message to this date. A handful of queries, however many they are."""
    standing = occurrence.signups.confirmed()
    people: dict[str, Signup] = {}
    unreached = 0
    for signup in standing.order_by("pk"):
        if signup.is_firm and can_be_told(signup):
            people.setdefault(signup.email.lower() or signup.phone, signup)
        elif not signup.email:
            unreached += 1
    confirmed = comers_of(
        Follow.objects.confirmed(), {occurrence.pk: occurrence.event_id}, lambda follow, date: True
    )
    follows = [each for each in confirmed.values() if each.email or is_offered()]
    return Reached(list(people.values()), follows, unreached)
