"""The page on which somebody asks the organiser something. No address is shown, and no account is needed."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.form_fields import EmailField
from core.forms import Form
from core.limits import TooMany, count_question, hold
from core.names import clean_name
from core.privacy import QUESTION
from events.discovery import questions
from events.discovery.addresses import with_public_date
from events.models import Occurrence

LONGEST_QUESTION = 2000


class QuestionForm(Form):
    """What somebody wants to know, and where the answer goes."""

    words = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        help_text=_("Write in your own language if you like. The organiser can have it translated."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write your question.")},
    )
    email = EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The organiser answers you there. Nobody else sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Type your e-mail address, so that the organiser can answer you.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"]) if self.cleaned_data["name"] else ""


@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def ask_organiser(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The form, and what it does. Without an address there is none: the date's page says what to do."""
    organisation = occurrence.organisation
    if not organisation.email:
        return HttpResponseRedirect(_event_url(occurrence) + "#organiser")
    form = QuestionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            count_question(request, organisation=organisation.pk)
        except TooMany as too_many:
            hold(request, too_many, form)
            status = 429
        else:
            questions.ask(
                occurrence=occurrence,
                language=get_language() or "nb",
                now=timezone.now(),
                **form.cleaned_data,
            )
            slug = occurrence.municipality.slug
            return HttpResponseRedirect(reverse("question_sent", args=[slug, occurrence.public_id]))
    elif form.errors:
        status = 400
    return render(request, "events/ask.html", {**_context(occurrence), "form": form}, status=status)


@require_safe
@with_public_date
def question_sent(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The same page for everybody: it knows the date, and nothing about who asked."""
    if not occurrence.organisation.email:
        raise Http404
    return render(request, "events/asked.html", _context(occurrence))


def _context(occurrence: Occurrence) -> dict[str, object]:
    return {
        "occurrence": occurrence,
        "event": occurrence.event,
        "text": occurrence.event.text_for(),
        "organisation": occurrence.organisation,
        "municipality": occurrence.municipality,
        "event_url": _event_url(occurrence),
        "purpose": QUESTION,
    }


def _event_url(occurrence: Occurrence) -> str:
    return reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])
