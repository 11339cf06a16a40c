"""The public pages: the form, what the register says, and what the link in the mail leads to.

A GET shows, a POST acts: mail scanners follow links.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.limits import TooMany, count_mail, hold
from core.link_pages import Gone, behind_link
from core.privacy import JOINING
from organisations import icnpo
from organisations.joining import services
from organisations.joining.choices import Lookup
from organisations.joining.forms import JoinForm, WordsForm
from organisations.joining.links import MINE, SENT, application_from
from organisations.joining.models import Application

View = Callable[[HttpRequest, Application, str], HttpResponse]
# How long a page waits for the register, a few seconds at a time, before it goes on without it.
WAITS = timedelta(seconds=20)
GONE = Gone(
    _("This application is not here any longer"),
    _("You have withdrawn it, or it is long ago. What you wrote is deleted. You can write a new one."),
    "join",
    _("Write a new one"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form. Afterwards everybody sees the same page, whoever has asked before."""
    initial = {"municipality": request.GET.get("municipality", "")[:4]}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    try:
        if form.is_valid():
            given = form.cleaned_data
            count_mail(request, to=given["email"])
            application = services.apply(
                **{
                    name: given[name]
                    for name in ("municipality", "orgnr", "name", "kind", "about", "applicant", "email")
                },
                language=get_language() or "nb",
                now=timezone.now(),
            )
            return HttpResponseRedirect(reverse("join_sent", args=[SENT.token(application.public_id)]))
        status = 400 if form.errors else 200
    except TooMany as too_many:
        hold(request, too_many, form)
        status = 429
    return render(request, "joining/join.html", {"form": form, "purpose": JOINING}, status=status)


def with_application(links):
    """Resolve the token to an application."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @behind_link(GONE)
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            return view(request, application_from(token, links, now=timezone.now()), token)

        return answer

    return decorate


def register_context(application: Application) -> dict[str, object]:
    """What a page shows of the register."""
    entry = application.entry
    return {"entry": entry, "categories": [icnpo.NAMES[code] for code in entry.icnpo] if entry else []}


@require_safe
@with_application(SENT)
def join_sent(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """What to do now, and what the register says. For a while the page looks again by itself."""
    is_looked_up = application.lookup in (Lookup.PENDING, Lookup.LATER)
    waits = application.lookup == Lookup.PENDING and timezone.now() < application.created_at + WAITS
    context = {
        "application": application,
        "waits": waits,
        "later": is_looked_up and not waits,
        **register_context(application),
    }
    return render(request, "joining/sent.html", context)


@require_safe
@with_application(MINE)
def join_mine(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """How it stands, with the one button that is next."""
    return _mine(request, application, token, _answer_form())


def _answer_form(data=None) -> WordsForm:
    return WordsForm(data, label=gettext("Your answer"))


def _mine(
    request: HttpRequest, application: Application, token: str, form: WordsForm, status: int = 200
) -> HttpResponse:
    context = {"application": application, "token": token, "form": form, **register_context(application)}
    return render(request, "joining/mine.html", context, status=status)


@require_POST
@with_application(MINE)
def join_yes(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """It was them: now the municipality hears of it."""
    services.confirm(application=application, now=timezone.now())
    return HttpResponseRedirect(reverse("join_mine", args=[token]))


@require_POST
@with_application(MINE)
def join_reply(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """What the municipality has asked is answered."""
    form = _answer_form(request.POST)
    if not form.is_valid():
        return _mine(request, application, token, form, status=400)
    services.reply(application=application, answer=form.cleaned_data["words"], now=timezone.now())
    return HttpResponseRedirect(reverse("join_mine", args=[token]))


@require_POST
@with_application(MINE)
def join_withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """They want it no more: it is deleted at once."""
    services.erase(Application.objects.filter(pk=application.pk))
    return HttpResponseRedirect(reverse("join_mine", args=[token]))
