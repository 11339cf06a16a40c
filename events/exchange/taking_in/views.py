"""Bring a list, look at what was understood of it row by row, correct it there, and take it in once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.clock import NORWAY
from core.fetching import CannotFetch, fetch
from core.formats import when
from core.limits import TooMany, count_staff_form, hold
from core.models import User
from core.nudging import nudge
from core.sending import once
from core.spreadsheets.reading import UnreadableFile
from events.dates.preview import preview
from events.dates.sentence import in_a_sentence
from events.exchange.candidates import ReadSource
from events.exchange.models import Source, TakenIn, Upload, publishers_for
from events.exchange.reading.calendars import CalendarRead, NoCalendar, as_source
from events.exchange.tables.days import YEAR
from events.exchange.taking_in import bringing, services, subscribing, zones
from events.exchange.taking_in.forms import FIRST_YEAR, LAST_YEAR, BringForm, RowForm, ZonesForm
from events.exchange.taking_in.knowing import PLACE, WHEN
from events.exchange.taking_in.storing import (
    file_source,
    known_file,
    page_source,
    store_candidates,
    store_table,
)
from events.exchange.taking_in.tasks import TAKE_IN_REST
from events.exchange.taking_in.understanding import SAME, Offer, Understanding
from events.facts import price_in_words
from events.models import Event
from organisations.models import Organisation

PER_PAGE = 25
MOST_NAMED = 3


def own_upload(request: HttpRequest, public_id: UUID) -> Upload:
    """Nobody but who has brought it sees it, and only as long as they publish for its organisation."""
    rows = Upload.objects.for_user(request.user).select_related("source__organisation__municipality")
    upload = get_object_or_404(rows, public_id=public_id)
    if not publishers_for(request.user).filter(pk=upload.source.organisation_id).exists():
        raise Http404
    return upload


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """Choose a file or an address. It is read at once; of the file nothing is kept but what was read."""
    organisations = publishers_for(request.user)
    if not organisations.exists():
        raise Http404
    now = timezone.now()
    form = BringForm(
        request.POST or None,
        request.FILES or None,
        organisations=Organisation.objects.filter(pk__in=organisations.values("pk")),
    )
    if request.method == "POST" and form.is_valid():
        try:
            count_staff_form(request)
            # Read first: a transaction waits for nobody's server.
            return redirect(once(request, _read(request, form, now)))
        except TooMany as too_many:
            hold(request, too_many, form)
        except UnreadableFile as error:
            form.add_error("file" if form.cleaned_data["file"] else "address", str(error))
        except CannotFetch as error:
            form.add_error("address", error.why.label)
    unfinished = Upload.objects.for_user(request.user).filter(taken_at=None).select_related("source")
    context = {"form": form, "unfinished": unfinished.defer("answers", "problems")[:10]}
    return render(request, "exchange/taking_in/bring.html", context, status=400 if form.errors else 200)


def _read(request: MemberRequest, form: BringForm, now: datetime) -> Callable[[], str]:
    """Read what was brought. Returns what keeps it and says where it is looked through."""
    data = form.cleaned_data
    owner, file, user = data["organisation"], data["file"], request.user
    if file:
        known = known_file(organisation=owner, name=file.name)
        read = bringing.read_file(file.read(), name=file.name, source=known, now=now)
        source = partial(file_source, organisation=owner, name=file.name, user=user, now=now)
        return partial(_stored, source, read, user, now)
    address = data["address"]
    body = fetch(address).body or b""
    if not bringing.is_calendar(body):
        page = bringing.read_page(body, address=address, now=now)
        source = partial(page_source, organisation=owner, address=address, name=address, user=user, now=now)
        return partial(_stored, source, page, user, now)
    try:
        calendar = zones.read_of(subscribing.known_at(organisation=owner, address=address), body, now=now)
    except NoCalendar as error:
        raise UnreadableFile(str(error)) from None
    return partial(_subscribed, owner, address, calendar, user, now)


def _stored(
    make_source: Callable[[], Source], read: bringing.Table | ReadSource, user: User, now: datetime
) -> str:
    source = make_source()
    if isinstance(read, bringing.Table):
        upload = store_table(source=source, table=read, user=user, now=now)
    else:
        upload = store_candidates(source=source, read=read, user=user, now=now)
    return reverse("portal_taking_in_review", args=[upload.public_id])


def _subscribed(owner: Organisation, address: str, read: CalendarRead, user: User, now: datetime) -> str:
    """A calendar at an address is asked again from now on."""
    source = subscribing.subscription(organisation=owner, address=address, name="", user=user, now=now)
    subscribing.mark_seen(source=source, read=read, now=now)
    upload = store_candidates(source=source, read=as_source(read), user=user, now=now)
    return reverse("portal_taking_in_review", args=[upload.public_id])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, upload: UUID) -> HttpResponse:
    """What was understood, row by row beside the original. What is written there is kept at each press."""
    brought = own_upload(request, upload)
    if brought.taken_at:
        return redirect("portal_taking_in_report", brought.public_id)
    now = timezone.now()
    here = request.POST.get("page") or request.GET.get("page") or "1"
    if request.method == "POST":
        _keep(request, brought, now)
        are_read_anew = _read_with_zones(request, brought, now)
        here = request.POST.get("go") or here
        # Nobody has seen yet what was just read.
        if "take_in" in request.POST and not are_read_anew:
            return _take_in(request, brought, now)
        return redirect(
            f"{reverse('portal_taking_in_review', args=[brought.public_id])}?page={_number(here)}"
        )
    return _show(request, brought, here, now)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _show(request: MemberRequest, upload: Upload, page_number: str, now: datetime) -> HttpResponse:
    understanding = Understanding(upload, user=request.user, now=now)
    offers = understanding.offers(upload.rows.all())
    left = sorted((each for each in offers if each.row.outcome is None), key=_urgency)
    page = Paginator(left, PER_PAGE).get_page(page_number)
    understanding.look_closer(page.object_list)
    form = _zones_form(None, upload)
    context = {
        "zones": form,
        "upload": upload,
        "organisation": understanding.organisation,
        "page": page,
        "rows": [Row(offer, now=now) for offer in page.object_list],
        "number_ticked": sum(offer.is_ticked for offer in left),
        "number_asked": sum(offer.is_asked for offer in left),
        "number_same": sum(offer.state == SAME for offer in left) + len(offers) - len(left),
        "asks_year": understanding.asks_year,
        "year": upload.answers.get(YEAR, ""),
        "places": [
            (key, text, venues, upload.answers.get("places", {}).get(key, ""))
            for key, (text, venues) in sorted(understanding.asked_places.items())
        ],
        "organisers": [
            (name, text, upload.answers.get("organisers", {}).get(name, ""))
            for name, text in sorted(understanding.asked_organisers.items())
        ],
        "publishers": understanding.publishers,
        "gone": gone_of(upload, understanding, now),
        "gone_ticked": set(upload.answers.get("gone", [])),
        "problems": [reason for _field, reason in upload.problems],
    }
    return render(request, "exchange/taking_in/review.html", context)


def _urgency(offer: Offer) -> tuple[int, int]:
    """What asks something comes first, then what is ready, then what needs nobody."""
    return (0 if offer.is_asked else 1 if offer.can_be_taken else 2), offer.row.number


def gone_of(upload: Upload, understanding: Understanding, now: datetime) -> list[TakenIn]:
    """What is here and not in the source: nothing, where not all of the source is understood."""
    if upload.answers.get("half") or zones.unanswered(upload.source, upload.answers.get("zones", [])):
        return []
    return understanding.known.gone(now)


def _zones_form(data: QueryDict | None, upload: Upload) -> ZonesForm | None:
    names = upload.answers.get("zones", [])
    return ZonesForm(data, names=names, said=zones.answers_of(upload.source)) if names else None


def _read_with_zones(request: MemberRequest, upload: Upload, now: datetime) -> bool:
    """Whether somebody has said which time zones are meant: then the dates are read with that."""
    form = _zones_form(request.POST, upload)
    if form is None or not form.is_valid() or not form.answers:
        return False
    zones.keep(source=upload.source, answers=form.answers)
    try:
        zones.read_again(upload=upload, now=now)
    except NoCalendar as error:
        messages.error(request, str(error))
    return True


class Row:
    """One row of the page."""

    def __init__(self, offer: Offer, *, now: datetime) -> None:
        self.offer, self.now = offer, now
        self.form = RowForm(None, offer=offer)

    @property
    def when(self) -> str:
        """When it takes place: its rule in words, and a few of its dates where it has many."""
        candidates = [each for each in self.offer.candidates if each.plan or each.starts_at]
        if not candidates:
            return ""
        plan = candidates[0].plan
        rule = in_a_sentence(plan) if plan and plan.follows_rule else ""
        if plan:
            days = preview(
                plan, struck=(), off={}, since=self.now.astimezone(NORWAY).date(), now=self.now
            ).dates
            dates = [(day.start.replace(tzinfo=NORWAY), day.end.replace(tzinfo=NORWAY)) for day in days]
        else:
            dates = [(each.starts_at, each.ends_at) for each in candidates if each.starts_at and each.ends_at]
        named = [when(start, end) for start, end in dates[:MOST_NAMED]]
        return " · ".join(filter(None, [rule, *named, "…" if len(dates) > MOST_NAMED else ""]))

    @property
    def place(self) -> str:
        return (
            self.offer.venue.name if self.offer.venue else self.offer.new_venue or self.offer.first.online_url
        )

    @property
    def category(self) -> str:
        field = Event._meta.get_field("category")
        return str(dict(field.choices or ()).get(self.offer.first.facts.get("category"), ""))

    @property
    def price(self) -> str:
        facts = self.offer.first.facts
        if "price_nok" not in facts:
            return ""
        return str(facts.get("cost_note") or price_in_words(facts["price_nok"]))

    @property
    def changes(self) -> list[str]:
        return [name_of(name) for name in self.offer.changes]

    @property
    def kept(self) -> list[str]:
        return [name_of(name) for name in self.offer.kept]


def name_of(name: str) -> str:
    """What a field is called on the page."""
    own = {
        "title": _("Title"),
        "description": _("Text"),
        PLACE: _("Place"),
        WHEN: _("When"),
        "dates": _("More dates"),
        "cancelled": _("Whether it takes place"),
    }
    return own.get(name) or str(Event._meta.get_field(name).verbose_name)


@transaction.atomic
def _keep(request: MemberRequest, upload: Upload, now: datetime) -> None:
    """Keep what was written and ticked on this page; what is answered once holds for all of it."""
    locked = Upload.objects.select_for_update(of=("self",)).select_related("source").get(pk=upload.pk)
    if locked.taken_at:
        return
    understanding = Understanding(locked, user=request.user, now=now)
    offers = understanding.offers(locked.rows.all())
    for offer in offers:
        prefix = f"row-{offer.row.number}"
        if f"{prefix}-there" not in request.POST or offer.row.outcome is not None:
            continue
        form = RowForm(request.POST, offer=offer)
        form.is_valid()
        offer.row.typed = form.typed()
        if offer.can_be_taken:
            offer.row.is_ticked = f"{prefix}-tick" in request.POST
        offer.row.save(update_fields=["typed", "is_ticked"])
    locked.answers = _answers(request, locked, understanding, now)
    locked.save(update_fields=["answers"])
    upload.answers = locked.answers


def _answers(
    request: MemberRequest, upload: Upload, understanding: Understanding, now: datetime
) -> dict[str, Any]:
    answers = dict(upload.answers)
    with suppress(ValueError):
        year = int(request.POST.get("year", ""))
        if FIRST_YEAR <= year <= LAST_YEAR:
            answers[YEAR] = year
    for kind, asked in (
        ("places", understanding.asked_places),
        ("organisers", understanding.asked_organisers),
    ):
        kept = dict(answers.get(kind, {}))
        for number, key in enumerate(sorted(asked)):
            if answer := request.POST.get(f"{kind}-{number}", "")[:20]:
                kept[key] = answer
        answers[kind] = kept
    gone = {row.pk for row in gone_of(upload, understanding, now)}
    answers["gone"] = [pk for pk in gone if f"gone-{pk}" in request.POST]
    return answers


def _take_in(request: MemberRequest, upload: Upload, now: datetime) -> HttpResponse:
    has_begun = services.begin(upload=upload, now=now)
    if has_begun and services.take_in(upload=upload, user=request.user, now=now, most=services.AT_ONCE):
        # Lost where the broker is away: the round of every ten minutes finds what is left.
        nudge(TAKE_IN_REST)
    return redirect("portal_taking_in_report", upload.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, upload: UUID) -> HttpResponse:
    """What became of each row. What is left is taken in by itself, or by the button when nobody does.

    What asked something is still there to be answered, and taken in afterwards.
    """
    brought = own_upload(request, upload)
    rows = list(brought.rows.values_list("outcome", flat=True))
    if brought.taken_at is None and all(row is None for row in rows):
        return redirect("portal_taking_in_review", brought.public_id)
    if request.method == "POST" and brought.taken_at:
        services.take_in(upload=brought, user=request.user, now=timezone.now(), most=services.AT_ONCE)
        return redirect("portal_taking_in_report", brought.public_id)
    outcomes = [*brought.answers.get("done", []), *(each for row in rows for each in row or [])]
    own = set(
        Event.objects.for_user(request.user)
        .filter(pk__in=[each[2] for each in outcomes])
        .values_list("pk", flat=True)
    )
    context = {
        "upload": brought,
        "outcomes": [(what, title, pk if pk in own else None) for what, title, pk in outcomes],
        "left": sum(row is None for row in rows) if brought.taken_at else 0,
        "asked": sum(row is None for row in rows) if brought.taken_at is None else 0,
        "number": len(rows),
        "number_done": sum(row is not None for row in rows),
    }
    return render(request, "exchange/taking_in/report.html", context)


@login_required
@require_POST
def forget(request: MemberRequest, upload: UUID) -> HttpResponse:
    """Throw it away: nothing of it was taken in, or all that is left of it is the report."""
    own_upload(request, upload).delete()
    return redirect("portal_taking_in")
