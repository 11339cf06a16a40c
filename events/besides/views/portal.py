"""For organisers: what is asked with a sign-up, who meets people, and whether it goes with too few."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.isolation import filled
from core.languages import language_among
from core.limits import TooMany, count_staff_form
from core.sending import once
from events.besides import going, meeting, services
from events.besides.forms import HelpForm, QuestionForm
from events.besides.models import MOST_QUESTIONS, Arranges, OwnQuestion
from events.besides.questions import TooManyQuestions, add_question, remove_question
from events.choices import Category
from events.lending.models import LentHere
from events.models import Event, Occurrence
from events.organiser.views.answers import own_event, own_person
from events.telling.wording import when

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _context(event: Event, **more: object) -> dict[str, object]:
    return {
        "event": event,
        "text": event.source_text or event.text_for(),
        "organisation": event.organisation,
        **more,
    }


@login_required
@GET_OR_POST
def asked(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything that is asked beside who comes. A POST saves what help there could be."""
    event = own_event(request, pk)
    arranges, lent = (
        Arranges.objects.filter(event=event).first(),
        LentHere.objects.filter(event=event).first(),
    )
    form = HelpForm(
        request.POST if request.method == "POST" else None,
        event=event,
        needs=arranges.needs if arranges else [],
        kinds=lent.kinds if lent else [],
    )
    if form.is_valid():
        values = form.cleaned_data
        services.set_help(event=event, needs=values.get("needs"), kinds=values.get("kinds"))
        messages.success(request, _("Saved."))
        return redirect("portal_beside", event.pk)
    questions = list(event.own_questions.all())
    context = _context(
        event,
        form=form,
        questions=questions,
        most=MOST_QUESTIONS,
        can_ask=len(questions) < MOST_QUESTIONS,
        takes_signups=event.takes_signups,
        volunteers=services.volunteers_of(event, request.user),
        has_greeter=event.category not in Category.sensitive(),
    )
    return render(request, "besides/portal.html", context, status=400 if form.errors else 200)


@login_required
@GET_OR_POST
def new_question(request: MemberRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    source = event.source_text
    language = (
        source.language
        if source
        else language_among(request.user.language, event.organisation.municipality.language)
    )
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        today=local_day(timezone.now()),
        language=language,
    )
    if form.is_valid():
        try:
            return redirect(once(request, partial(_add, request, event, form)))
        except TooManyQuestions:
            form.add_error(None, _("There are three questions already. Take one away first."))
    return render(
        request, "besides/question_new.html", _context(event, form=form), status=400 if form.errors else 200
    )


def _add(request: MemberRequest, event: Event, form: QuestionForm) -> str:
    add_question(event=event, values=form.values, user=request.user, now=timezone.now())
    messages.success(request, _("Whoever signs up from now on is asked this."))
    return reverse("portal_beside", args=[event.pk])


@login_required
@GET_OR_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """A GET asks; a POST deletes the question with its answers."""
    rows = OwnQuestion.objects.for_user(request.user).select_related("event__organisation__municipality")
    question = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        answers = question.answers.count()
        return render(
            request,
            "besides/question_remove.html",
            _context(question.event, question=question, answers=answers),
        )
    remove_question(question=question, user=request.user, now=timezone.now())
    messages.success(request, _("It is asked no longer, and its answers are deleted."), extra_tags="done")
    return redirect("portal_beside", question.event_id)


@login_required
@require_POST
def greeter(request: MemberRequest, pk: int, person: int) -> HttpResponse:
    """Ask a volunteer; or the yes or no of whoever is logged in with the address that they are asked at."""
    event = own_event(request, pk)
    who, now = own_person(event, person), timezone.now()
    is_me = bool(who.email) and who.email.casefold() == request.user.email.casefold()
    said = request.POST.get("answer", "")
    name = {"name": who.first_name}
    if said in ("yes", "no") and is_me:
        meeting.answer(responsible=who, yes=said == "yes", now=now)
        messages.success(request, _("Saved."))
    elif said == "ask":
        try:
            count_staff_form(request)
        except TooMany as too_many:
            messages.warning(request, str(too_many))
        else:
            meeting.ask(responsible=who, now=now)
            messages.success(
                request, filled(_("%(name)s is asked, and is named after their own yes alone."), **name)
            )
    return redirect(f"{reverse('portal_beside', args=[event.pk])}#door")


@login_required
@GET_OR_POST
def goes(request: MemberRequest, date: UUID) -> HttpResponse:
    """Too few have signed up: you go anyway, or it is cancelled. A GET changes nothing."""
    rows = Occurrence.objects.for_user(request.user).with_cards()
    occurrence = get_object_or_404(rows.filter(event__goes_from__isnull=False), public_id=date)
    now = timezone.now()
    can_decide = occurrence.takes_place and occurrence.starts_at > now
    if request.method == "POST" and can_decide:
        if going.decide(occurrence=occurrence, now=now):
            messages.success(request, _("It goes. Everybody who has signed up is told."))
        else:
            messages.info(request, _("It is like that already. There is nothing to do."))
        return redirect("portal_date", date)
    context = {
        "occurrence": occurrence,
        "event": occurrence.event,
        "text": occurrence.event.text_for(),
        "when": when(occurrence),
        "page": "goes",
        "lines": going.lines_of(occurrence, now),
        "can_decide": can_decide and not going.is_certain(occurrence),
    }
    return render(request, "besides/goes.html", context)
