"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from core.sms.messages import is_offered


def site_context(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION, "sms_is_offered": is_offered()}
