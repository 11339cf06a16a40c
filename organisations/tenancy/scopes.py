"""What a request to the admin is about, and whether that is the user's own: one function per kind of thing.

Each raises `Http404` for what belongs to another municipality, so that it cannot be told from what does not
exist, and `PermissionDenied` for what is the user's own but not theirs to do.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin, UploadedFile
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail_localize.models import Translation, TranslationSource

from organisations.tenancy.pages import StaffPermissionTester
from organisations.tenancy.policies import MunicipalityPolicy
from organisations.tenancy.routes import Rule

Scope = Callable[[HttpRequest, Rule, Mapping[str, Any]], None]


def publishes(request: HttpRequest) -> bool:
    """Whether this request would make something public: every such button of the admin has its word here."""
    sent = request.POST
    return request.method == "POST" and ("action-publish" in sent or sent.get("action") == "publish")


def wanted(request: HttpRequest, rule: Rule) -> tuple[str, ...]:
    """What one must be allowed to do to come through."""
    return (rule.action, "publish") if publishes(request) else (rule.action,)


def page(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    check_page(request, get_object_or_404(Page, pk=kwargs[rule.key]), *wanted(request, rule))


def lower_page(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A page under the one that the municipality was given: that one itself is not theirs to take away."""
    found = get_object_or_404(Page, pk=kwargs[rule.key])
    check_page(request, found, *wanted(request, rule))
    if StaffPermissionTester(request.user, found).is_given():
        raise PermissionDenied


def check_page(request: HttpRequest, found: Page, *actions: str) -> None:
    if actions == ("explore",):
        if not page_permission_policy.explorable_instances(request.user).filter(pk=found.pk).exists():
            raise Http404
        return
    tester = found.permissions_for_user(request.user)
    if not tester.permissions and not tester.can_edit():
        raise Http404
    allowed = {*tester.permissions, *(["change"] if tester.can_edit() else [])}
    if not allowed.issuperset(actions):
        raise PermissionDenied


def linkable_page(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A page that anybody may read, or an own draft: it is named above the list of what is under it."""
    found = get_object_or_404(Page, pk=kwargs[rule.key])
    own = page_permission_policy.explorable_instances(request.user)
    if not (found.live or found.is_root() or own.filter(pk=found.pk).exists()):
        raise Http404


def image(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    model = get_image_model()
    policy = policy_registry.get_by_type(model)
    own = policy.instances_user_has_any_permission_for(request.user, ["change", "delete", "choose"])
    found = own.filter(pk=number(kwargs[rule.key])).first()
    if found is None:
        raise Http404
    if not policy.user_has_permission_for_instance(request.user, rule.action, found):
        raise PermissionDenied


# How Wagtail names the fields of that form.
EXTERNAL_LINK_FORM = "external-link-chooser"


def own_upload(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A file that waits for its description belongs to whoever sent it."""
    if not UploadedFile.objects.filter(pk=kwargs[rule.key], uploaded_by_user=request.user).exists():
        raise Http404


def typed_link(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """Wagtail's form of a link takes its address for granted: without one it falls over."""
    if request.method == "POST" and not request.POST.get(f"{EXTERNAL_LINK_FORM}-url"):
        raise BadRequest("no address")


def row(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A row of the snippet that the address's namespace names."""
    check_row(request, snippet_model(request), kwargs[rule.key], *wanted(request, rule))


def new_row(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A row that is not there yet: published only where the form puts it into a municipality of one's own."""
    policy = municipality_policy(snippet_model(request))
    place = request.POST.get("municipality", "")
    for action in wanted(request, rule):
        if not policy.user_has_permission(request.user, action):
            raise PermissionDenied
        if place and not policy.user_has_permission_in(request.user, action, place) and publishes(request):
            raise PermissionDenied


def check_row(request: HttpRequest, model: type[models.Model], key: object, *actions: str) -> None:
    policy = municipality_policy(model)
    place = policy.scope(request.user).filter(pk=number(key)).values_list(policy.place, flat=True).first()
    if place is None:
        raise Http404
    if not all(policy.user_has_permission_in(request.user, action, place) for action in actions):
        raise PermissionDenied


def named_object(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """What the address names by the app and name of its model."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    check_object(request, model, kwargs[rule.key], *wanted(request, rule))


def check_object(request: HttpRequest, model: type[models.Model], key: object, *actions: str) -> None:
    if issubclass(model, Page):
        check_page(request, get_object_or_404(Page, pk=number(key)), *actions)
    else:
        check_row(request, model, key, *actions)


def translation(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    """A translation belongs to whoever may change its source."""
    found = get_object_or_404(Translation.objects.select_related("source"), pk=kwargs[rule.key])
    check_source(request, found.source, *wanted(request, rule))


def translation_source(request: HttpRequest, rule: Rule, kwargs: Mapping[str, Any]) -> None:
    check_source(request, get_object_or_404(TranslationSource, pk=kwargs[rule.key]), *wanted(request, rule))


def check_source(request: HttpRequest, source: TranslationSource, *actions: str) -> None:
    """wagtail-localize keeps the source by its translation key: the row is found by that and its language."""
    model = source.specific_content_type.model_class()
    if model is None or not issubclass(model, TranslatableMixin):
        raise Http404
    found = get_object_or_404(model, translation_key=source.object_id, locale=source.locale_id)
    check_object(request, model, found.pk, *actions)


def snippet_model(request: HttpRequest) -> type[models.Model]:
    """`wagtailsnippets_events_schoolholiday:edit` is about `events.SchoolHoliday`."""
    namespace = request.resolver_match.namespaces[-1]  # type: ignore[union-attr]
    app_label, _separator, name = namespace.removeprefix("wagtailsnippets_").partition("_")
    return apps.get_model(app_label, name)


def municipality_policy(model: type[models.Model]) -> MunicipalityPolicy:
    policy = policy_registry.get_by_type(model, fallback=False)
    if not isinstance(policy, MunicipalityPolicy):
        raise Http404
    return policy


def number(key: object) -> int:
    """Wagtail quotes keys in addresses, and some of them take anything as the key."""
    text = unquote(str(key))
    if not text.isascii() or not text.isdecimal():
        raise Http404
    return int(text)


SCOPES: Mapping[str, Scope] = {
    scope.__name__: scope
    for scope in (
        page,
        lower_page,
        linkable_page,
        image,
        own_upload,
        typed_link,
        row,
        new_row,
        named_object,
        translation,
        translation_source,
    )
}
