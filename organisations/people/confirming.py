"""A page that asks before it acts: GET says what follows, POST does it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.forms import Form
from organisations.models import Municipality


@dataclass(frozen=True)
class Question:
    """What is asked. `kicker` is what it is about, `says` what follows from a yes, one paragraph each."""

    title: str
    kicker: str
    says: tuple[str, ...]
    button: str
    back: str
    form: Form | None = None
    here: str = ""
    # Whose menu the page has.
    municipality: Municipality | None = None
    is_open: bool = True

    def page(self, request: HttpRequest, *, status: int = 200) -> HttpResponse:
        return render(
            request,
            "organisations/people/confirm.html",
            {
                "question": self,
                "form": self.form,
                "here": self.here,
                "municipality": self.municipality,
            },
            status=status,
        )
