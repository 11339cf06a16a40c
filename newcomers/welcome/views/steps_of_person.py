"""What somebody answers behind their own link, and how they end the steps. No GET changes anything: mail
programs and scanners follow links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core.links import personal_url
from newcomers.welcome.choices import Question
from newcomers.welcome.content.questions import words_of
from newcomers.welcome.links import PersonalLink
from newcomers.welcome.models import Answer, CompanyWish, Journey, PackageStep
from newcomers.welcome.steps import answers, journeys
from newcomers.welcome.views.personal import personal


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def answer(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """One question. GET shows it, and what was answered; POST answers, changes or takes back."""
    given = request.POST if request.method == "POST" else request.GET
    question = given.get("question", "")
    words = words_of(question)
    if question not in Question.values or words is None:
        return redirect("package_page", link.token)
    if request.method == "POST":
        _write_down(request, link, question)
        return redirect(f"{reverse('welcome_answer', args=[link.token])}?question={question}")
    row = Answer.objects.filter(newcomer=link.newcomer, question=question).first()
    wish = (
        CompanyWish.objects.filter(newcomer=link.newcomer).first() if question == Question.COMPANY else None
    )
    return render(
        request,
        "welcome/answer.html",
        {
            "newcomer": link.newcomer,
            "municipality": link.newcomer.municipality,
            "token": link.token,
            "question": question,
            "words": words,
            "answer": row,
            "wish": wish,
            "longest": answers.LONGEST_REACH,
        },
    )


def _write_down(request: HttpRequest, link: PersonalLink, question: str) -> None:
    now, newcomer = timezone.now(), link.newcomer
    value = request.POST.get("answer", "")
    if value in Answer.Value.values:
        answers.answer(newcomer=newcomer, question=question, value=value, step=_step(request, link), now=now)
    elif value == "back":
        answers.take_back(newcomer=newcomer, question=question, now=now)
    if question == Question.COMPANY and "reach" in request.POST:
        answers.say_how_to_reach(newcomer=newcomer, reach=request.POST["reach"])


def _step(request: HttpRequest, link: PersonalLink) -> PackageStep | None:
    """The step that had asked, of those that they were sent."""
    wanted = request.POST.get("step", "")
    theirs = PackageStep.objects.filter(deliveries__newcomer=link.newcomer)
    if wanted.isascii() and wanted.isdigit():
        return theirs.filter(pk=min(int(wanted), 2**62)).first()
    return link.delivery.step if link.delivery else None


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
