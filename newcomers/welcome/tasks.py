"""What the welcome room leaves to a worker."""

from celery import shared_task
from django.utils import timezone

from newcomers.welcome.content import machine
from newcomers.welcome.controlling import end_finished
from newcomers.welcome.models import PackageStep, SharedSection
from newcomers.welcome.services import TASK, prepare_waiting


@shared_task(name=TASK)
def prepare_sendings() -> None:
    """At a press on "send", and at each round of beat: recipients are written down, what is over ends."""
    prepare_waiting(now=timezone.now())
    end_finished()


@shared_task(name="welcome.translate_step", autoretry_for=(machine.Away,), retry_backoff=30, max_retries=4)
def translate_step(*, step: int, language: str) -> int:
    """Drafts of what is missing in one language. Returns how many texts were filled in."""
    row = PackageStep.objects.select_related("package", "latest_revision").filter(pk=step).first()
    return machine.fill_in(row, language, now=timezone.now()).filled if row else 0


@shared_task(name="welcome.translate_section", autoretry_for=(machine.Away,), retry_backoff=30, max_retries=4)
def translate_section(*, section: int, language: str) -> int:
    """The same for a section that a county shares."""
    row = SharedSection.objects.filter(pk=section).first()
    return machine.fill_in(row, language, now=timezone.now()).filled if row else 0
