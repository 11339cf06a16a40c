"""What keeps municipalities apart where Wagtail itself knows only one organisation."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class ReportsForSuperusersMiddleware:
    """Wagtail's reports list rows by kind, not by municipality: they are for those who run the installation."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        match = request.resolver_match
        if "wagtailadmin_reports" in match.namespaces and not request.user.is_superuser:
            raise Http404
