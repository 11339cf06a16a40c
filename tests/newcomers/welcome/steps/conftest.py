"""A package whose steps go by themselves."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from newcomers.welcome.models import PackageStep, WelcomePackage
from newcomers.welcome.steps.daily import send_due
from newcomers.welcome.steps.journeys import set_by_itself
from tests import factories
from tests.newcomers.welcome.steps.days import ARRIVED, oslo

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def a_letter(text: str, *questions: str) -> list:
    letter = ("letter", {"text": f"<p>{text}</p>", "signature": "Kari", "role": "Vert"})
    return [letter, *(("question", {"kind": question}) for question in questions)]


@pytest.fixture
def a_step() -> Callable[..., PackageStep]:
    """Adds a published step to a package."""

    def make(package: WelcomePackage, kind: str, *questions: str, **fields) -> PackageStep:
        fields.setdefault("subject", kind)
        step = PackageStep(package=package, kind=kind, body=a_letter(kind, *questions), live=False, **fields)
        step.save()
        step.save_revision().publish()
        return PackageStep.objects.get(pk=step.pk)

    return make


@pytest.fixture
def steps(heroy, a_step) -> dict[str, PackageStep]:
    """Five steps by their kinds. The package goes to new people by itself."""
    package = WelcomePackage.objects.create(municipality=heroy, name="Velkommen", language="nb")
    made = {
        "arrival": a_step(package, "arrival"),
        "month_1": a_step(package, "month_1"),
        "month_3": a_step(package, "month_3", "found"),
        "month_6": a_step(package, "month_6", "found"),
        "month_12": a_step(package, "month_12", "still_here"),
    }
    set_by_itself(package=package, on=True, now=SINCE)
    return made


@pytest.fixture
def arrive(heroy) -> Callable[..., object]:
    """Puts somebody on the list at a moment."""

    def make(name: str, at: datetime, month=None, **fields):
        fields.setdefault("expires_at", datetime(2030, 1, 1, tzinfo=UTC))
        return factories.a_newcomer(
            municipality=heroy, name=name, created_at=at, arrived_month=month, language="nb", **fields
        )

    return make


@pytest.fixture
def anna(steps, arrive):
    """Came in January, and has had the first step."""
    person = arrive("Anna", ARRIVED, date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 10, 10))
    return person
