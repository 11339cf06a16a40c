"""The pages behind a person's own link: the package, and how to stop the mails and be forgotten."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from core.link_pages import Gone, behind_link
from core.links import LinkExpired, LinkForged, personal_url
from core.world_languages import site_language
from events.follows.erasing import erase as erase_follows
from events.follows.erasing import follows_of
from events.signups.erasing import erase_signups_of, signups_of
from newcomers import asking
from newcomers.services import erase_everywhere, erase_newcomer, everywhere, unsubscribe
from newcomers.welcome.content.rendering import has_machine_words, render_body, written_in
from newcomers.welcome.links import LinkClosed, LinkGone, PersonalLink, link_from
from newcomers.welcome.next_events import next_events
from newcomers.welcome.reading import reading_of
from newcomers.welcome.steps import shown

PersonalView = Callable[[HttpRequest, PersonalLink], HttpResponse]


GONE = Gone(
    _("There is nothing here any more"),
    _("What we held about you is deleted. You can still find activities near you on this site."),
)
CLOSED = Gone(
    _("This link is closed"),
    _("The municipality has closed it, perhaps because the letter was lost. Ask there for a new one."),
)


def personal(view: PersonalView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Resolve the token to what the link is for."""

    @behind_link(GONE)
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = link_from(token, now=timezone.now())
        except LinkGone as gone:
            said = CLOSED if isinstance(gone, LinkClosed) else GONE
            with _spoken_to(request, gone.language):
                return said.page(request)
        return view(request, link)

    return opened


def _spoken_to(request: HttpRequest, letter: str) -> AbstractContextManager[None]:
    """In the language of the letter, where the address names none: a short link would speak the browser's."""
    if letter and not get_language_from_path(request.path_info):
        return override(site_language(letter))
    return nullcontext()


@require_GET
@personal
def package_page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The package as a web page, in the reader's language: see `reading.reading_of`."""
    language = get_language()
    newcomer = link.newcomer
    if link.delivery is None:
        context = {"newcomer": newcomer, "municipality": newcomer.municipality, "token": link.token}
        return render(request, "welcome/nothing_yet.html", context)
    delivery = shown.opened_of(newcomer, request.GET.get("step", ""), link.delivery)
    reading = reading_of(link, delivery, wanted=request.GET.get("language", ""), address=language)
    answering = {
        "answers": shown.answers_of(newcomer, delivery.step),
        "token": link.token,
        "step": delivery.step_id,
    }
    answering["reader"] = language
    events = next_events(
        municipality=newcomer.municipality,
        language=language,
        now=timezone.now(),
        interests=newcomer.interests,
    )
    return render(
        request,
        "welcome/package_page.html",
        {
            "newcomer": newcomer,
            "municipality": newcomer.municipality,
            "content": reading.content,
            "written_in": written_in(reading.content, reading.language),
            "reading": reading,
            "by_machine": has_machine_words(reading.content),
            "package_html": render_body(reading.content, events, **answering),
            "letters": shown.sent_steps(newcomer, delivery, language=reading.language),
            "is_more_to_come": shown.is_more_to_come(newcomer),
            "token": link.token,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def stop(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET asks, POST stops the mails."""
    if request.method == "POST":
        unsubscribe(newcomer=link.newcomer, now=timezone.now())
        link.newcomer.refresh_from_db()
    return render(request, "welcome/stop.html", {"newcomer": link.newcomer, "token": link.token})


# No CSRF token: a mail program has none.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_by_mail_program(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a mail program POSTs here, without cookies, and follows no redirect. A GET is a person: ask
    them."""
    try:
        link = link_from(token, now=timezone.now())
    except LinkForged:
        # Not 404: outside the languages' addresses that becomes a redirect.
        return _in_plain_text(gettext("This link does not work"), status=400)
    except LinkClosed:
        return _in_plain_text(gettext("This link is closed"), status=410)
    except LinkExpired:
        return _in_plain_text(gettext("There is nothing here any more"), status=410)
    if request.method != "POST":
        return redirect(personal_url("unsubscribe", token, language=link.newcomer.page_language))
    unsubscribe(newcomer=link.newcomer, now=timezone.now())
    return _in_plain_text(gettext("You will get no more of these e-mails."))


def _in_plain_text(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def erase(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET shows what is held and asks, POST deletes it. The answer is the page itself: the link is dead from
    then on."""
    if request.method == "POST":
        now = timezone.now()
        address, until = link.address, erase_newcomer(newcomer=link.newcomer, asked_at=now)
        asking.forget(address=address)
        if "elsewhere" in request.POST:
            erase_everywhere(address=address, asked_at=now)
        if "signups" in request.POST:
            erase_signups_of(address)
        if "follows" in request.POST:
            erase_follows(follows_of(address))
        return render(request, "welcome/erased.html", {**_of_others(address), "until": until})
    others = _of_others(link.address, link.newcomer.municipality_id)
    context = {"newcomer": link.newcomer, "token": link.token, **others}
    return render(request, "welcome/erase.html", context)


def _of_others(address: str, here: str = "") -> dict[str, int]:
    """How much there is with the same address that is none of the municipality's: nothing where nobody has
    shown that the address is theirs."""
    return {
        "elsewhere": everywhere(address).exclude(municipality=here).count(),
        "signups": signups_of(address).count(),
        "follows": follows_of(address).count(),
    }
