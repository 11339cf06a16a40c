"""By which words municipality pages and guides are found: those that are published."""

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from core.searching.kinds import Kind, Words, register
from core.searching.marking import mark
from home.models import GuidePage, MunicipalityPage

PAGE = "page"


def register_kinds() -> None:
    register(Kind(PAGE, read_pages))


@receiver([post_save, post_delete], sender=MunicipalityPage, dispatch_uid="home.municipality_page_written")
@receiver([post_save, post_delete], sender=GuidePage, dispatch_uid="home.guide_written")
def page_written(instance: Page, **kwargs: Any) -> None:
    mark(PAGE, [instance.pk])


def read_pages(rows: list[int] | None) -> Iterator[tuple[int, Words]]:
    """Public pages. What a row of a page holds is what was published; drafts stand in its revisions."""
    of_municipalities = MunicipalityPage.objects.filter(live=True).prefetch_related("municipality__names")
    guides = GuidePage.objects.filter(live=True)
    if rows is not None:
        of_municipalities, guides = of_municipalities.filter(pk__in=rows), guides.filter(pk__in=rows)
    for page in of_municipalities:
        names = [name.name for name in page.municipality.names.all()]
        body = (page.greeting, get_text_for_indexing(page.intro), page.municipality.admin_centre)
        yield page.pk, Words(title=(page.title, *names), body=body)
    for guide in guides:
        content = GuidePage._meta.get_field("body").get_searchable_content(guide.body)
        yield guide.pk, Words(title=(guide.title,), body=(*content, guide.search_description))
