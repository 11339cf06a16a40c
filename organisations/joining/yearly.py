"""Once a year: is what stands here still right? And what follows where nobody answers for long.

A sign of life is a yes, or that somebody who publishes for the organisation logs in (who publishes has).
Silent for `MARKED`, it is marked; for `HIDDEN`, it leaves the lists, and what is held of its contact people
ends. Its name and its number stay, and a yes brings it back. Every step may be done again without harm.
"""

import uuid
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from core.mail.outbox import services as outbox
from core.privacy import CONTACT
from core.privacy.purge import note
from organisations.joining import kinds
from organisations.joining.models import YearlyQuestion
from organisations.joining.signals import contacts_ended
from organisations.models import Invitation, Membership, Organisation
from organisations.services import remove_members

ASKED = relativedelta(months=12)
# Who was asked and did not answer is asked again the year after.
ASKED_AGAIN = relativedelta(months=11)
MARKED, HIDDEN = relativedelta(months=14), relativedelta(months=20)
ROWS_AT_ONCE = 500


def begin(*, now: datetime) -> int:
    """Every organisation has its row: the clock starts when it is first seen. Returns how many are new."""
    new = Organisation.objects.filter(yearly=None).order_by("pk").values_list("pk", "confirmed_at")
    rows = [
        YearlyQuestion(organisation_id=pk, since=confirmed or now, seen_at=confirmed or now)
        for pk, confirmed in new[:ROWS_AT_ONCE]
    ]
    YearlyQuestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def see() -> int:
    """Note the signs of life since. One statement; returns how many there were.

    What has left the lists comes back with a yes, not with a log-in: `confirm` asks how long it was silent.
    """
    log_ins = Membership.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    log_ins = log_ins.annotate(last=Max("user__last_login"))
    confirmed = Organisation.objects.filter(pk=OuterRef("pk"))
    last = Greatest(
        Coalesce(Subquery(log_ins.values("last")), F("seen_at")),
        Coalesce(Subquery(confirmed.values("confirmed_at")), F("seen_at")),
        F("seen_at"),
    )
    listed = YearlyQuestion.objects.filter(organisation__hidden_at=None)
    return listed.alias(last=last).filter(seen_at__lt=F("last")).update(seen_at=last)


def ask(*, now: datetime) -> int:
    """Ask the owners of those that nobody has confirmed for a year. Returns how many organisations."""
    due = YearlyQuestion.objects.filter(
        Q(asked_at=None) | Q(asked_at__lte=now - ASKED_AGAIN),
        since__lte=now - ASKED,
        organisation__hidden_at=None,
    ).alias(base=Coalesce("organisation__confirmed_at", "since"))
    asked = 0
    for pk in list(due.filter(base__lte=now - ASKED).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            row = YearlyQuestion.objects.select_for_update(of=("self",)).get(pk=pk)
            owners = Membership.objects.filter(organisation=pk, role=Membership.MemberRole.OWNER)
            # A link of last year, which somebody may have who has left since, opens nothing.
            row.asked_at, row.public_id = now, uuid.uuid4()
            row.save(update_fields=["asked_at", "public_id"])
            messages = [
                outbox.Outgoing(f"organisation:{pk}", f"user:{user}", now.date().isoformat())
                for user in owners.values_list("user", flat=True)
            ]
            outbox.queue_many(kind=kinds.STILL_RIGHT, messages=messages, now=now)
            asked += bool(messages)
    return asked


def hide(*, now: datetime) -> int:
    """Take those that have been silent for too long out of the lists. Returns how many.

    One with dates to come stays, so that people know who invites: editors have it among the silent ones.
    """
    silent = YearlyQuestion.objects.filter(seen_at__lte=now - HIDDEN, organisation__hidden_at=None)
    silent = silent.exclude(organisation__in=Organisation.objects.with_coming_dates(now).values("pk"))
    return sum(_hide(pk, now) for pk in list(silent.values_list("pk", flat=True)[:ROWS_AT_ONCE]))


@transaction.atomic
def _hide(pk: int, now: datetime) -> bool:
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=pk)
    is_silent = YearlyQuestion.objects.filter(pk=pk, seen_at__lte=now - HIDDEN).exists()
    is_active = Organisation.objects.with_coming_dates(now).filter(pk=pk).exists()
    if organisation.hidden_at or not is_silent or is_active:
        return False
    organisation.hidden_at, organisation.email, organisation.phone = now, "", ""
    organisation.save(update_fields=["hidden_at", "email", "phone"])
    ended = remove_members(organisation=organisation, members=organisation.memberships.all(), now=now)
    ended += Invitation.objects.filter(organisation=pk).delete()[0]
    contacts_ended.send(sender=Organisation, organisation=organisation, now=now)
    note(Membership._meta.label, CONTACT.slug, ended, now)
    return True


@transaction.atomic
def confirm(*, organisation: Organisation, now: datetime, by_editor: bool = False) -> Organisation:
    """An owner or the municipality says that it is right: what left the lists for its silence is back.

    What an editor has hidden only an editor (`by_editor`) brings back.
    """
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    was_silent = found.hidden_at and YearlyQuestion.objects.filter(
        pk=found.pk, seen_at__lte=found.hidden_at - HIDDEN
    )
    if by_editor or (was_silent and was_silent.exists()):
        found.hidden_at = None
    found.confirmed_at = now
    found.save(update_fields=["confirmed_at", "hidden_at"])
    YearlyQuestion.objects.update_or_create(
        organisation=found, defaults={"seen_at": now}, create_defaults={"seen_at": now, "since": now}
    )
    return found


def silent(organisations: QuerySet[Organisation], *, now: datetime) -> QuerySet[Organisation]:
    """Those of `organisations` that nobody has heard from for `MARKED`, the longest silent first."""
    found = organisations.filter(yearly__seen_at__lte=now - MARKED)
    return found.select_related("municipality", "yearly").order_by("yearly__seen_at", "pk")


def silent_since(organisation: Organisation, *, now: datetime) -> datetime | None:
    """When somebody last gave a sign of life, where that is too long ago."""
    rows = YearlyQuestion.objects.filter(pk=organisation.pk, seen_at__lte=now - MARKED)
    return rows.values_list("seen_at", flat=True).first()


def unanswered(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of `organisations` whose owners have been asked and have not answered."""
    asked = organisations.filter(yearly__asked_at__isnull=False)
    return asked.filter(Q(confirmed_at=None) | Q(confirmed_at__lt=F("yearly__asked_at")))
