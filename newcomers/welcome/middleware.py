"""Keeps municipalities apart in wagtail-localize, which asks only whether a user translates at all."""

from collections.abc import Callable

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

Handler = Callable[[HttpRequest], HttpResponse]
# Says nothing about any row.
OPEN_TO_ALL: set[str | None] = {"javascript_catalog"}


class TranslationScopeMiddleware:
    """A translation belongs to whoever may change its source; for everyone else it does not exist.

    Its reports and its listing of snippets know no municipalities: they are for superusers.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        match = request.resolver_match
        if match is None or "wagtail_localize" not in match.namespaces or match.url_name in OPEN_TO_ALL:
            return
        # Whoever is not logged in is sent to the log-in by the view.
        if request.user.is_anonymous or request.user.is_superuser:
            return
        source = translated_object(kwargs)
        if source is None or not may_change(request.user, source):
            raise Http404


def translated_object(kwargs: dict) -> TranslatableMixin | None:
    """What the address is about, from the names that wagtail-localize gives to the parts of its addresses."""
    if "translation_id" in kwargs:
        translation = get_object_or_404(
            Translation.objects.select_related("source"), pk=kwargs["translation_id"]
        )
        return translation.source.get_source_instance()
    if "translation_source_id" in kwargs:
        return get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"]).get_source_instance()
    if "page_id" in kwargs:
        return get_object_or_404(Page, pk=kwargs["page_id"])
    if "pk" in kwargs and str(kwargs["pk"]).isdecimal():
        return get_object_or_404(named_model(kwargs), pk=kwargs["pk"])
    return None


def named_model(kwargs: dict) -> type[TranslatableMixin]:
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, TranslatableMixin):
        raise Http404
    return model


def may_change(user, instance: TranslatableMixin) -> bool:
    if isinstance(instance, Page):
        return instance.specific.permissions_for_user(user).can_edit()
    policy = policy_registry.get_by_type(type(instance))
    return policy.user_has_permission_for_instance(user, "change", instance)
