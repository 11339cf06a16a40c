"""The pages on which organisers publish and look after their activities."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.formats import day_with_beginning, in_words
from core.isolation import filled
from core.languages import language_among
from core.paging import page_of
from core.sending import once
from events.choices import State
from events.dates.days_off import Holiday
from events.dates.people import heads_by_date
from events.dates.recording import lock_event
from events.dates.sentence import sentence_of
from events.facts import facts_of
from events.models import Event, Occurrence, SchoolHoliday
from events.moderation.history import history
from events.moderation.status import state_of
from events.moderation.who import edits_as
from events.organiser.answering import add_publisher, unanswered
from events.organiser.forms import EventForm
from events.organiser.steps.ending import what_else
from events.organiser.views.answers import who_answers
from events.organiser.views.foreseen import ask_first
from events.organiser.views.undoing import offer
from events.publishing import create_event, foresee_new_place, update_event
from organisations.models import Municipality, Organisation

PAGE_SIZE = 25
# Enough to name; with more, the list below the message is clearer.
MOST_NAMED_DATES = 5


@login_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The activities of the user's organisations: what is coming, waits or is a draft; ?past=1 the rest.

    A superuser's are everybody's. Only their numbers give an order in which the first of all can be read
    without the others: the newest first.
    """
    now = timezone.now()
    past = "past" in request.GET
    current = Q(next_date__isnull=False) | Q(live=False)
    own = Event.objects.for_user(request.user).with_next_date(now)
    nobody_answers = unanswered(Event.objects.with_member(request.user).with_next_date(now))
    only_unanswered = "unanswered" in request.GET and not past
    shown = nobody_answers if only_unanswered else own.filter(~current if past else current)
    if "outdated" in request.GET:
        shown = shown.with_translations_behind()
    organisation = chosen_organisation(request)
    if organisation:
        shown = shown.filter(organisation=organisation)
    order = ["-updated_at" if past else "next_date", "-pk"]
    if request.user.is_superuser and not organisation:
        order = ["-pk"]
    rows = shown.with_moderation().select_related("organisation").prefetch_related("texts").order_by(*order)
    page = page_of(rows, request.GET.get("page"), size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": [{"event": event, "text": event.text_for(), "state": state_of(event)} for event in page],
        **publishing(request, organisation),
        "past": past,
        "number_unanswered": 0 if past else nobody_answers.count(),
        "only_unanswered": only_unanswered,
        "organisation": organisation,
    }
    return render(request, "events/organiser/events.html", context)


def publishing(request: HttpRequest, organisation: Organisation | None) -> dict[str, object]:
    """Where one publishes: for `organisation`, for the only one, or where it is asked for which."""
    if organisation:
        return {"publish_url": reverse("portal_event_start", args=[organisation.pk])}
    two = list(Organisation.objects.with_member(request.user)[:2])
    if len(two) == 1:
        return {"publish_url": reverse("portal_event_start", args=[two[0].pk])}
    url = reverse("portal_organisations") if two else ""
    return {"publish_url": url, "has_several_organisations": bool(two)}


def chosen_organisation(request: HttpRequest) -> Organisation | None:
    """The organisation that the address asks for; None without one, and for another one's."""
    asked = request.GET.get("organisation", "")
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 10):
        return None
    return Organisation.objects.for_user(request.user).filter(pk=int(asked)).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, organisation: int) -> HttpResponse:
    """Publish an activity for an organisation that the user is a member of."""
    owner = get_object_or_404(
        Organisation.objects.for_user(request.user).select_related("municipality"), pk=organisation
    )
    now = timezone.now()
    form = EventForm(
        request.POST or None,
        organisation=owner,
        now=now,
        language=writing_language(request, owner),
        school=school_holidays(owner.municipality, now=now),
        may_wait=not wants_to_publish(request),
    )
    if "preview" in request.POST:
        form.look_at_dates_only()
    elif form.is_valid() and not form.needs_a_look:
        return redirect(once(request, partial(publish, request, owner, form, now=now)))
    return render_form(request, form, {"organisation": owner, "back": reverse("portal_events")})


def publish(request: MemberRequest, owner: Organisation, form: EventForm, *, now: datetime) -> str:
    """Make the activity that `form` describes. Returns the address of its page."""
    event = create_event(
        organisation=owner,
        user=request.user,
        words=form.words.words,
        place=form.place.place,
        facts=form.all_facts,
        plan=form.plan,
        hand_in=wants_to_publish(request),
        now=now,
    )
    say_what_happened(request, event)
    if form.asks_publisher:
        language = request.user.language or form.words.words.language
        person = add_publisher(event=event, user=request.user, language=language, now=now)
        text = _("We ask %(name)s whether it is on. You can change who answers below.")
        messages.info(request, filled(text, name=person.first_name))
    return reverse("portal_event", args=[event.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an activity: its words, its facts, and all of its dates that nobody depends on."""
    own = Event.objects.edited_by(request.user).select_related("organisation__municipality", "municipality")
    event = get_object_or_404(own, pk=pk)
    role = edits_as(request.user, event)
    # An editor came from the queue, and sees no other page of it.
    back = reverse("portal_queue_item" if role else "portal_event", args=[event.pk])
    if request.method == "POST":
        # Whoever comes second waits here, and is shown what the first one has written.
        lock_event(event.pk)
        event = get_object_or_404(own, pk=pk)
    now = timezone.now()
    form = EventForm(
        request.POST or None,
        organisation=event.organisation,
        now=now,
        event=event,
        school=school_holidays(event.municipality, now=now),
        may_wait=not wants_to_publish(request),
    )
    if "preview" in request.POST and not form.is_stale:
        form.look_at_dates_only()
    elif form.is_valid() and not form.needs_a_look:
        place, facts = form.place.place, form.all_facts
        # Nobody is told of the place of a draft.
        shown = wants_to_publish(request)
        elsewhere = foresee_new_place(event=event, place=place, facts=facts, now=now) if shown else []
        if asked := ask_first(request, event=event, plan=form.new_plan, elsewhere=elsewhere, now=now):
            return asked
        changed = update_event(
            event=event,
            user=request.user,
            words=form.words.words,
            place=place,
            facts=facts,
            plan=form.plan,
            hand_in=wants_to_publish(request),
            now=now,
            acting_as=role,
        )
        say_what_happened(request, changed.event)
        say_what_stayed(request, changed.kept)
        return redirect(back)
    return render_form(request, form, {"organisation": event.organisation, "event": event, "back": back})


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An activity as it will be: its state, its dates, and what has happened to it."""
    now = timezone.now()
    events = Event.objects.for_user(request.user).with_moderation().with_next_date(now)
    event = get_object_or_404(events.select_related("municipality", "organisation"), pk=pk)
    newest = event.get_latest_revision_as_object()
    dates = list(event.occurrences.upcoming(now).select_related("series"))
    heads = heads_by_date([date.pk for date in dates])
    context = {
        "event": event,
        "newest": newest,
        "text": newest.source_text or newest.text_for(),
        "facts": facts_of(newest),
        "state": state_of(event),
        "dates": dates,
        "date_rows": [(date, heads.get(date.pk)) for date in dates],
        "repeated": sentence_of(dates[0].series) if dates else "",
        "history": history(event),
        "undo_offer": offer(event, now=now),
        **what_else(event),
        **who_answers(event),
    }
    return render(request, "events/organiser/event.html", context)


def school_holidays(municipality: Municipality, *, now: datetime) -> list[Holiday]:
    rows = SchoolHoliday.objects.to_come(municipality, today=local_day(now))
    return [Holiday(row.name, row.first_day, row.last_day) for row in rows]


def render_form(request: HttpRequest, form: EventForm, context: dict[str, object]) -> HttpResponse:
    """The form, with 400 when something in it was wrong: everything that was typed is still there."""
    # What waits is approved as it was last handed in: there is no draft beside it.
    can_draft = form.event is None or form.event.state != State.WAITING
    asked = "preview" not in request.POST and request.method == "POST"
    looks_first = asked and not form.errors and not form.is_stale and form.needs_a_look
    context = {"form": form, "can_draft": can_draft, "looks_first": looks_first, **context}
    # The list of dates asks by itself while somebody still writes: what is missing is no mistake yet.
    is_mistake = bool(form.errors) and "HX-Request" not in request.headers
    status = 409 if form.is_stale else 400 if is_mistake else 200
    return render(request, "events/organiser/form.html", context, status=status)


def wants_to_publish(request: HttpRequest) -> bool:
    return "draft" not in request.POST


def writing_language(request: MemberRequest, organisation: Organisation) -> str:
    """The user's own choice, else the Norwegian of the municipality."""
    return language_among(request.user.language, organisation.municipality.language)


def say_what_happened(request: HttpRequest, event: Event) -> None:
    event = Event.objects.select_related("municipality").get(pk=event.pk)
    names = {"municipality": event.municipality.name}
    if event.state == State.CHANGES:
        messages.success(
            request,
            filled(
                _(
                    "Saved as a draft. %(municipality)s does not see it before you press “Save and publish”: "
                    "then it is handed in again."
                ),
                **names,
            ),
        )
    elif event.state == State.WAITING:
        messages.success(
            request,
            filled(
                _("Thank you. %(municipality)s looks at it, and you get an e-mail when it is approved."),
                **names,
            ),
        )
    elif event.has_unpublished_changes:
        messages.success(request, _("Saved as a draft. Nobody else sees it yet."))
    else:
        messages.success(request, _("Published. Everyone can find the activity now."))


def say_what_stayed(request: HttpRequest, kept: Iterable[Occurrence]) -> None:
    """An edit never overwrites a date that somebody depends on without saying so."""
    dates = sorted(kept, key=lambda date: date.starts_at)
    if not dates:
        return
    named = in_words([day_with_beginning(date.starts_at, date.ends_at) for date in dates[:MOST_NAMED_DATES]])
    if len(dates) > MOST_NAMED_DATES:
        text = _(
            "Some dates stay as they were, because they were changed alone: "
            "%(dates)s and more. Cancel them if they do not take place."
        )
    else:
        text = _(
            "These dates stay as they were, because they were changed alone: "
            "%(dates)s. Cancel them if they do not take place."
        )
    messages.warning(request, filled(text, dates=named))
