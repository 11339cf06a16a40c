"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site_context(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION}
