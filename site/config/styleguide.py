"""The style guide's page: every part of the look in realistic content, for whoever makes or reviews a page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind that pages use."""

    name = forms.CharField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send the confirmation and a reminder here."))
    adults = forms.IntegerField(label=_("Adults"), min_value=1, initial=2)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nb", "Norsk bokmål"), ("uk", "Українська"), ("ar", "العربية")]
    )
    message = forms.CharField(label=_("Message to the organiser"), widget=forms.Textarea, required=False)
    admission = forms.ChoiceField(
        label=_("How do people take part?"),
        choices=[("drop_in", _("Just come")), ("sign_up", _("Sign up first"))],
        widget=forms.RadioSelect,
    )
    access = forms.MultipleChoiceField(
        label=_("Access"),
        choices=[("step_free", _("Step-free")), ("loop", _("Hearing loop")), ("interpreter", _("Interpreter"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reminder = forms.BooleanField(
        label=_("Remind me the day before"), help_text=_("One mail, nothing else."), required=False
    )
    file = forms.FileField(label=_("List of new arrivals"), required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    bad = SampleForm({"email": "olena@", "adults": "0", "language": "nb", "admission": "drop_in"})
    crumbs = [("Nordland", "#main"), ("Rana – Raane", "#main")]
    context = {"form": SampleForm(prefix="ok"), "bad_form": bad, "sample_crumbs": crumbs}
    return render(request, "core/styleguide.html", context)
