"""The page for a failed form token, which belongs to no room."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.responses import problem


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies at all."""
    return problem(
        request,
        status=403,
        title=_("This form is too old"),
        message=_(
            "Nothing was sent. Go back, load the page again and fill in the form once more. "
            "Your browser must accept the site's own cookies."
        ),
    )
