"""The monthly mail to host and county: first visits by newcomers, and the way to the figures."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import Outgoing, queue_many
from newcomers.participation.areas import place_of, usual
from newcomers.participation.figures import make_figures
from newcomers.participation.periods import Period
from newcomers.tallies.choices import Span
from newcomers.tallies.models import Edition, NoFiguresMail
from newcomers.tallies.spans import add_months
from organisations.models import Municipality, RoleAssignment
from organisations.roles import Capability, roles_with

FIGURES = "participation.figures"
# An edition that was made long ago is told of no more; the pages say it.
TOLD_WITHIN = timedelta(days=5)
WORTH = timedelta(days=10)


def tell(*, now: datetime) -> int:
    """Queue the mails about the latest edition: to whoever sees figures by a role, and wants them.

    Returns how many. Again is no harm: each is told once of an edition."""
    edition = Edition.objects.filter(made_at__gt=now - TOLD_WITHIN).order_by("-month").first()
    if edition is None:
        return 0
    held = RoleAssignment.objects.filter(role__in=roles_with(Capability.SEE_FIGURES), user__is_active=True)
    unwanted = NoFiguresMail.objects.values("user")
    users = held.exclude(user__in=unwanted).order_by("user").values_list("user", flat=True).distinct()
    messages = [Outgoing(f"edition:{edition.month:%Y-%m}", f"user:{user}") for user in users]
    queue_many(kind=FIGURES, messages=messages, now=now)
    return len(messages)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The mail to one of them. Raises `Unwanted` where they see no figures any more, or want no mail."""
    number = row.recipient.removeprefix("user:")
    user = get_user_model().objects.filter(pk=number, is_active=True).first()
    if user is None or NoFiguresMail.objects.filter(user=user.pk).exists():
        raise Unwanted
    scope = list(Municipality.objects.with_figures_for(user).select_related("county").by_name())
    place = place_of(usual(scope), scope) if scope else None
    if place is None:
        raise Unwanted
    language = language_among(user.language, place.language)
    with override(language):
        context = _context(place, row, now)
        letter = render_letter("participation/mail/figures", context, language=language)
        choice = absolute(reverse("figures_mail"))
    return build_message(
        letter, to=user.email, language=language, headers={"List-Unsubscribe": f"<{choice}>"}
    )


def _context(place: Any, row: OutboxMessage, now: datetime) -> dict[str, Any]:
    """What the letter says: of the latest quarter; of a county, of the month of the edition."""
    year, month = map(int, row.about.removeprefix("edition:").split("-"))
    period = Period(datetime(year, month, 1).date(), Span.MONTH)
    if place.is_municipality:
        period = period.within(Span.QUARTER)
        if not period.is_over(now):
            period = Period(add_months(period.start, -3), Span.QUARTER)
    figures = make_figures(place=place, period=period, now=now)
    address = reverse("figures")
    return {
        "place": place,
        "figures": figures,
        "period": period,
        "url": absolute(f"{address}?area={place.key}&period={period.key}"),
        "choice_url": absolute(reverse("figures_mail")),
    }


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(FIGURES, priority=Priority.NEWS, worth=WORTH, make=make))
