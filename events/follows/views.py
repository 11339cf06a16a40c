"""Being told of a date, without an account. A GET shows, a POST acts: mail scanners follow links."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.limits import TooMany, count_mail, count_text, hold
from core.link_pages import Gone, behind_link
from core.privacy import FOLLOW
from core.responses import problem
from core.sms.messages import is_answerable, sender
from events.discovery.addresses import with_public_date
from events.follows import links, services
from events.follows.exceptions import FollowRefused, NotPublic
from events.follows.forms import FollowForm
from events.follows.mails import date_of
from events.follows.models import Follow
from events.models import Occurrence
from events.telling.wording import when

View = Callable[[HttpRequest, Follow, str], HttpResponse]


def occurrence_context(occurrence: Occurrence) -> dict[str, object]:
    """What every page about one date shows of it."""
    slug = occurrence.municipality.slug
    return {
        "occurrence": occurrence,
        "text": occurrence.event.text_for(),
        "when": when(occurrence),
        "event_url": reverse("event_detail", args=[slug, occurrence.public_id]),
        "list_url": reverse("event_list", args=[slug]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def follow(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The form, and what it does. Afterwards everybody sees the same page, also who followed already."""
    now = timezone.now()
    later = Occurrence.objects.public().filter(event=occurrence.event_id).upcoming(now)
    repeats = later.exclude(pk=occurrence.pk).exists()
    form = FollowForm(request.POST if request.method == "POST" else None, repeats=repeats)
    try:
        # Nobody is asked to correct a form that is closed anyhow.
        services.check_open(occurrence.event, occurrence, now=now)
        if form.is_valid():
            if form.email:
                count_mail(request, to=form.email)
            else:
                count_text(request, to=form.phone)
            services.follow(
                occurrence_id=occurrence.pk,
                every_date=form.every_date,
                email=form.email,
                phone=form.phone,
                language=get_language() or "nb",
                reminds=form.cleaned_data["reminds"],
                now=now,
            )
            thanks = reverse("follow_thanks", args=[occurrence.municipality.slug, occurrence.public_id])
            return HttpResponseRedirect(thanks if form.email else f"{thanks}?by=phone")
    except TooMany as too_many:
        hold(request, too_many, form)
        return _form_page(request, form, occurrence, status=429)
    except FollowRefused as refusal:
        return refused(request, refusal, occurrence)
    except Occurrence.DoesNotExist:
        raise Http404 from None
    return _form_page(request, form, occurrence, status=400 if form.errors else 200)


def _form_page(
    request: HttpRequest, form: FollowForm, occurrence: Occurrence, *, status: int
) -> HttpResponse:
    context = {**occurrence_context(occurrence), "form": form, "purpose": FOLLOW}
    return render(request, "follows/follow.html", context, status=status)


def refused(request: HttpRequest, refusal: FollowRefused, occurrence: Occurrence) -> HttpResponse:
    """Why nobody can follow it, and where to go instead."""
    if isinstance(refusal, NotPublic):
        raise Http404
    slug = occurrence.municipality.slug
    to_event = refusal.status == 409
    return problem(
        request,
        status=refusal.status,
        title=str(refusal.title),
        message=str(refusal),
        next_url=reverse("event_detail", args=[slug, occurrence.public_id])
        if to_event
        else reverse("event_list", args=[slug]),
        next_label=gettext("Back to the activity") if to_event else gettext("See what else is on"),
    )


@require_safe
@with_public_date
def follow_thanks(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The same page for everybody: it knows the date and nothing about the person."""
    by_phone = request.GET.get("by") == "phone"
    follow_url = reverse("follow", args=[occurrence.municipality.slug, occurrence.public_id])
    context = {
        **occurrence_context(occurrence),
        "by_phone": by_phone,
        "follow_url": follow_url,
        # Whoever once sent STOP gets nothing before they send START.
        "start_to": sender() if is_answerable() else "",
    }
    return render(request, "follows/thanks.html", context)


GONE = Gone(
    _("You are not told of this any longer"),
    _(
        "The activity is over, or you have ended it. Your address is deleted. "
        "You can ask to be told again on the page of the activity."
    ),
)


def with_follow(view: View) -> Callable[..., HttpResponse]:
    """Resolve the token to what it manages."""

    @behind_link(GONE)
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        return view(request, links.follow_from(token, now=timezone.now()), token)

    return answer


@require_safe
@with_follow
def follow_manage(request: HttpRequest, found: Follow, token: str) -> HttpResponse:
    """What one is told of, and the buttons that say yes and end it."""
    now = timezone.now()
    occurrence = date_of(found, now=now)
    context = {
        "follow": found,
        "token": token,
        "event": found.event,
        "text": found.event.text_for(),
        "organisation": found.event.organisation,
        "municipality": found.event.municipality,
        **(occurrence_context(occurrence) if occurrence else {}),
        "occurrence": occurrence,
        "has_ended": occurrence is not None and occurrence.ends_at <= now,
        "list_url": reverse("event_list", args=[found.event.municipality.slug]),
    }
    return render(request, "follows/manage.html", context)


@require_POST
@with_follow
def follow_yes(request: HttpRequest, found: Follow, token: str) -> HttpResponse:
    """The button behind the link: they want it, or want it still."""
    if services.say_yes(follow=found, now=timezone.now()) is None:
        return GONE.page(request)
    return HttpResponseRedirect(reverse("follow_manage", args=[token]))


@require_http_methods(["GET", "HEAD", "POST"])
@with_follow
def follow_stop(request: HttpRequest, found: Follow, token: str) -> HttpResponse:
    """A GET leads to the button; a POST ends it. A mail program's POST follows no redirect (RFC 8058)."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("follow_manage", args=[token]))
    services.stop(follow=found)
    if "List-Unsubscribe" in request.POST:
        return HttpResponse(
            gettext("You are not told of this any longer"), content_type="text/plain; charset=utf-8"
        )
    return HttpResponseRedirect(reverse("follow_ended"))


@require_safe
def follow_ended(request: HttpRequest) -> HttpResponse:
    """It has ended: the link leads to nobody any longer."""
    return render(request, "follows/ended.html")
