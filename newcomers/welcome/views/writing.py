"""Making packages and steps, and the people to contact: pages of the portal for those who write."""

from functools import partial
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.limits import count_staff_form
from core.models import User
from core.picture_choice import Focus, keep
from core.sending import once
from newcomers.models import settings_of
from newcomers.welcome.content import packages, starting
from newcomers.welcome.models import Contact, PackageStep, WelcomePackage
from newcomers.welcome.package_forms import ContactForm, CrestForm, LanguagesForm, PackageForm, StepForm
from newcomers.welcome.views.packages import EDIT, own_municipality
from organisations.models import Municipality
from organisations.tenancy.grants import collection_for

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def to_copy(municipality: Municipality):
    """Packages of which another municipality has published something."""
    published = WelcomePackage.objects.filter(steps__live=True, municipality__is_active=True)
    others = published.exclude(municipality=municipality).distinct()
    return others.select_related("municipality__county").order_by("municipality__name", "pk")


@login_required
@GET_OR_POST
def package_new(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """A new package, all of it a draft."""
    municipality = own_municipality(request, kommunenummer)
    initial: dict[str, object] = {"language": municipality.language, "name": _("Welcome package")}
    chosen = settings_of(municipality).languages
    if chosen:
        initial["languages"] = chosen
    form = PackageForm(request.POST or None, packages=to_copy(municipality), initial=initial)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            make = partial(_make, form.cleaned_data, municipality, cast(User, request.user))
            answer = redirect(once(request, make))
            said = _("The package is a draft. Read its steps, and publish them one by one.")
            messages.success(request, said)
            return answer
    context = {"form": form, "municipality": municipality, "here": "packages"}
    return render(request, "welcome/package_new.html", context)


def _make(data: dict, municipality: Municipality, user: User) -> str:
    now = timezone.now()
    if data["begin"] == "copy":
        made = packages.copy_package(
            source=data["copied"],
            municipality=municipality,
            name=data["name"],
            kind=data["kind"],
            user=user,
            now=now,
        )
    else:
        made = packages.make_package(
            municipality=municipality,
            name=data["name"],
            kind=data["kind"],
            language=data["language"],
            languages=data["languages"],
            with_texts=data["begin"] == "texts",
            user=user,
            now=now,
        )
    return f"{reverse('package_list', args=[municipality.pk])}#package-{made.pk}"


@login_required
@GET_OR_POST
def package_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """A package's name and languages, and one more step."""
    rows = WelcomePackage.objects.for_user(request.user).select_related("municipality__county")
    package = get_object_or_404(rows, pk=pk)
    initial = {"name": package.name, "languages": package.languages}
    form = LanguagesForm(request.POST or None, initial=initial)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            package.name = form.cleaned_data["name"]
            package.languages = [each for each in form.cleaned_data["languages"] if each != package.language]
            package.save(update_fields=["name", "languages"])
            messages.success(request, _("The package is saved."), extra_tags="done")
            return redirect("package_list", package.municipality_id)
    context = {
        "form": form,
        "step_form": StepForm(auto_id="step_%s"),
        "package": package,
        "municipality": package.municipality,
        "here": "packages",
    }
    return render(request, "welcome/package_settings.html", context)


@login_required
@require_POST
def step_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more step, a draft; Wagtail opens it."""
    package = get_object_or_404(WelcomePackage.objects.for_user(request.user), pk=pk)
    count_staff_form(request)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("No step was added: choose when it is sent, and for days write how many."))
        return redirect("package_settings", package.pk)
    try:
        step = packages.begin_step(
            package=package,
            kind=form.cleaned_data["kind"],
            after_days=form.cleaned_data["after_days"],
            user=cast(User, request.user),
            now=timezone.now(),
        )
    except packages.StepThere:
        messages.error(request, _("No step was added: the package has one for that time already."))
        return redirect("package_settings", package.pk)
    return redirect(EDIT, step.pk)


@login_required
@require_POST
def step_explainer(request: HttpRequest, pk: int) -> HttpResponse:
    """A word that we have explained, at the end of the step's draft."""
    steps = PackageStep.objects.for_user(request.user).select_related(
        "package__municipality", "latest_revision"
    )
    step = get_object_or_404(steps, pk=pk)
    count_staff_form(request)
    name = request.POST.get("word", "")
    if name in starting.EXPLAINERS and step.package.language in starting.LANGUAGES:
        packages.add_explainer(step=step, name=name, user=cast(User, request.user), now=timezone.now())
    return redirect(EDIT, step.pk)


@login_required
@require_GET
def contacts(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """The people to contact, each once."""
    municipality = own_municipality(request, kommunenummer)
    rows = Contact.objects.filter(municipality=municipality).select_related("picture")
    context = {"contacts": rows, "municipality": municipality, "here": "packages"}
    return render(request, "welcome/contacts.html", context)


@login_required
@GET_OR_POST
def contact_new(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    municipality = own_municipality(request, kommunenummer)
    form = ContactForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            return redirect(once(request, partial(_keep_new, request, form, municipality)))
    context = {"form": form, "municipality": municipality, "here": "packages"}
    return render(request, "welcome/contact_form.html", context)


def _keep_new(request: HttpRequest, form: ContactForm, municipality: Municipality) -> str:
    _keep(request, form, Contact(municipality=municipality))
    return reverse("package_contacts", args=[municipality.pk])


@login_required
@GET_OR_POST
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Contact.objects.for_user(request.user).select_related("municipality__county", "picture")
    contact = get_object_or_404(rows, pk=pk)
    form = ContactForm(request.POST or None, request.FILES or None, initial=ContactForm.initial_of(contact))
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            _keep(request, form, contact)
            return redirect("package_contacts", contact.municipality_id)
    context = {"form": form, "contact": contact, "municipality": contact.municipality, "here": "packages"}
    return render(request, "welcome/contact_form.html", context)


def _keep(request: HttpRequest, form: ContactForm, contact: Contact) -> None:
    data = form.cleaned_data
    for name in ("name", "phone", "email", "languages"):
        setattr(contact, name, data[name])
    if data["picture"]:
        contact.picture = keep(
            data["picture"],
            contact.name,
            Focus.TOP,
            user=cast(User, request.user),
            collection=collection_for(contact.municipality),
        )
    contact.save()
    messages.success(
        request, _("Saved: what you send from now on has it, in every language."), extra_tags="done"
    )


@login_required
@GET_OR_POST
def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST deletes: the packages leave the person out from then on."""
    rows = Contact.objects.for_user(request.user).select_related("municipality__county")
    contact = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        count_staff_form(request)
        contact.delete()
        messages.success(request, _("The person to contact is deleted."), extra_tags="done")
        return redirect("package_contacts", contact.municipality_id)
    context = {"contact": contact, "municipality": contact.municipality, "here": "packages"}
    return render(request, "welcome/contact_delete.html", context)


@login_required
@GET_OR_POST
def crest(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """The municipality's coat of arms, for e-mails and booklets."""
    municipality = own_municipality(request, kommunenummer)
    form = CrestForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            municipality.crest = keep(
                form.cleaned_data["crest"],
                municipality.name,
                Focus.MIDDLE,
                user=cast(User, request.user),
                collection=collection_for(municipality),
            )
            municipality.save(update_fields=["crest"])
            messages.success(request, _("The coat of arms is saved."), extra_tags="done")
            return redirect("package_list", municipality.pk)
    context = {"form": form, "municipality": municipality, "here": "packages"}
    return render(request, "welcome/crest.html", context)
