"""What the link in the mail opens. A GET shows, a POST acts: mail scanners follow links."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.isolation import filled
from core.link_pages import Gone, behind_link
from core.mail.letter import absolute
from events.exchange.views import calendar_response
from events.signups import links, services
from events.signups.besides import move_with, notes_of, said_with
from events.signups.exceptions import HasEnded, IsFull, SignUpRefused
from events.signups.forms import PartyForm
from events.signups.models import PARTY, Signup
from events.signups.services.bookings import booking_of
from events.signups.views.public import occurrence_context, occurrence_url, refused
from events.signups.wording import party_lines
from events.telling.wording import when

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
    now = timezone.now()
    occurrence = signup.occurrence
    is_on = occurrence.ends_at > now and not occurrence.is_cancelled
    is_offered = signup.is_offered and signup.offered_until is not None and signup.offered_until > now
    is_coming = is_on and signup.has_places
    is_waiting = is_on and signup.is_waiting
    rows = list(booking_of(signup, now=now).with_date())
    return {
        **occurrence_context(occurrence),
        "signup": signup,
        "token": token,
        "party": party_lines(signup),
        "has_ended": occurrence.ends_at <= now,
        "is_cancelled": signup.status == Signup.Status.CANCELLED,
        "is_released": signup.status == Signup.Status.RELEASED or (signup.is_offered and not is_offered),
        "is_offered": is_on and is_offered,
        "is_waiting": is_waiting,
        "number": services.number_on_list(signup) if is_waiting else 0,
        "is_coming": is_coming,
        "is_standing": is_on and signup in rows,
        "asks_to_confirm": (is_coming or is_waiting) and not signup.is_firm,
        "others": [_other(row) for row in rows if row != signup],
        "is_course": signup.is_course,
        "notes": notes_of(occurrence, now=now) if is_coming else [],
        "chosen": said_with([signup])[signup.pk],
        "share_url": absolute(occurrence_url(occurrence)),
    }


def _other(row: Signup) -> dict[str, object]:
    """Another date of the booking, and its own link."""
    state = "" if row.has_places else row.get_status_display()
    return {"when": when(row.occurrence), "token": links.token_for(row), "state": state}


@require_safe
@with_signup
def signup_manage(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The sign-up: when, where, who, and what can be done with it."""
    typed = {name: request.GET[name] for name in PARTY if request.GET.get(name, "").isdecimal()}
    return _page(request, signup, token, PartyForm(initial=typed or signup.party), opened=bool(typed))


def _page(
    request: HttpRequest,
    signup: Signup,
    token: str,
    form: PartyForm,
    *,
    opened: bool = False,
    is_full: bool = False,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {**_context(signup, token), "is_full": is_full}
    if context["is_standing"]:
        context["form"] = form
        context["party_is_open"] = opened or bool(form.errors)
        context["can_move"] = bool(services.dates_to_move_to(signup, now=now))
    return render(request, "signups/manage.html", context, status=status)


@require_POST
@with_signup
def signup_party(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Another party: at every date of the booking, if there is room."""
    form = PartyForm(request.POST)
    if not form.is_valid():
        return _page(request, signup, token, form, status=400)
    try:
        services.change_party(signup=signup, now=timezone.now(), **form.party())
    except IsFull as refusal:
        form.add_error("adults", _no_room_for_more(refusal.left))
        return _page(request, signup, token, form, status=refusal.status)
    except SignUpRefused as refusal:
        return refused(request, refusal, signup.occurrence)
    return HttpResponseRedirect(reverse("signup_manage", args=[token]))


def _no_room_for_more(left: int) -> str:
    words = ngettext(
        "There is room for %(left)s person of you. Your sign-up is as it was.",
        "There is room for %(left)s people of you. Your sign-up is as it was.",
        left,
    )
    return filled(words, left=left)


@require_http_methods(["GET", "HEAD", "POST"])
@with_signup
def signup_move(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Another date of the activity: a GET shows those with room, a POST moves the sign-up."""
    now = timezone.now()
    if request.method == "POST":
        try:
            date = services.dates_to_move_to(signup, now=now)
            chosen = next((each for each in date if str(each.public_id) == request.POST.get("date")), None)
            if chosen is not None:
                move_with(signup=signup, occurrence_id=chosen.pk, now=now)
                return HttpResponseRedirect(reverse("signup_manage", args=[token]))
        except IsFull:
            pass
        except SignUpRefused as refusal:
            return refused(request, refusal, signup.occurrence)
    dates = [(date, when(date)) for date in services.dates_to_move_to(signup, now=now)]
    context = {**_context(signup, token), "dates": dates, "has_missed": request.method == "POST"}
    return render(request, "signups/move.html", context, status=409 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_signup
def signup_coming(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """What the reminder's button opens: one button that says "I am coming"."""
    if request.method == "POST":
        services.say_coming(signup=signup, now=timezone.now())
        return HttpResponseRedirect(reverse("signup_coming", args=[token]))
    return render(request, "signups/coming.html", _context(signup, token))


@require_http_methods(["GET", "HEAD", "POST"])
@with_signup
def signup_cancel(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """A GET asks, and changes nothing; a POST gives the places back."""
    if request.method != "POST":
        return render(request, "signups/cancel.html", _context(signup, token))
    try:
        whole = request.POST.get("which") == "all"
        services.cancel_signup(signup=signup, now=timezone.now(), whole=whole)
    except HasEnded as refusal:
        return refused(request, refusal, signup.occurrence)
    return HttpResponseRedirect(reverse("signup_manage", args=[token]))


@require_POST
@with_signup
def signup_confirm(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The button on the page behind the mail's link: the places are kept."""
    try:
        waits = request.POST.get("waits") == "on"
        kept = services.confirm_signup(signup=signup, now=timezone.now(), waits=waits)
    except IsFull:
        # The page says so, and offers a number on the list.
        form = PartyForm(initial=signup.party)
        return _page(request, signup, token, form, is_full=True, status=409)
    except SignUpRefused as refusal:
        return refused(request, refusal, signup.occurrence)
    return HttpResponseRedirect(reverse("signup_manage", args=[links.token_for(kept)]))


@require_safe
@with_signup
def signup_ics(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """The date as a calendar file, with the link to take part online for those who have a place."""
    has_place = signup.status == Signup.Status.CONFIRMED
    return calendar_response(signup.occurrence, for_participant=has_place)
