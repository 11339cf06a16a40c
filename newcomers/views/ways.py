"""Ways in: links and QR codes that employers, schools and libraries hand out, and what each has brought."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.sending import once
from core.typesetting import services as typesetting
from newcomers.forms.selections import WayInForm
from newcomers.models import WayIn
from newcomers.poster import address_of, code_for_page, poster_of
from newcomers.views.scope import welcoming_municipality


def _way(request: HttpRequest, pk: int) -> WayIn:
    rows = WayIn.objects.for_user(request.user).select_related("municipality__county")
    return get_object_or_404(rows, pk=pk)


@login_required
def way_in_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """All of the municipality's, with how many have asked through each; and a form that makes one."""
    municipality = welcoming_municipality(request, kommunenummer)
    form = WayInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            way = WayIn.objects.create(
                municipality=municipality, created_at=timezone.now(), **form.cleaned_data
            )
            return reverse("way_in_detail", args=[way.pk])

        leads_to = once(request, make)
        messages.success(request, _("The link is ready. Copy it, or print its poster."))
        return redirect(leads_to)
    ways = WayIn.objects.for_user(request.user).filter(municipality=municipality)
    context = {"municipality": municipality, "here": "newcomers", "ways": ways, "form": form}
    context["own_page"] = request.build_absolute_uri(reverse("be_welcomed", args=[municipality.slug]))
    return render(request, "newcomers/ways.html", context, status=400 if form.errors else 200)


@login_required
@require_GET
def way_in_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The link, its QR code, what it has brought; `?poster` orders the poster and shows how far it is."""
    way = _way(request, pk)
    now = timezone.now()
    here = reverse("way_in_detail", args=[way.pk])
    context = {
        "way": way,
        "municipality": way.municipality,
        "address": address_of(way),
        "qr": code_for_page(way),
        "here": f"{here}?poster=1",
        "file": reverse("way_in_poster_file", args=[way.pk]),
    }
    if "poster" in request.GET:
        made = typesetting.ask(recipe=poster_of(way), now=now)
        context |= {"made": made, "is_late": made.is_late(now=now)}
    is_partial = request.headers.get("HX-Request") == "true"
    template = "events/printing/_made_answer.html" if is_partial else "newcomers/way.html"
    return render(request, template, context)


@login_required
@require_GET
def way_in_poster_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster; the page that orders it where it is not made yet."""
    way = _way(request, pk)
    made = typesetting.find(recipe=poster_of(way))
    content = typesetting.content_of(made) if made and made.is_made else None
    if content is None:
        return redirect(f"{reverse('way_in_detail', args=[way.pk])}?poster=1")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{way.municipality_id}-{way.pk}.pdf"'
    return response


@login_required
@require_POST
def way_in_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it, or open it again: what is closed leads to the municipality's own page."""
    way = _way(request, pk)
    way.closed_at = None if way.closed_at else timezone.now()
    way.save(update_fields=["closed_at"])
    said = _("The link is closed.") if way.closed_at else _("The link is open again.")
    messages.success(request, said)
    return redirect("way_in_detail", way.pk)
