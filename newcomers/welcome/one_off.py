"""A message to some of the newcomers, once: written in the portal, translated and sent as a package is."""

from html import escape

from django.db import transaction

from core.languages import language_codes
from core.models import User
from newcomers.welcome.choices import PackageKind, StepKind
from newcomers.welcome.content.languages import around
from newcomers.welcome.models import PackageStep, WelcomePackage
from organisations.models import Municipality


@transaction.atomic
def write_message(
    *,
    municipality: Municipality,
    user: User,
    language: str,
    name: str,
    subject: str,
    text: str,
    signature: str,
    role: str = "",
) -> PackageStep:
    """A message in `language`, published, nobody's yet. `text` is plain; a blank line ends a paragraph."""
    package = WelcomePackage.objects.create(
        municipality=municipality,
        kind=PackageKind.MESSAGE,
        name=name,
        language=around(language),
        languages=[code for code in language_codes() if code != language],
    )
    letter = {"text": _as_paragraphs(text), "signature": signature, "role": role, "picture": None}
    step = PackageStep(
        package=package, kind=StepKind.MESSAGE, subject=subject, body=[("letter", letter)], live=False
    )
    step.save()
    step.save_revision(user=user, log_action=True).publish(user=user)
    step.refresh_from_db()
    return step


def _as_paragraphs(text: str) -> str:
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    lines = ("<br/>".join(escape(line) for line in each.strip().split("\n")) for each in paragraphs)
    return "".join(f"<p>{each}</p>" for each in lines if each)
