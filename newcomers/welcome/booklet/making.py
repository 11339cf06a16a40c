"""Making a job's files: part by part, so that a worker that is killed loses one part, and the next goes on.

The common pages of a language are typeset once, and last pages for fifty people at a time. A part is a row
(`PrintPiece`): "body:3:nb" are the pages of sending 3 in Norwegian, "backs:3:nb:2" its third fifty backs.
At the end they are bound into "print", and the parts go.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q, Value
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone

from core.typesetting.services import Recipe, typeset
from newcomers.models import PostalAddress
from newcomers.models.offers import AFTER_PRINTING
from newcomers.welcome import links
from newcomers.welcome.booklet.given import Person
from newcomers.welcome.booklet.imposing import Source, bound
from newcomers.welcome.booklet.models import PrintJob, PrintPiece
from newcomers.welcome.booklet.printable import OnPaper, name_on_paper
from newcomers.welcome.booklet.recipes import (
    NOTES,
    SHEETS,
    Address,
    labels_recipe,
    last_pages_recipe,
    paper_recipe,
    screen_recipe,
)
from newcomers.welcome.booklet.sources import booklet_of, place_of
from newcomers.welcome.booklet.tongues import is_from_the_right
from newcomers.welcome.models import CampaignEdition, Delivery
from newcomers.welcome.models.links import LetterLink

logger = structlog.get_logger(__name__)

AT_ONCE = 50
# Longer than the longest part takes.
LEASE = timedelta(minutes=3)
# A booklet takes a fifth of a second; one with forty pictures takes two.
SECONDS = 30
PRINT, SCREEN, LABELS = "print", "screen", "labels"


@dataclass(frozen=True)
class Group:
    """Those who get the same pages: of one sending, in one language."""

    campaign: int
    language: str
    deliveries: list[Delivery]

    @property
    def key(self) -> str:
        return f"{self.campaign}:{self.language}"

    def portions(self) -> Iterator[tuple[int, list[Delivery]]]:
        for first in range(0, len(self.deliveries), AT_ONCE):
            yield first // AT_ONCE, self.deliveries[first : first + AT_ONCE]


def make_waiting(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Make every job that waits, or whose worker is gone. Returns how many were made here.

    The lease of each begins when it is taken: the one before may have lasted longer than a lease.
    """
    made = 0
    while (job := _claimed(clock())) is not None:
        made += make(job=job, clock=clock)
    return made


def _claimed(now: datetime) -> PrintJob | None:
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    for pk in PrintJob.objects.unfinished().filter(free).order_by("pk").values_list("pk", flat=True)[:20]:
        mine = PrintJob.objects.unfinished().filter(free, pk=pk)
        if mine.update(state=PrintJob.State.MAKING, leased_until=now + LEASE):
            return PrintJob.objects.select_related("municipality__county").get(pk=pk)
    return None


def make(*, job: PrintJob, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Make what is missing of `job`, which is this worker's. False where it could not be made."""
    now = clock()
    try:
        groups = groups_of(job)
        for group in groups:
            _make_group(job, group, now)
        _bind(job, groups, now)
    except (DatabaseError, SoftTimeLimitExceeded):
        # No fault of the job's: whoever comes next makes what is missing.
        raise
    except Exception:
        logger.exception("booklets_failed", print_job=job.pk)
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.FAILED, leased_until=None)
        return False
    logger.info("booklets_made", print_job=job.pk, count=job.total)
    return True


def groups_of(job: PrintJob) -> list[Group]:
    """The job's people by what they get, in a language that can be printed. Who was erased since is not among
    them."""
    rows = job.deliveries.filter(newcomer__isnull=False).select_related("newcomer", "campaign")
    deliveries = list(rows.order_by("campaign_id", "language", "pk"))
    on_paper = OnPaper([(each.campaign_id, each.language) for each in deliveries])
    groups: dict[tuple[int, str], Group] = {}
    for delivery in deliveries:
        key = (delivery.campaign_id, on_paper.language(delivery.campaign_id, delivery.language))
        groups.setdefault(key, Group(*key, [])).deliveries.append(delivery)
    return list(groups.values())


def _make_group(job: PrintJob, group: Group, now: datetime) -> None:
    names = set(job.pieces.values_list("name", flat=True))
    portions = [each for each in group.portions() if f"backs:{group.key}:{each[0]}" not in names]
    if PRINT in names or (f"body:{group.key}" in names and not portions):
        return
    content = CampaignEdition.objects.get(campaign=group.campaign, language=group.language).content
    booklet = booklet_of(content, municipality=job.municipality, now=job.ordered_at)
    if f"body:{group.key}" not in names:
        _keep(job, f"body:{group.key}", _typeset(paper_recipe(booklet)))
    for number, deliveries in portions:
        people = people_of(deliveries, now=now)
        if job.total == 1:
            own = replace(booklet, person=people[0])
            _keep(job, SCREEN, _typeset(screen_recipe(own)))
        _keep(job, f"backs:{group.key}:{number}", _typeset(last_pages_recipe(booklet, people)))
        job.done += len(deliveries)
        PrintJob.objects.filter(pk=job.pk).update(done=job.done)


def people_of(deliveries: list[Delivery], *, now: datetime) -> list[Person]:
    """Each with a link of this print's own. What a killed worker has minted leads nowhere: nobody has it."""
    tokens = links.mint_many(deliveries=deliveries, medium=LetterLink.Medium.PRINT, now=now)
    return [
        Person(name_on_paper(newcomer.name), short_address(tokens[delivery.pk]), until=newcomer.expires_at)
        for delivery in deliveries
        if (newcomer := delivery.newcomer)
    ]


def short_address(token: str) -> str:
    """The short address: a small code, which an old telephone reads too."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('short_link', args=[token])}"


def _bind(job: PrintJob, groups: list[Group], now: datetime) -> None:
    """The print file and the labels, and then the parts go."""
    pieces = dict(job.pieces.values_list("name", "content"))
    if PRINT not in pieces:
        booklets = []
        for group in groups:
            rtl = is_from_the_right(group.language)
            source = Source(bytes(pieces[f"body:{group.key}"]), NOTES, rtl)
            numbers = [number for number, _deliveries in group.portions()]
            booklets.append((source, [bytes(pieces[f"backs:{group.key}:{number}"]) for number in numbers]))
        _keep(job, PRINT, bound(booklets, title=job.municipality.full_name))
    _make_labels(job, groups, now)
    job.pieces.exclude(name__in=[PRINT, SCREEN, LABELS]).delete()
    PrintJob.objects.filter(pk=job.pk).update(
        state=PrintJob.State.MADE, done=job.total, leased_until=None, ends_at=job.ends_at
    )


def _make_labels(job: PrintJob, groups: list[Group], now: datetime) -> None:
    """In the order of the booklets. Nothing where nobody has said where they live."""
    people = [delivery.newcomer_id for group in groups for delivery in group.deliveries]
    known = {row.newcomer_id: row for row in PostalAddress.objects.filter(newcomer__in=people)}
    names = {
        delivery.newcomer_id: name_on_paper(delivery.newcomer.name)
        for group in groups
        for delivery in group.deliveries
        if delivery.newcomer is not None
    }
    addresses = [Address(names[pk], tuple(known[pk].lines)) for pk in people if pk in known]
    if not addresses:
        return
    recipe = labels_recipe(
        addresses, place=place_of(job.municipality), sheet=SHEETS[job.sheet], first=job.first
    )
    _keep(job, LABELS, _typeset(recipe))
    # From now on the address ends soon: an envelope may come back, and then nobody needs it.
    printed = PostalAddress.objects.filter(newcomer__in=known, printed_at=None)
    printed.update(printed_at=now, expires_at=Least("expires_at", Value(now + AFTER_PRINTING)))


def _typeset(recipe: Recipe) -> bytes:
    return typeset(recipe, seconds=SECONDS)


def _keep(job: PrintJob, name: str, content: bytes) -> None:
    PrintPiece.objects.update_or_create(
        job=job, name=name, defaults={"content": content, "expires_at": job.ends_at}
    )
    # By the clock: a large job takes longer than its first lease.
    PrintJob.objects.filter(pk=job.pk).update(leased_until=timezone.now() + LEASE)
