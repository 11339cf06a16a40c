"""A sending as fast as it goes: `make bench ARGS=mail`.

Turn by turn in one run, to one mail server (aiosmtpd): two workers that send a package to people of four
languages and many interests, and a bare smtplib loop that sends mails which they made, on one connection.
What counts is the ratio. Then one worker sends 10,000, and its memory is looked at on the way.
"""

import multiprocessing
import os
import random
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.stack import free_port, listens

PEOPLE, MANY = 1_500, 10_000
ROUNDS = 3
WORKERS = 2
SAMPLES = 100
DOMAINS = 50
SPREAD = [("nb", 4), ("uk", 3), ("ar", 2), ("en", 1)]
INTERESTS = ["sprakkafe", "tur", "kultur", "idrett", "barn_familie", "mat"]
PARAGRAPH = {
    "nb": "Her har alltid noen tid til en prat, og du trenger ikke kunne mye norsk for å være med på det.",
    "uk": "Тут завжди є хтось, хто має час поговорити, і не треба багато знати норвезької, щоб долучитися.",
    "ar": "هنا دائمًا من لديه وقت للحديث، ولا حاجة إلى معرفة الكثير من النرويجية للمشاركة معنا.",
    "en": "There is always somebody here with time for a talk, and you need not know much Norwegian to join.",
}


def measure() -> None:
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as port:
        settings.EMAIL_PORT = port
        heroy, host = a_municipality_with_dates()
        people(heroy, PEOPLE)
        alternating(heroy, host, port)
        people(heroy, MANY - PEOPLE)
        memory(heroy, host)


@contextmanager
def mail_server() -> Iterator[int]:
    port = free_port()
    # A real server, which keeps nothing.
    options = ["-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *options])
    try:
        while not listens(port):
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def a_municipality_with_dates() -> tuple[Any, Any]:
    from benchmarks.filling import fill
    from tests import factories

    heroy = factories.a_municipality()
    factories.a_municipality_page(heroy)
    fill(heroy, dates=200)
    return heroy, factories.a_user("host@heroy.example")


def people(municipality: Any, number: int) -> None:
    """More of them: of every language, with interests of their own, at many providers."""
    from django.utils import timezone

    from newcomers.models import Newcomer

    # The same people each time.
    chance = random.Random(12)
    now = timezone.now()
    there = Newcomer.objects.count()
    languages, weights = zip(*SPREAD, strict=True)
    Newcomer.objects.bulk_create(
        (
            Newcomer(
                name=f"Ірина Коваль {each}",
                email=f"p{each}@d{each % DOMAINS}.example.org",
                municipality=municipality,
                language=chance.choices(languages, weights)[0],
                interests=chance.sample(INTERESTS, chance.randint(0, 3)),
                created_at=now,
                expires_at=now + timedelta(days=395),
            )
            for each in range(there, there + number)
        ),
        batch_size=2_000,
    )


def a_step() -> Any:
    """A package of its own, in four languages, of some 34 kB."""
    from newcomers.welcome.models import PackageStep
    from tests import factories
    from tests.newcomers.welcome import conftest

    letter = "".join(f"<p>{PARAGRAPH['nb']}</p>" for _each in range(40))
    contact = factories.a_contact()
    body = [
        (kind, {**block, "text": letter} if kind == "letter" else block)
        for kind, block in conftest.a_body(contact)
    ]
    made = factories.a_step(subject=conftest.SUBJECTS["nb"], body=body, live=False)
    made.save_revision().publish()
    for language in ("en", "uk", "ar"):
        words = {source: each[language] for source, each in conftest.REST.items()}
        words[conftest.SUBJECTS["nb"]] = conftest.SUBJECTS[language]
        words[letter] = letter.replace(PARAGRAPH["nb"], PARAGRAPH[language])
        factories.a_translation(made, language, words)
    return PackageStep.objects.select_related("package__municipality", "live_revision").get(pk=made.pk)


def start(host: Any) -> tuple[float, int]:
    """Starts a sending to everybody: how long that took, in seconds, and how many statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from newcomers.welcome.services import start_campaign

    step = a_step()
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as statements:
        start_campaign(step=step, user=host, now=timezone.now())
    return time.perf_counter() - began, len(statements)


def alternating(municipality: Any, host: Any, port: int) -> None:
    from core.mail.outbox.models import OutboxMessage

    ratios = []
    for number in range(ROUNDS + 1):
        OutboxMessage.objects.all().delete()
        start(host)
        samples = some_mails()
        ours = PEOPLE / seconds_of_workers(WORKERS)
        expect_all_sent(PEOPLE)
        loop = PEOPLE / seconds_of_loop(samples, port)
        size = statistics.mean(map(len, samples)) / 1000
        if number:
            # The first round warms up what is made once.
            ratios.append(ours / loop)
            print(
                f"a sending of {PEOPLE:,} mails of {size:.0f} kB: {WORKERS} workers {ours:,.0f} mails/s, "
                f"a bare loop {loop:,.0f} mails/s: {ours / loop:.2f}"
            )
    print(f"of the bare loop, in the middle of {ROUNDS}: {statistics.median(ratios):.2f}")


def some_mails() -> list[bytes]:
    """Mails as the workers make them, in their bytes."""
    from django.utils import timezone

    from core.mail.outbox.models import OutboxMessage
    from core.mail.wire import wire
    from newcomers.welcome.many import prepare

    rows = list(OutboxMessage.objects.queued()[:SAMPLES])
    make = prepare(rows, timezone.now())
    return [wire(make(row)) for row in rows]


def seconds_of_loop(mails: list[bytes], port: int) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(PEOPLE):
            server.sendmail("hei@moteplass.example", [f"p{number}@example.org"], mails[number % len(mails)])
    return time.perf_counter() - began


def seconds_of_workers(number: int) -> float:
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    began = time.perf_counter()
    workers = [context.Process(target=work) for _each in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began


def work() -> None:
    from core.mail.outbox import delivering

    while delivering.deliver_due().has_more:
        pass


def expect_all_sent(number: int) -> None:
    from newcomers.welcome.models import Delivery

    states = Delivery.objects.order_by("-campaign")[:number].values_list("state", flat=True)
    if set(states) != {"sent"}:
        sys.exit(f"not everything was sent: {set(states)}")


def memory(municipality: Any, host: Any) -> None:
    from django.db import connections

    from core.mail.outbox.models import OutboxMessage

    OutboxMessage.objects.all().delete()
    seconds, statements = start(host)
    print(f"starting a sending to {MANY:,}: {seconds:.1f} s, {statements} statements")
    connections.close_all()
    context = multiprocessing.get_context("fork")
    seen = context.SimpleQueue()
    began = time.perf_counter()
    worker = context.Process(target=work_and_look, args=(seen,))
    worker.start()
    worker.join()
    spent = time.perf_counter() - began
    expect_all_sent(MANY)
    first, last = seen.get()
    print(
        f"one worker, {MANY:,} mails in {spent:.0f} s ({MANY / spent * 3600:,.0f} an hour): "
        f"{first:.0f} MB after a tenth, {last:.0f} MB at the end"
    )


def work_and_look(seen: Any) -> None:
    """What this process has in memory after a tenth of it, and at the end."""
    from core.mail.outbox import delivering
    from core.mail.outbox.models import OutboxMessage

    delivering.LONGEST_RUN = timedelta(seconds=1)
    first = 0.0
    while delivering.deliver_due().has_more:
        left = OutboxMessage.objects.queued().count()
        if not first and left < MANY * 0.9:
            first = resident_mb()
    seen.put((first, resident_mb()))


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
