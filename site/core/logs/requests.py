"""One line per request, with its id, and without what a person typed or a personal link carries."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from core.logs.privacy import route_of


class RequestLogMiddleware(RequestMiddleware):
    """Logs the route (`<lang>/sign-up/<token>/`), never the path or the query: those can name a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route_of(request)}"
