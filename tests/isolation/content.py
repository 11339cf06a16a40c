"""What a municipality writes: pages with their translations, pictures and files."""

import io

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.documents.models import Document
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    Locale,
    Page,
    PageViewRestriction,
    UploadedFile,
    Workflow,
)
from wagtail_localize.models import Translation
from wagtail_localize.operations import TranslationCreator

from core.models import Picture, User
from home.models import GuidePage
from organisations.models import Municipality
from organisations.tenancy.grants import collection_for
from tests.isolation.sides import Side


def files(side: Side, municipality: Municipality, user: User) -> None:
    collection = collection_for(municipality)
    shown = Picture.objects.create(
        title=side.open("shown"),
        description=side.open("shownalternative"),
        file=a_png(side.open("shownfile").split()[-1]),
        collection=collection,
    )
    folder = collection.add_child(instance=Collection(name=side.hidden("folder")))
    name = side.hidden("filename").split()[-1]
    picture = Picture.objects.create(
        title=side.hidden("picture"),
        description=side.hidden("alternative"),
        credit=side.hidden("credit"),
        file=a_png(name),
        collection=collection,
        uploaded_by_user=user,
    )
    picture.tags.add(side.hidden("tag"))
    picture.get_rendition("max-165x165")
    document = Document.objects.create(
        title=side.hidden("document"),
        file=ContentFile(side.hidden("content").encode(), name=f"{name}.txt"),
        collection=collection,
        uploaded_by_user=user,
    )
    document.tags.add(side.hidden("documenttag"))
    side.ids |= {"collection": folder.pk, "image": picture.pk, "document": document.pk, "shown": shown.pk}
    side.ids["document_file"] = document.filename
    for kind, model in (("image", Picture), ("document", Document)):
        upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=a_png(name),
            uploaded_by_user=user,
        )
        side.ids[f"{kind}_upload"] = upload.pk


def a_png(name: str) -> ImageFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return ImageFile(content, name=f"{name}.png")


def pages(side: Side, municipality: Municipality, user: User) -> None:
    """A page in every language with changes that wait, and a guide page with comments, not published."""
    page = municipality.pages.get(locale__language_code="nb")
    page.greeting = side.open("greeting")
    page.image_id = side.ids["shown"]
    page.save_revision(user=user).publish()
    first = page.latest_revision
    translated = municipality.pages.get(locale__language_code="en")
    draft = page.specific_class.objects.get(pk=page.pk)
    draft.greeting = side.hidden("greeting")
    draft.save_revision(user=user)
    guide = GuidePage(
        title=side.hidden("guide"),
        slug=f"guide-{side.name}",
        locale=page.locale,
        live=False,
        body=[("text", f"<p>{side.hidden('body')}</p>")],
    )
    page.add_child(instance=guide)
    # What is published is for everybody to read: nothing of it is hidden.
    live_guide = GuidePage(
        title="Buss", slug=f"buss-{side.name}", locale=page.locale, body=[("text", "<p>Buss</p>")]
    )
    page.add_child(instance=live_guide)
    revision = guide.save_revision(user=user, log_action=True)
    comment = Comment.objects.create(
        page=guide, user=user, text=side.hidden("comment"), contentpath="title", revision_created=revision
    )
    CommentReply.objects.create(comment=comment, user=user, text=side.hidden("reply"))
    workflow = Workflow.objects.order_by("pk").first()
    state = workflow.start(guide, user)
    restriction = PageViewRestriction.objects.create(
        page=guide, restriction_type="password", password="hemmelig"
    )
    target = Locale.objects.get(language_code="nn")
    TranslationCreator(user=user, target_locales=[target]).create_translations(page)
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=target)
    side.ids |= {
        "page": page.pk,
        "translated_page": translated.pk,
        "guide": guide.pk,
        "live_guide": live_guide.pk,
        "page_revision": first.pk,
        "page_path": f"{municipality.slug}/",
        "guide_path": f"{municipality.slug}/guide-{side.name}/",
        "guide_revision": revision.pk,
        "comment": comment.pk,
        "page_workflow_state": state.pk,
        "page_task": state.current_task_state.task_id,
        "page_task_state": state.current_task_state.pk,
        "restriction": restriction.pk,
        "page_alias": guide.create_alias(update_slug=f"alias-{side.name}", parent=page).pk,
    }
    the_translation(side, "page", translation)
    session = EditingSession.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Page),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    )
    side.ids["editing_session"] = session.pk


def the_translation(side: Side, kind: str, translation: Translation) -> None:
    segments = translation.source.stringsegment_set.order_by("pk")
    overrides = translation.source.overridablesegment_set.order_by("pk")
    side.ids |= {
        f"{kind}_translation": translation.pk,
        f"{kind}_translation_source": translation.source_id,
        f"{kind}_string": segments.first().pk,
        f"{kind}_override": overrides.first().pk if overrides else 0,
    }
