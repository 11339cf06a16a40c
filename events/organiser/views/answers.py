"""Who answers for an activity: the list, in the order in which they are asked, and how often that is."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.sending import once
from core.sms.messages import is_offered
from core.versions import Reread
from events.models import Asking, Event, Responsible
from events.organiser import answering
from events.organiser.answer_forms import AskingForm, CopyForm, ResponsibleForm

SMS = Responsible.Channel.SMS


def own_event(request: HttpRequest, pk: int) -> Event:
    """An activity of the user's organisations; anybody else's is a 404."""
    rows = Event.objects.for_user(request.user).select_related("organisation__municipality")
    return get_object_or_404(rows, pk=pk)


def own_person(event: Event, person: int) -> Responsible:
    return get_object_or_404(event.responsible.select_related("event"), pk=person)


@dataclass(frozen=True)
class Row:
    """Somebody on the list. `asked_by` is a value of `Responsible.Channel`, as it is now."""

    person: Responsible
    is_first: bool
    is_last: bool
    is_asked: bool
    by_sms: bool


def rows_of(event: Event) -> list[Row]:
    people = list(answering.people_of(event))
    return [
        Row(
            person,
            is_first=number == 0,
            is_last=number == len(people) - 1,
            is_asked=answering.can_be_asked(person),
            by_sms=is_by_sms(person),
        )
        for number, person in enumerate(people)
    ]


def is_by_sms(person: Responsible) -> bool:
    """Where there is no SMS, everything goes by e-mail."""
    return person.channel == SMS and is_offered()


def what_happens(event: Event, rows: list[Row]) -> str:
    """In a sentence: who is asked, when and how."""
    asked = [row for row in rows if row.is_asked]
    asking = answering.asking_of(event)
    if asking == Asking.NEVER:
        return _("Nobody is asked, so the page of the activity does not say whether it is on.")
    if not asked:
        return _("Nobody is asked yet. Who comes does not know whether the door is open.")
    first = asked[0]
    said = [filled(sentences()[asking, first.by_sms], name=first.person.first_name)]
    if len(asked) > 1:
        said.append(filled(_("Without an answer %(name)s is asked."), name=asked[1].person.first_name))
    return " ".join(said)


def sentences() -> dict[tuple[Asking, bool], str]:
    """By how often, and whether it is by SMS."""
    return {
        (Asking.EACH, True): _("The day before, %(name)s gets an SMS. One answer is enough."),
        (Asking.EACH, False): _("The day before, %(name)s gets an e-mail. One answer is enough."),
        (Asking.WEEKLY, True): _("On Monday %(name)s gets an SMS about the dates of the week."),
        (Asking.WEEKLY, False): _("On Monday %(name)s gets an e-mail about the dates of the week."),
        (Asking.TERM, True): _("Before each term %(name)s gets an SMS about all of its dates."),
        (Asking.TERM, False): _("Before each term %(name)s gets an e-mail about all of its dates."),
    }


def who_answers(event: Event) -> dict[str, object]:
    """What the page of the activity says of it."""
    rows = rows_of(event)
    return {"what_happens": what_happens(event, rows), "nobody_answers": not rows}


def context_of(event: Event) -> dict[str, object]:
    return {"event": event, "text": event.source_text or event.text_for()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: MemberRequest, pk: int) -> HttpResponse:
    """The list; a POST says how often."""
    event = own_event(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AskingForm(data, initial={"asking": answering.asking_of(event)})
    if data is not None and form.is_valid():
        answering.set_asking(event=event, asking=Asking(form.cleaned_data["asking"]))
        messages.success(request, _("Saved."))
        return redirect("portal_answers", pk)
    sources = answering.sources_for(event)
    rows = rows_of(event)
    context = {
        **context_of(event),
        "rows": rows,
        "form": form,
        "what_happens": what_happens(event, rows),
        "copy_form": CopyForm(sources=sources) if sources.exists() else None,
        "is_full": len(rows) >= answering.MOST_PEOPLE,
        "sms": is_offered(),
    }
    return render(request, "events/organiser/answers.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """Put somebody on the list."""
    event = own_event(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ResponsibleForm(data, language=event.organisation.municipality.language)
    if data is not None and form.is_valid():
        try:
            return redirect(once(request, partial(added, request, event, form)))
        except answering.TooMany:
            messages.warning(request, _("The list is full. Take somebody off it first."))
            return redirect("portal_answers", pk)
    return render_person(request, event, {"form": form})


def added(request: MemberRequest, event: Event, form: ResponsibleForm) -> str:
    person = answering.add_person(event=event, facts=form.facts, now=timezone.now())
    messages.success(request, filled(_("%(name)s is on the list."), name=person.name))
    return reverse("portal_answers", args=[event.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int, person: int) -> HttpResponse:
    """Correct what is known of somebody."""
    event = own_event(request, pk)
    row = own_person(event, person)
    form = ResponsibleForm(request.POST if request.method == "POST" else None, person=row)
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        try:
            answering.change_person(person=row, facts=form.facts)
        except answering.NotThere:
            messages.info(request, filled(_("%(name)s is not on the list any longer."), name=row.name))
        else:
            messages.success(request, _("Saved."))
        return redirect("portal_answers", pk)
    return render_person(request, event, {"form": form, "read": read, "person": row})


def render_person(request: HttpRequest, event: Event, context: dict[str, object]) -> HttpResponse:
    form, read = context["form"], context.get("read")
    assert isinstance(form, ResponsibleForm)
    is_stale = isinstance(read, Reread) and read.is_stale
    status = 409 if is_stale else 400 if form.errors else 200
    page = {**context_of(event), **context, "sms": is_offered()}
    return render(request, "events/organiser/answers_person.html", page, status=status)


@login_required
@require_POST
def move(request: MemberRequest, pk: int, person: int) -> HttpResponse:
    """One turn earlier or later; twice, or past an end, is nothing."""
    row = own_person(own_event(request, pk), person)
    answering.move_person(person=row, up=request.POST.get("direction") == "up")
    return redirect("portal_answers", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, pk: int, person: int) -> HttpResponse:
    """Ask, then take somebody off the list."""
    event = own_event(request, pk)
    if request.method == "POST":
        # Sent twice, they are gone already: that is what was asked for. Who is on another list is not.
        if Responsible.objects.filter(pk=person).exclude(event=event).exists():
            raise Http404
        for row in event.responsible.filter(pk=person):
            answering.remove_person(person=row)
            messages.success(request, filled(_("%(name)s is not on the list any longer."), name=row.name))
        return redirect("portal_answers", pk)
    context = {**context_of(event), "person": own_person(event, person)}
    return render(request, "events/organiser/answers_remove.html", context)


@login_required
@require_POST
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """The same people as for another activity of the organisation: no other can be chosen."""
    event = own_event(request, pk)
    form = CopyForm(request.POST, sources=answering.sources_for(event))
    if not form.is_valid():
        messages.warning(request, _("Choose an activity whose people you want to use."))
        return redirect("portal_answers", pk)
    source = form.cleaned_data["source"]
    number = answering.copy_people(event=event, source=source, now=timezone.now())
    if number:
        text = ngettext("%(number)s person is added.", "%(number)s people are added.", number)
        messages.success(request, filled(text, number=number))
    else:
        messages.info(request, _("They are on the list already."))
    return redirect("portal_answers", pk)
