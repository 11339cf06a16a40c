"""What wagtail-localize may not do, whoever asks: put the source's words where a person has written others.

Its translation editor knows only the strings that were written in it. What a person wrote on the page itself
would be replaced by the source as soon as the editor saves; and a string whose source has changed since is
replaced by the new source, untranslated.
"""

from collections import defaultdict

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def keep_written_words(translation: Translation) -> None:
    """What stands in the target now becomes the translation of each string of the source.

    For a target that a person has written without the translation editor, before the editor takes over.
    Words that are the source's own are no translation.
    """
    target = current(translation)
    if target is None:
        return
    written = _strings_of(target)
    locale = translation.target_locale
    by_path: dict[str, list[StringSegment]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation.source).select_related("context", "string")
    for segment in segments.order_by("order", "pk"):
        by_path[segment.context.path].append(segment)
    for path, sources in by_path.items():
        words = written.get(path, [])
        # With as many paragraphs as the source each has its own; else they stand with the first.
        if len(words) > len(sources):
            words = [*words[: len(sources) - 1], " ".join(words[len(sources) - 1 :])]
        for segment, text in zip(sources, words, strict=False):
            if text and text != segment.string.data:
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    locale=locale,
                    context=segment.context,
                    defaults={
                        "data": text,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                        "has_error": False,
                    },
                )


def current(translation: Translation) -> models.Model | None:
    """The target as its editors see it: the latest draft, else what is public."""
    try:
        target = translation.get_target_instance()
    except models.ObjectDoesNotExist:
        return None
    if isinstance(target, Page):
        target = target.specific
    return (
        target.get_latest_revision_as_object() if hasattr(target, "get_latest_revision_as_object") else target
    )


def _strings_of(instance: models.Model) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment.string.data)
    return found


def loses_words(translation: Translation) -> bool:
    """Whether publishing from the translation editor would put the source where a translation stood.

    True for a place that a person has translated before, and whose source has been changed since.
    """
    strings = StringSegment.objects.filter(source=translation.source)
    without = strings.annotate_translation(translation.target_locale).filter(translation__isnull=True)
    return StringTranslation.objects.filter(
        locale=translation.target_locale, context__in=without.values("context")
    ).exists()


@receiver(pre_save, sender=Translation, dispatch_uid="organisations.translation_starts")
def translation_starts(sender: type, instance: Translation, raw: bool, **kwargs: object) -> None:
    """The translation editor takes over from the page's own form, or takes over again."""
    if raw or not instance.enabled:
        return
    if Translation.objects.filter(pk=instance.pk, enabled=False).exists():
        keep_written_words(instance)


def refuse_to_lose_words(request: HttpRequest, instance: models.Model) -> HttpResponse | None:
    """Answers a publishing from the translation editor that would replace a translation by its source."""
    if request.POST.get("action") != "publish" or not isinstance(instance, TranslatableMixin):
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    if translation is None or not loses_words(translation):
        return None
    messages.error(
        request,
        _(
            "Nothing was published. The original has been changed since it was translated: translate what is "
            "marked first. Until then the old translation stays."
        ),
    )
    return redirect(request.path)
