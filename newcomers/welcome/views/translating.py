"""The source on one side and the translation on the other, text by text."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.limits import count_staff_form
from core.models import User
from core.text import clean, clean_line
from newcomers.welcome.content import machine, translating
from newcomers.welcome.content.languages import package_languages
from newcomers.welcome.content.notation import as_html, as_typed
from newcomers.welcome.content.richtext import cleaned
from newcomers.welcome.content.segments import RICH, Segment
from newcomers.welcome.content.texts import Worth
from newcomers.welcome.content.working import working_segments
from newcomers.welcome.models import PackageStep

# As wide as the columns and blocks that they stand in.
LONGEST = {"subject": 120, "heading": 80}
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
TAKEN_OUT = gettext_lazy(
    "This text is not in the package any longer: somebody has taken it out. Nothing was saved."
)

PARTS: dict[str, str | Promise] = {
    "subject": gettext_lazy("Subject of the e-mail"),
    "letter": gettext_lazy("Letter"),
    "contacts": gettext_lazy("People to contact"),
    "checklist": gettext_lazy("Checklist"),
    "places": gettext_lazy("Places"),
    "offers": gettext_lazy("Offers"),
    "explainer": gettext_lazy("Norwegian word, explained"),
    "qr": gettext_lazy("QR code"),
    "next_events": gettext_lazy("The next things near you"),
    "shared": gettext_lazy("Section"),
}


@dataclass(frozen=True)
class Box:
    """One text as the page shows it. `number` is its place on the page, from 1."""

    number: int
    segment: Segment
    worth: Worth
    source_html: str
    typed: str
    seen: str
    # What somebody else has written meanwhile; "" else.
    stands: str = ""

    @property
    def part(self) -> str | Promise:
        return PARTS[self.segment.part]

    @property
    def is_rich(self) -> bool:
        return self.segment.kind == RICH

    @property
    def longest(self) -> int:
        return longest(self.segment)


def longest(segment: Segment) -> int:
    return LONGEST_TEXT if segment.kind == RICH else LONGEST.get(segment.field, LONGEST_LINE)


def boxes(source: translating.Source, language: str) -> list[Box]:
    return [
        Box(
            number=number,
            segment=row.segment,
            worth=row.translated.worth,
            source_html=cleaned(row.segment.text) if row.segment.kind == RICH else "",
            typed=as_typed(row.translated.text) if row.segment.kind == RICH else row.translated.text,
            seen=row.seen,
        )
        for number, row in enumerate(translating.rows_of(source, language), start=1)
    ]


def step_of(request: HttpRequest, pk: int, language: str) -> PackageStep:
    """One that the user may translate, into a language that is not its own; a 404 else."""
    steps = PackageStep.objects.translatable_by(request.user)
    steps = steps.select_related("package__municipality__county", "latest_revision")
    step = get_object_or_404(steps, pk=pk)
    if language not in package_languages() or language == step.package.language:
        raise Http404
    return step


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """GET shows all texts, POST saves one of them."""
    step = step_of(request, pk, language)
    clash: dict[str, str] = {}
    if request.method == "POST":
        count_staff_form(request)
        clash = save(request, step, language)
        if not clash:
            return redirect(f"{request.path}#text-{request.POST.get('number', '1')}")
    context = {"step": step, "municipality": step.municipality, "source_language": step.package.language}
    return page(request, "welcome/translate.html", step, language, context, clash)


def page(
    request: HttpRequest,
    template: str,
    source: translating.Source,
    language: str,
    context: dict[str, object],
    clash: dict[str, str],
) -> HttpResponse:
    rows = boxes(source, language)
    if clash:
        rows = [
            Box(**{**vars(box), "typed": clash["typed"], "stands": box.typed})
            if box.segment.path == clash["path"]
            else box
            for box in rows
        ]
    return render(
        request,
        template,
        {
            **context,
            "here": "packages",
            "language": language,
            "boxes": rows,
            "open_count": sum(box.worth in (Worth.MISSING, Worth.OUTDATED, Worth.MACHINE) for box in rows),
            "missing_count": sum(box.worth == Worth.MISSING for box in rows),
            "service": machine.service_for(str(context["source_language"]), language),
            "clash": clash,
        },
        status=409 if clash else 200,
    )


def save(request: HttpRequest, source: translating.Source, language: str) -> dict[str, str]:
    """Keep one text and say so. What the page shows again where it could not be kept; {} where it was."""
    path, typed = request.POST.get("path", ""), request.POST.get("text", "")
    segment = next((each for each in working_segments(source) if each.path == path), None)
    if segment is None:
        messages.error(request, TAKEN_OUT)
        return {}
    text = as_html(clean(typed)) if segment.kind == RICH else clean_line(typed)
    if not text.strip() or len(text) > longest(segment):
        messages.error(
            request,
            _("Nothing was saved: the box is empty, or the text is too long for its place. Write it again."),
        )
        return {"path": path, "typed": typed} if text.strip() else {}
    try:
        is_current = _keep(request, source, language, segment, text)
    except translating.NoSuchText:
        messages.error(request, TAKEN_OUT)
    except translating.WrittenMeanwhile:
        messages.error(
            request,
            _(
                "Somebody else has written this since you opened the page. Both are shown below: save yours "
                "again if it is the right one."
            ),
        )
        return {"path": path, "typed": typed}
    else:
        _say_kept(request, is_current=is_current)
    return {}


def _keep(
    request: HttpRequest, source: translating.Source, language: str, segment: Segment, text: str
) -> bool:
    source_hash = request.POST.get("source_hash", "")
    return translating.translate(
        source=source,
        language=language,
        path=segment.path,
        source_hash=source_hash if len(source_hash) == len(segment.hash) else segment.hash,
        seen=request.POST.get("seen", ""),
        text=text,
        user=cast(User, request.user),
        now=timezone.now(),
    )


def _say_kept(request: HttpRequest, *, is_current: bool) -> None:
    if is_current:
        messages.success(request, _("The text is saved."), extra_tags="done")
    else:
        messages.warning(
            request,
            _("What you wrote is saved, but the original was changed meanwhile. Read both once more."),
        )


@login_required
@require_POST
def step_machine(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Have a machine fill in what is missing."""
    step = step_of(request, pk, language)
    count_staff_form(request)
    ask(request, step, language)
    return redirect("step_translate", pk, language)


def ask(request: HttpRequest, source: translating.Source, language: str) -> None:
    if translating.ask_machine(source=source, language=language):
        messages.info(
            request,
            _(
                "The machine has begun. Load the page again in a minute: what it wrote is marked until "
                "somebody has read it."
            ),
        )
    else:
        messages.error(
            request,
            _("The machine could not be asked just now. Nothing was changed. Try again in a few minutes."),
        )
