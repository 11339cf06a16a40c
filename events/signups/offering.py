"""The form to sign up, on the page of the date itself: a name and an address, and one is signed up."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from core.privacy import SIGNUP
from events.choices import SignupFor
from events.discovery.joining import Joining
from events.models import Occurrence
from events.signups.besides import parts_for
from events.signups.forms import SignUpForm


def sign_up_here(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Joining:
    """The same form as on its own page, where it stands again when something in it is wrong."""
    url = reverse("sign_up", args=[occurrence.municipality.slug, occurrence.public_id])
    values = {
        "form": SignUpForm(),
        "besides": parts_for(occurrence, now=now),
        "url": url,
        "purpose": SIGNUP,
        "is_course": occurrence.event.signup_for == SignupFor.COURSE,
        "takes_several": occurrence.event.signup_for == SignupFor.SEVERAL,
    }
    return Joining("signups/sign_up_here.html", values)
