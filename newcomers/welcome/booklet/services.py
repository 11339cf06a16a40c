"""Having booklets made for people, and saying that they were given."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from core import nudging
from core.commits import after_commit
from core.models import User
from newcomers.services import note_told
from newcomers.welcome.booklet.choices import How, LabelSheet
from newcomers.welcome.booklet.models import GivenBooklet, PrintJob, PrintPiece
from newcomers.welcome.choices import Channel
from newcomers.welcome.models import Delivery
from newcomers.welcome.models.sendings import DeliveryQuerySet
from organisations.models import Municipality

# A host prints what they have had made today. After that it is made again, with new links.
KEPT = timedelta(hours=20)
# More people are several jobs: so many booklets are two reams of paper.
MOST = 1000
TASK = "welcome.make_booklets"


class NobodyChosen(Exception):
    """None of the deliveries is a booklet that waits to be given."""


def waiting_booklets(municipality: Municipality) -> DeliveryQuerySet:
    """Deliveries on paper that nobody has given yet, in the order in which they were decided."""
    waiting = Delivery.objects.queued().filter(
        channel=Channel.BOOKLET, campaign__municipality=municipality, newcomer__isnull=False
    )
    return waiting.select_related("newcomer", "step__package", "campaign").order_by("pk")


@transaction.atomic
def order_booklets(
    *,
    municipality: Municipality,
    deliveries: Collection[int],
    sheet: str,
    first: int = 0,
    user: User | None,
    now: datetime,
) -> PrintJob:
    """A job for those of `deliveries` that wait to be given. Raises `NobodyChosen`."""
    chosen = list(waiting_booklets(municipality).filter(pk__in=deliveries)[:MOST])
    if not chosen:
        raise NobodyChosen
    job = PrintJob.objects.create(
        municipality=municipality,
        sheet=LabelSheet(sheet),
        first=first,
        total=len(chosen),
        ordered_by=user,
        ordered_at=now,
        ends_at=now + KEPT,
    )
    job.deliveries.set(chosen)
    after_commit(nudging.nudge, TASK)
    return job


@transaction.atomic
def make_again(*, job: PrintJob, now: datetime) -> bool:
    """Make the files anew, for those who are still on the list. Each print has links of its own. False where
    it is being made already."""
    jobs = PrintJob.objects.filter(pk=job.pk).exclude(state__in=["waiting", "making"])
    fresh = {"state": PrintJob.State.WAITING, "done": 0, "leased_until": None, "ends_at": now + KEPT}
    if not jobs.update(**fresh):
        return False
    job.pieces.all().delete()
    after_commit(nudging.nudge, TASK)
    return True


@transaction.atomic
def give(*, deliveries: DeliveryQuerySet, how: How, now: datetime) -> int:
    """Say that these booklets were handed over or posted. Returns of how many that is new.

    The person is told with it where their data come from (GDPR article 14): that stands in the letter.
    """
    rows = list(
        deliveries.queued()
        .filter(channel=Channel.BOOKLET, newcomer__isnull=False)
        .select_for_update(of=("self",))
        .values_list("pk", "newcomer")
    )
    pks = [pk for pk, _newcomer in rows]
    Delivery.objects.filter(pk__in=pks).update(state=Delivery.State.SENT, sent_at=now)
    GivenBooklet.objects.bulk_create([GivenBooklet(delivery_id=pk, how=how) for pk in pks])
    note_told(newcomers=[newcomer for _pk, newcomer in rows], now=now)
    return len(pks)


@transaction.atomic
def take_back(*, delivery: Delivery) -> bool:
    """It was not given after all: it waits again. False where it was not given."""
    given, _rows = GivenBooklet.objects.filter(delivery=delivery).delete()
    if given:
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.QUEUED, sent_at=None)
    return bool(given)


def delete_files_of(*, people: Collection[int]) -> None:
    """Delete the files of every job with a booklet for one of `people`, keys of newcomers.

    What the others had can be made again.
    """
    jobs = PrintJob.objects.filter(deliveries__newcomer__in=people).exclude(state=PrintJob.State.ENDED)
    _end(list(jobs.order_by().distinct().values_list("pk", flat=True)))


def end_old(*, now: datetime) -> int:
    """Delete the files of jobs whose time is up. Returns of how many jobs."""
    over = PrintJob.objects.filter(ends_at__lte=now).exclude(state=PrintJob.State.ENDED)
    return _end(list(over.values_list("pk", flat=True)))


def _end(jobs: list[int]) -> int:
    if not jobs:
        return 0
    PrintPiece.objects.filter(job__in=jobs).delete()
    return PrintJob.objects.filter(pk__in=jobs).update(state=PrintJob.State.ENDED)
