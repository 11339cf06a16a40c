"""Files for everybody: a step's booklet in a language, the poster and the calling card. Nothing in them is a
person's, so that they are kept like other made files (`core.typesetting`)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core.formats import in_a_row, written_language_in_words
from core.languages import language_codes
from core.typesetting import services as typesetting
from core.typesetting.services import Recipe
from newcomers.welcome.booklet.imposing import Source, imposed
from newcomers.welcome.booklet.parts import is_empty
from newcomers.welcome.booklet.recipes import NOTES, card_recipe, paper_recipe, poster_recipe, screen_recipe
from newcomers.welcome.booklet.sources import booklet_of, is_printable, place_of, replaced_in
from newcomers.welcome.booklet.tongues import is_from_the_right
from newcomers.welcome.booklet.views import pdf, welcoming
from newcomers.welcome.booklet.words import language_of_words, unread
from newcomers.welcome.content.rendering import has_machine_words, picture_numbers
from newcomers.welcome.content.resolving import Content, own_texts
from newcomers.welcome.editions import frozen
from newcomers.welcome.models import Contact, PackageStep
from organisations.models import Municipality

PRINT, SCREEN = "print", "screen"
PAPER = {"poster-a4": "a4", "poster-a3": "a3"}
# What each file is called where it is being made.
NAMES = {
    "poster-a4": _("Poster, A4 (PDF)"),
    "poster-a3": _("Poster, A3 (PDF)"),
    "card": _("Calling cards, ten on a sheet (PDF)"),
    PRINT: _("On sheets to fold (PDF)"),
    SCREEN: _("For the screen (PDF)"),
}


def own_step(request: HttpRequest, pk: int) -> PackageStep:
    """A published step of a municipality where the user welcomes people."""
    steps = PackageStep.objects.sendable_by(request.user).filter(live=True)
    related = ("package__municipality__county", "package__municipality__crest", "live_revision")
    return get_object_or_404(steps.select_related(*related), pk=pk)


@login_required
@require_GET
def booklet_step(request: HttpRequest, pk: int) -> HttpResponse:
    """The step as a booklet in each language: its files, and what is not printed as it was written."""
    step = own_step(request, pk)
    now = timezone.now()
    contents = frozen(step, now=now)
    context = {
        "step": step,
        "municipality": step.municipality,
        "here": "packages",
        "rows": [_row(step, code, content) for code, content in contents.items()],
    }
    return render(request, "welcome/booklet/step.html", context)


def _row(step: PackageStep, code: str, content: Content) -> dict[str, Any]:
    """What a host is told of one language before they print it."""
    booklet = booklet_of(content, municipality=step.municipality, now=timezone.now())
    others = {text["language"] for text in own_texts(content)} - {code}
    return {
        "language": code,
        "can_be_made": is_printable(content) and not is_empty(content),
        "is_empty": is_empty(content),
        "replaced": replaced_in(booklet),
        "others": sorted(others),
        "has_machine_words": has_machine_words(content),
        "own_words": language_of_words(code),
        "is_unread": unread(language_of_words(code)),
        "missing_pictures": len(set(picture_numbers(content))) - len(booklet.pictures),
    }


@login_required
@require_GET
def booklet_file(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """The step's booklet in `language`, for nobody by name: for the screen, or on sheets to fold."""
    step = own_step(request, pk)
    content = frozen(step, now=timezone.now()).get(language)
    if form not in (PRINT, SCREEN) or content is None or not is_printable(content) or is_empty(content):
        raise Http404
    booklet = booklet_of(content, municipality=step.municipality, now=timezone.now())
    name = f"{step.municipality.slug}-{language}-{form}"
    what = [step.title, written_language_in_words(language), NAMES[form]]
    recipe = screen_recipe(booklet) if form == SCREEN else paper_recipe(booklet)
    answer = _made(request, step.municipality, recipe, name, what)
    if form == SCREEN:
        return answer
    if answer["Content-Type"] != "application/pdf":
        return answer
    source = Source(answer.content, NOTES, rtl=is_from_the_right(language))
    return pdf(imposed(source, title=step.municipality.full_name), name)


@login_required
@require_GET
def booklet_paper(request: HttpRequest, kommunenummer: str, kind: str) -> HttpResponse:
    """A poster, or calling cards; `?contact=` is whose, of the municipality's people to contact."""
    municipality = welcoming(request, kommunenummer)
    place, languages = place_of(municipality), language_codes()
    if kind in PAPER:
        recipe = poster_recipe(place, languages, paper=PAPER[kind])
    elif kind == "card":
        recipe = card_recipe(place, languages, _contact(request, kommunenummer))
    else:
        raise Http404
    return _made(request, municipality, recipe, f"{municipality.slug}-{kind}", [NAMES[kind]])


def _contact(request: HttpRequest, kommunenummer: str) -> dict[str, Any] | None:
    number = request.GET.get("contact", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return get_object_or_404(Contact, municipality=kommunenummer, pk=number).as_shown()


def _made(
    request: HttpRequest, municipality: Municipality, recipe: Recipe, name: str, what: list[Any]
) -> HttpResponse:
    """The file; or a page that says that it is being made, and looks again by itself."""
    now = timezone.now()
    made = typesetting.ask(recipe=recipe, now=now)
    content = typesetting.content_of(made) if made.is_made else None
    if content is not None:
        return pdf(content, name)
    context = {
        "municipality": municipality,
        "here": "packages",
        "made": made,
        "is_late": made.is_late(now=now),
        "what": in_a_row(*what),
    }
    response = render(request, "welcome/booklet/making.html", context)
    if not made.has_failed:
        response["Refresh"] = "2"
    return response
