"""What waits beside people: translations, and who stands in."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import day_with_year, number, written_language_in_words
from core.isolation import filled
from newcomers.welcome.desk.parts import Desk, Line, Waiting, also_waits
from newcomers.welcome.desk.people import new_arrivals, on_paper, set_aside
from organisations.models import Substitution


def register_parts() -> None:
    """Called while the app gets ready: what the desk itself asks, in this order."""
    for part in (new_arrivals, set_aside, on_paper, translations, standing_in):
        also_waits(part)


def translations(desk: Desk) -> Iterable[Waiting]:
    """Texts of packages in use that are missing in a language, or say what the source said before."""
    missing: Counter[str] = Counter()
    outdated: Counter[str] = Counter()
    for grid in desk.grids:
        cells = [cell for row in grid.rows for cell in row.cells if grid.is_live and cell.step.is_sendable]
        for cell in cells:
            missing[cell.language] += cell.missing
            outdated[cell.language] += cell.outdated
    languages = [code for code in missing if missing[code] or outdated[code]]
    if not languages:
        return
    count = missing.total() + outdated.total()
    title = ngettext("%(number)s text to translate", "%(number)s texts to translate", count)
    yield Waiting(
        key="translations",
        title=filled(title, number=number(count)),
        text=_("Until then the reader gets these in the nearest language there is."),
        url=desk.url("package_list"),
        action=_("See the languages"),
        icon="talk",
        number=count,
        lines=[
            Line(text=written_language_in_words(code), note=_in_words(missing[code], outdated[code]))
            for code in languages
        ],
    )


def _in_words(missing: int, outdated: int) -> str:
    said = []
    if missing:
        text = ngettext("%(counter)s text missing", "%(counter)s texts missing", missing)
        said.append(filled(text, counter=number(missing)))
    if outdated:
        text = ngettext("%(counter)s text out of date", "%(counter)s texts out of date", outdated)
        said.append(filled(text, counter=number(outdated)))
    return " · ".join(said)


def standing_in(desk: Desk) -> Iterable[Waiting]:
    """For which days somebody stands in for the reader, or the reader for somebody."""
    rows = Substitution.objects.not_over(desk.now).filter(municipality=desk.place)
    mine = rows.filter(Q(absent=desk.user) | Q(user=desk.user)).select_related("absent", "user")
    for row in mine:
        is_host = row.absent_id == desk.user.pk
        title = _("%(name)s stands in for you") if is_host else _("You stand in for %(name)s")
        days = {"first": day_with_year(row.first_day), "last": day_with_year(row.last_day)}
        yield Waiting(
            key="substitutes",
            title=filled(title, name=row.user if is_host else row.absent),
            text=filled(_("%(first)s to %(last)s"), **days),
            url=desk.url("portal_substitutes") if is_host else "",
            action=_("Change") if is_host else "",
            icon="people",
        )
