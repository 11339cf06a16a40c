"""Rate limits on forms that send mail. The address is the client's, behind one trusted proxy."""

from django.http import HttpRequest
from django_ratelimit.decorators import ratelimit

# A household or a library shares one address: ten a minute is far above what people do and below what robots
# do.
limit_form = ratelimit(key="ip", rate="10/m", method="POST", block=True)


def typed_address(group: str, request: HttpRequest) -> str:
    return request.POST.get("email", "").strip().lower()


def rate_per_address(group: str, request: HttpRequest) -> str | None:
    """A family signs up for many things in an hour, but nobody for more than this. No address, no limit."""
    return "20/h" if typed_address(group, request) else None


# The mails go to whoever is typed in: this protects that person from those who type, wherever they are.
limit_address = ratelimit(key=typed_address, rate=rate_per_address, method="POST", block=True)
