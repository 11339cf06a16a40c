"""What the link in the mail opens. A GET shows, a POST acts: mail scanners follow links."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.link_pages import Gone, behind_link
from events.exchange.views import calendar_response
from events.signups import links, services
from events.signups.exceptions import HasEnded, SignUpRefused
from events.signups.models import Signup
from events.signups.views.public import occurrence_context, refused
from events.signups.wording import party_lines

View = Callable[[HttpRequest, Signup, str], HttpResponse]


GONE = Gone(
    _("This link is too old"),
    _(
        "The activity is over, or you gave your places back. "
        "What you told us when you signed up has been deleted."
    ),
)


def with_signup(view: View) -> Callable[..., HttpResponse]:
    """Resolve the token to the sign-up that it manages."""

    @behind_link(GONE)
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        return view(request, links.signup_from(token, now=timezone.now()), token)

    return answer


def _context(signup: Signup, token: str) -> dict[str, object]:
    occurrence = signup.occurrence
    has_ended = occurrence.ends_at <= timezone.now()
    has_places = signup.status == Signup.Status.CONFIRMED
    is_coming = has_places and not has_ended and not occurrence.is_cancelled
    return {
        **occurrence_context(occurrence),
        "signup": signup,
        "token": token,
        "party": party_lines(signup),
        "has_ended": has_ended,
        "is_cancelled": signup.status == Signup.Status.CANCELLED,
        "is_released": signup.status == Signup.Status.RELEASED,
        "is_coming": is_coming,
        "asks_to_confirm": is_coming and not signup.is_firm,
    }


@require_safe
@with_signup
def signup_manage(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The sign-up: when, where, who, and the way to cancel it."""
    return render(request, "signups/manage.html", _context(signup, token))


@require_http_methods(["GET", "HEAD", "POST"])
@with_signup
def signup_cancel(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """A GET asks, and changes nothing; a POST gives the places back."""
    if request.method != "POST":
        return render(request, "signups/cancel.html", _context(signup, token))
    try:
        services.cancel_signup(signup=signup, now=timezone.now())
    except HasEnded as refusal:
        return refused(request, refusal, signup.occurrence)
    return HttpResponseRedirect(reverse("signup_manage", args=[token]))


@require_POST
@with_signup
def signup_confirm(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The button on the page behind the mail's link: the places are kept."""
    try:
        kept = services.confirm_signup(signup=signup, now=timezone.now())
    except SignUpRefused as refusal:
        return refused(request, refusal, signup.occurrence)
    return HttpResponseRedirect(reverse("signup_manage", args=[links.token_for(kept)]))


@require_safe
@with_signup
def signup_ics(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The date as a calendar file, with the link to take part online for those who have a place."""
    has_place = signup.status == Signup.Status.CONFIRMED
    return calendar_response(signup.occurrence, for_participant=has_place)
