"""An organiser writes to all who come to a date: typed, looked at, sent. And what was sent, for editors."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.formats import language_in_words
from core.isolation import filled
from core.paging import page_of
from core.sending import once
from events.discovery.parts import Part
from events.follows.writing.forms import WritingForm
from events.follows.writing.letters import letter_of
from events.follows.writing.models import DateMessage
from events.follows.writing.reached import Reached, reached_at
from events.follows.writing.services import CannotWriteError, can_write, write_to_all
from events.models import Occurrence

PAGE_SIZE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, date: UUID) -> HttpResponse:
    """Typed, then looked at as people get it, then sent."""
    rows = Occurrence.objects.for_user(request.user).with_cards()
    occurrence = get_object_or_404(rows, public_id=date)
    now = timezone.now()
    reached = reached_at(occurrence)
    text = occurrence.event.source_text
    language = text.language if text else occurrence.municipality.language
    form = WritingForm(request.POST or None, date=occurrence, language=language)
    context = {
        "date": occurrence,
        "event": occurrence.event,
        "text": text or occurrence.event.text_for(),
        "form": form,
        "reached": reached,
        "is_open": bool(reached.people) and can_write(occurrence, now=now),
        "is_over": occurrence.ends_at <= now,
    }
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "follows/write.html", context, status=status)
    if "send" in request.POST:
        try:
            return HttpResponseRedirect(once(request, partial(_send, request, occurrence, form)))
        except CannotWriteError:
            context["is_open"] = False
            return render(request, "follows/write.html", context, status=409)
    return render(request, "follows/write.html", context | _look(occurrence, form, reached))


def _send(request: MemberRequest, occurrence: Occurrence, form: WritingForm) -> str:
    message = write_to_all(occurrence=occurrence, user=request.user, now=timezone.now(), **form.cleaned_data)
    text = ngettext("Sent to %(number)d person.", "Sent to %(number)d people.", message.people)
    messages.success(request, filled(text, number=message.people), extra_tags="done")
    return reverse("portal_date", args=[occurrence.public_id])


def _look(occurrence: Occurrence, form: WritingForm, reached: Reached) -> dict[str, object]:
    """The mail as somebody gets it who reads the language it is written in."""
    said = form.cleaned_data
    letter = letter_of(
        occurrence,
        words=said["words"],
        written_in=said["language"],
        language=said["language"],
        url=_("(each person's own link)"),
    )
    return {
        "letter": letter,
        "written_in": said["language"],
        "languages": [(language_in_words(code), number) for code, number in reached.languages],
        "only_frame": any(code != said["language"] for code, _number in reached.languages),
    }


@login_required
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """What was written to those who come: by the user's organisations, and where the user moderates."""
    found = DateMessage.objects.seen_by(request.user).with_date()
    page = page_of(found, request.GET.get("page"), size=PAGE_SIZE)
    return render(request, "follows/written.html", {"page": page, "here": "messages"})


def part(request: HttpRequest, occurrence: Occurrence, now: object) -> Part:
    """On the organiser's page of a date: what was written to its people, and the way to write."""
    found = list(occurrence.messages.select_related("user"))
    return Part("follows/_written_part.html", {"messages": found, "date": occurrence})
