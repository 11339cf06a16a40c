"""A print job whose workers are killed with SIGKILL while they make it: whole in the end, nobody twice."""

import random
import time
from io import BytesIO

import pytest
from celery import current_app
from django.utils import timezone
from pypdf import PdfReader

from newcomers.welcome import links
from newcomers.welcome.booklet import making, services
from newcomers.welcome.booklet.models import PrintJob
from newcomers.welcome.models import LetterLink
from tests import factories
from tests.newcomers.welcome.booklet.reading import words_of
from tests.proving import rounds
from tests.servers import RunningWorker, wait_until


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_workers_killed_while_they_print_lose_nobody_and_print_nobody_twice(
    campaign,
    celery_worker_process: RunningWorker,
):
    number, kills = rounds(short=60, whole=500), rounds(short=1, whole=6)
    chance = random.Random(12)
    people = factories.many_newcomers(number, municipality=campaign.municipality)
    deliveries = [factories.a_booklet(campaign, person, "nb") for person in people]
    job = services.order_booklets(
        municipality=campaign.municipality,
        deliveries=[each.pk for each in deliveries],
        sheet="70x37",
        user=None,
        now=timezone.now(),
    )
    for _kill in range(kills):
        wait_until(lambda: PrintJob.objects.get(pk=job.pk).state in ("making", "made"), 60)
        time.sleep(chance.uniform(0.2, 1.5))
        celery_worker_process.kill()
        # The three minutes pass after which nobody waits for who had it.
        PrintJob.objects.filter(pk=job.pk, state="making").update(leased_until=None)
        celery_worker_process()
        current_app.send_task(services.TASK, ignore_result=True)
    wait_until(lambda: PrintJob.objects.get(pk=job.pk).is_finished, 240)
    job.refresh_from_db()
    assert (job.state, job.done) == ("made", number)
    file = bytes(job.pieces.get(name=making.PRINT).content)
    # One sheet a booklet, printed on both sides.
    assert len(PdfReader(BytesIO(file)).pages) == number * 2
    text = words_of(file).replace("\u200b", "").replace("\n", "")
    known = dict(LetterLink.objects.values_list("token_hash", "newcomer"))
    printed = [
        known[links._hash(token)] for token in links.TOKEN.findall(text) if links._hash(token) in known
    ]
    assert sorted(printed) == sorted(person.pk for person in people)
