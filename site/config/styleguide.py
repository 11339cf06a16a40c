"""The style guide's page: every part of the look, in realistic content."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SampleForm(forms.Form):
    """One field of each kind that pages use. Not translated: nobody but its makers reads it."""

    name = forms.CharField(label="Name")
    email = forms.EmailField(
        label="E-mail address", help_text="We send the confirmation and a reminder here."
    )
    adults = forms.IntegerField(label="Adults", min_value=1, initial=2)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(
        label="Language", choices=[("nb", "Norsk bokmål"), ("uk", "Українська"), ("ar", "العربية")]
    )
    message = forms.CharField(label="Message to the organiser", widget=forms.Textarea, required=False)
    admission = forms.ChoiceField(
        label="How do people take part?",
        choices=[("drop_in", "Just come"), ("sign_up", "Sign up first")],
        widget=forms.RadioSelect,
    )
    access = forms.MultipleChoiceField(
        label="Access",
        choices=[("step_free", "Step-free"), ("loop", "Hearing loop"), ("interpreter", "Interpreter")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reminder = forms.BooleanField(
        label="Remind me the day before", help_text="One mail, nothing else.", required=False
    )
    file = forms.FileField(label="List of new arrivals", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    bad = SampleForm({"email": "olena@", "adults": "0", "language": "nb", "admission": "drop_in"})
    crumbs = [("Nordland", "#main"), ("Rana – Raane", "#main")]
    context = {"form": SampleForm(prefix="ok"), "bad_form": bad, "sample_crumbs": crumbs}
    return render(request, "core/styleguide.html", context)
