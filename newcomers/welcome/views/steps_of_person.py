"""What somebody answers behind their own link, and how they end the steps. No GET changes anything: mail
programs and scanners follow links."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from core.link_pages import Gone, behind_link
from core.links import personal_url
from core.privacy import LATER
from newcomers.welcome.choices import Question
from newcomers.welcome.content.questions import words_of, words_of_later
from newcomers.welcome.links import PersonalLink
from newcomers.welcome.models import Answer, AskedLater, Journey, PackageStep
from newcomers.welcome.steps import answers, journeys, later
from newcomers.welcome.views.personal import personal


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def answer(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """One question. GET shows it, and what was answered; POST answers, changes or takes back."""
    given = request.POST if request.method == "POST" else request.GET
    question = given.get("question", "")
    if question not in Question.values:
        return redirect("package_page", link.token)
    if request.method == "POST":
        step = _step(request, link)
        saved = _write_down(request, link, question, step)
        which = {
            "question": question,
            **({"step": step.pk} if step else {}),
            **({"saved": 1} if saved else {}),
        }
        return redirect(f"{reverse('welcome_answer', args=[link.token])}?{urlencode(which)}")
    step = _step(request, link)
    context = _context(link, question, step)
    return render(request, "welcome/answer.html", {**context, "reach_saved": "saved" in given})


def _context(link: PersonalLink, question: str, step: PackageStep | None) -> dict[str, Any]:
    asked = answers.asked_in(question, step)
    row = Answer.objects.filter(newcomer=link.newcomer, question=question, asked_in=asked).first()
    is_yes_here = question == Question.STILL_HERE and row is not None and row.value == Answer.Value.YES
    return {
        "newcomer": link.newcomer,
        "municipality": link.newcomer.municipality,
        "token": link.token,
        "question": question,
        "step": step,
        "words": words_of(question),
        "answer": row,
        "wish": answers.wish_of(link.newcomer, question),
        "longest": answers.LONGEST_REACH,
        # Who has found nothing is asked whether somebody may get in touch.
        "contact": words_of(Question.CONTACT),
        "later": _later(link) if is_yes_here else None,
        "purpose": LATER,
    }


def _later(link: PersonalLink) -> dict[str, Any] | None:
    """The question whether they may be asked once more, and what they have said; None where nobody could."""
    row = AskedLater.objects.filter(newcomer=link.newcomer).first()
    if row is None and not later.can_be_asked(link.newcomer):
        return None
    return {"row": row, "words": words_of_later()}


def _write_down(request: HttpRequest, link: PersonalLink, question: str, step: PackageStep | None) -> bool:
    """Whether how to reach them was saved: nothing else on the page shows it."""
    now, newcomer = timezone.now(), link.newcomer
    value = request.POST.get("answer", "")
    if value in Answer.Value.values:
        answers.answer(newcomer=newcomer, question=question, value=value, step=step, now=now)
    elif value == "back":
        answers.take_back(newcomer=newcomer, question=question, step=step, now=now)
    if request.POST.get("later") == "yes":
        later.agree(newcomer=newcomer, now=now)
    elif request.POST.get("later") == "no":
        later.take_back(newcomer=newcomer)
    reach = request.POST.get("reach")
    return reach is not None and answers.say_how_to_reach(newcomer=newcomer, question=question, reach=reach)


def _step(request: HttpRequest, link: PersonalLink) -> PackageStep | None:
    """The step that had asked, of those that they were sent."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("step", "")
    theirs = PackageStep.objects.filter(deliveries__newcomer=link.newcomer)
    if wanted.isascii() and wanted.isdigit():
        return theirs.filter(pk=min(int(wanted), 2**62)).first()
    return link.delivery.step if link.delivery else None


LATER_GONE = Gone(
    _("There is nothing here any more"),
    _("What we held about you is deleted. You can still find activities near you on this site."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(LATER_GONE)
def still_here_later(request: HttpRequest, token: str) -> HttpResponse:
    """The question after four years. GET asks; POST answers, takes back, or deletes everything at once."""
    now = timezone.now()
    row = later.asked_from(token, now=now)
    if request.method == "POST":
        value = request.POST.get("answer", "")
        if value == "delete":
            later.erase([row.pk])
            return LATER_GONE.page(request)
        if value in (*Answer.Value.values, "back"):
            later.answer(row=row, value="" if value == "back" else value, now=now)
        return redirect("still_here_later", token)
    words = words_of(Question.STILL_HERE)
    context = {"row": row, "municipality": row.municipality, "words": words, "purpose": LATER}
    return render(request, "welcome/still_here_later.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def stop_steps(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET asks, POST ends what comes by itself, or lets it go on. Other messages still come."""
    if request.method == "POST":
        again = request.POST.get("do") == "again"
        change = journeys.want_steps_again if again else journeys.stop_steps
        change(newcomer=link.newcomer, now=timezone.now())
        return redirect("welcome_steps_stop", link.token)
    ways = Journey.objects.filter(newcomer=link.newcomer)
    context = {
        "newcomer": link.newcomer,
        "municipality": link.newcomer.municipality,
        "token": link.token,
        "is_stopped": bool(ways) and all(way.ended_why == Journey.Ended.STOPPED for way in ways),
        "is_to_come": any(way.ended_at is None for way in ways),
    }
    return render(request, "welcome/stop_steps.html", context)


@require_GET
@personal
def short_link(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The short address of a text message or a booklet: it leads to the page in the person's language."""
    return redirect(personal_url("package_page", link.token, language=link.newcomer.page_language))
