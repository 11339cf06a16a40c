"""The page behind a question's link. A GET shows, a POST acts: mail scanners follow links."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.link_pages import Gone, behind_link
from core.links import personal_url
from core.privacy import ASKED
from core.sms.messages import is_offered
from events.confirming import links, services, wording
from events.confirming.choices import Answer, Outcome
from events.confirming.forms import AnswerForm, ShownForm
from events.confirming.models import Question
from events.confirming.silence import alive
from events.dates.people import people_touched
from events.models import Responsible
from events.signups.views.public import occurrence_context

GONE = Gone(
    _("This link is too old"),
    _(
        "The date is over, or you are no longer on the list of those who answer. "
        "What you answered has been deleted."
    ),
)


@require_safe
@behind_link(GONE)
def short_link(request: HttpRequest, token: str) -> HttpResponse:
    """A text message's link leads to the page in the volunteer's language."""
    first = links.questions_from_short(token)[0]
    language = first.responsible.language
    return HttpResponseRedirect(personal_url("confirm_question", links.token_for(first), language=language))


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question, with two buttons; what was answered, and the way to put it right."""
    now = timezone.now()
    questions = links.questions_from(token)
    data = request.POST if request.method == "POST" else None
    form = _form(questions, data, now)
    if data is not None and form.is_valid():
        values = form.cleaned_data
        services.answer(
            question=questions[0],
            answer=Answer(values["answer"]),
            came_last=values.get("came_last"),
            reason=values["reason"],
            off=values.get("off") or (),
            now=now,
        )
        return HttpResponseRedirect(reverse("confirm_question", args=[token]))
    return _page(request, questions, token, form, now=now, status=400 if form.errors else 200)


def _form(questions: list[Question], data: object, now: datetime) -> AnswerForm:
    first = questions[0]
    initial: dict[str, Any] = {
        "came_last": first.came_last,
        "reason": first.occurrence.reason if first.is_no else "",
    }
    if len(questions) > 1:
        initial["off"] = [each.occurrence_id for each in questions if each.is_no]
    asks_number = wording.asks_number(first, now=now)
    return AnswerForm(data, questions=questions, asks_number=asks_number, initial=initial)


def _page(
    request: HttpRequest,
    questions: list[Question],
    token: str,
    form: AnswerForm,
    *,
    now: datetime,
    status: int,
) -> HttpResponse:
    first = questions[0]
    who = first.responsible
    hindrances = [services.hindrance(each, now) for each in questions]
    hindrance = hindrances[0] if all(hindrances) else None
    context = {
        **occurrence_context(first.occurrence),
        "questions": questions,
        "is_one": len(questions) == 1,
        "answered": next((each for each in questions if each.answered_at), None),
        "others": _others(first),
        "why": wording.why(first),
        "who": who,
        "token": token,
        "form": form,
        "shown": ShownForm(who=who, by_sms=is_offered()),
        "people": people_touched([each.occurrence_id for each in questions]),
        "is_open": hindrance is None,
        "is_over": hindrance == Outcome.OVER,
        "is_moved": hindrance == Outcome.MOVED,
        "is_taken_down": hindrance == Outcome.TAKEN_DOWN,
        "saved": "saved" in request.GET,
        "purpose": ASKED,
    }
    return render(request, "confirming/answer.html", context, status=status)


def _others(question: Question) -> list[Question]:
    """What other volunteers have answered about the same date, the last first."""
    same = Question.objects.current().filter(occurrence=question.occurrence_id, answered_at__isnull=False)
    rows = same.exclude(responsible=question.responsible_id).select_related("responsible")
    return list(rows.order_by("-answered_at")[:1])


@require_POST
@behind_link(GONE)
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """What the site shows of them, and how they are asked."""
    who = links.questions_from(token)[0].responsible
    form = ShownForm(request.POST, who=who, by_sms=is_offered())
    if form.is_valid():
        Responsible.objects.filter(pk=who.pk).update(**form.cleaned_data)
    return HttpResponseRedirect(f"{reverse('confirm_question', args=[token])}?saved=1#me")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def off_the_list(request: HttpRequest, token: str) -> HttpResponse:
    """A GET asks, and changes nothing; a POST takes them off the list."""
    first = links.questions_from(token)[0]
    if request.method == "POST":
        services.stop_asking(responsible=first.responsible, now=timezone.now())
        return HttpResponseRedirect(reverse("confirm_off", args=[token]))
    context = {
        **occurrence_context(first.occurrence),
        "who": first.responsible,
        "token": token,
        "is_off": first.responsible.stopped_at is not None,
    }
    return render(request, "confirming/off.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def still_here(request: HttpRequest, token: str) -> HttpResponse:
    """Lists leave an activity out that nobody answered for: one press, and it is back."""
    life = links.still_here_from(token)
    if request.method == "POST":
        alive(series_ids=[life.series_id], now=timezone.now())
        return HttpResponseRedirect(reverse("confirm_still_here", args=[token]))
    event = life.series.event
    context = {
        "event": event,
        "text": event.text_for(),
        "municipality": event.municipality,
        "is_hidden": life.hidden_at is not None,
        "life": life,
        "list_url": reverse("event_list", args=[event.municipality.slug]),
    }
    return render(request, "confirming/still_here.html", context)
