"""Sections that a county writes, for all its municipalities' packages."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.commits import after_commit
from core.forms import Form
from core.limits import count_staff_form
from core.sending import once
from newcomers.welcome.content.languages import package_languages
from newcomers.welcome.content.notation import as_html, as_typed
from newcomers.welcome.content.segments import segments_of
from newcomers.welcome.content.texts import tally, texts_of
from newcomers.welcome.content.translating import ask_machine_again
from newcomers.welcome.models import SharedSection
from newcomers.welcome.package_forms import USUAL, language_choices
from newcomers.welcome.views import translating
from organisations.models import Region
from organisations.roles import Capability, roles_with

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


class SectionForm(Form):
    """A section: its words in one language. Its translations are written beside it."""

    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("An empty line begins a paragraph. **Bold**, [words](https://address)."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Written in"), choices=language_choices, initial="nb")
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Translated into"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL,
    )
    is_on = forms.BooleanField(
        label=gettext_lazy("The municipalities may use it"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without it the section is left out of what is sent from now on."),
    )


def own_county(request: MemberRequest, slug: str) -> Region:
    """A county whose editor the user is; a 404 else."""
    counties = Region.objects.filter(kind=Region.Kind.COUNTY)
    if not request.user.is_superuser:
        held = request.user.roles.filter(role__in=roles_with(Capability.SHARE_TEMPLATES))
        counties = counties.filter(pk__in=held.filter(region__isnull=False).values("region"))
    return get_object_or_404(counties, slug=slug)


def own_section(request: HttpRequest, pk: int) -> SharedSection:
    return get_object_or_404(SharedSection.objects.written_by(request.user).select_related("county"), pk=pk)


@login_required
@require_GET
def section_list(request: MemberRequest, slug: str) -> HttpResponse:
    """The county's sections, and how far each has come in each language."""
    county = own_county(request, slug)
    sections = list(SharedSection.objects.filter(county=county))
    texts = texts_of(sections)
    rows = [
        (
            section,
            [
                (code, tally(segments_of(section), texts[SharedSection, section.pk], code, section.language))
                for code in section.languages
                if code != section.language
            ],
        )
        for section in sections
    ]
    return render(request, "welcome/sections.html", {"county": county, "rows": rows, "here": "sections"})


@login_required
@GET_OR_POST
def section_new(request: MemberRequest, slug: str) -> HttpResponse:
    county = own_county(request, slug)
    form = SectionForm(request.POST or None)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            return redirect(once(request, partial(_keep_new, form, county)))
    context = {"form": form, "county": county, "here": "sections", "crumbs": _crumbs(county)}
    return render(request, "welcome/section_form.html", context)


def _crumbs(county: Region) -> list[tuple[str, str]]:
    """The way back: (label, address)."""
    return [(_("Shared sections"), reverse("section_list", args=[county.slug]))]


def _keep_new(form: SectionForm, county: Region) -> str:
    _keep(form, SharedSection(county=county))
    return reverse("section_list", args=[county.slug])


@login_required
@GET_OR_POST
def section_edit(request: HttpRequest, pk: int) -> HttpResponse:
    section = own_section(request, pk)
    initial = {**vars(section), "text": as_typed(section.text)}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            _keep(form, section)
            after_commit(ask_machine_again, section)
            messages.success(request, _("The section is saved."), extra_tags="done")
            return redirect("section_list", section.county.slug)
    context = {"form": form, "section": section, "county": section.county, "here": "sections"}
    return render(request, "welcome/section_form.html", {**context, "crumbs": _crumbs(section.county)})


def _keep(form: SectionForm, section: SharedSection) -> None:
    data = form.cleaned_data
    section.heading, section.text = data["heading"], as_html(data["text"])
    section.language, section.is_on = data["language"], data["is_on"]
    section.languages = [code for code in data["languages"] if code != data["language"]]
    section.save()


def section_in(request: HttpRequest, pk: int, language: str) -> SharedSection:
    section = own_section(request, pk)
    if language not in package_languages() or language == section.language:
        raise Http404
    return section


@login_required
@GET_OR_POST
def section_translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """GET shows both texts, POST saves one of them."""
    section = section_in(request, pk, language)
    clash: dict[str, str] = {}
    if request.method == "POST":
        count_staff_form(request)
        clash = translating.save(request, section, language)
        if not clash:
            return redirect(f"{request.path}#text-{request.POST.get('number', '1')}")
    context = {
        "section": section,
        "county": section.county,
        "source_language": section.language,
        "crumbs": _crumbs(section.county),
    }
    return translating.page(request, "welcome/section_translate.html", section, language, context, clash)


@login_required
@require_POST
def section_machine(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    section = section_in(request, pk, language)
    count_staff_form(request)
    translating.ask(request, section, language)
    return redirect("section_translate", pk, language)
