"""Every address of the site, read from the URL configuration itself: nobody keeps a list of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

ARGUMENT = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
# Regular expressions of Wagtail's and Django's, as they stand, and an address that each of them takes.
WRITTEN_OUT = {
    r"^pages/": "pages/",
    r"^documents/": "documents/",
    r"^images/": "images/",
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "<pk>/revisions/compare/<revision_id_a>...<revision_id_b>/",
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": (
        "history/<pk>/revisions/compare/<revision_id_a>...<revision_id_b>/"
    ),
    r"^(\d+)/(.*)$": "<document>/<filename>",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/<uidb36>-<key>/",
    r"^(?P<provider_id>[^/]+)/": "<provider_id>/",
    r"^((?:[\w\-]+/)*)$": "<path>",
    r"^.*/$": "no-such-page/",
}


@dataclass(frozen=True)
class Route:
    """`key` is the name with its namespaces; a route without a name has its address as key."""

    key: str
    address: str

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(ARGUMENT.findall(self.address))

    def filled(self, values: dict[str, object]) -> str:
        """The address with `values` in the places of its arguments."""
        return ARGUMENT.sub(lambda match: str(values[match.group(1)]), "/" + self.address)


def all_routes() -> list[Route]:
    # An address of a page begins with the language that is spoken now, whichever test spoke last.
    with override("nb"):
        return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        written = str(pattern.pattern)
        address = before + WRITTEN_OUT.get(written, written)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, address, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            assert not re.search(r"[\\^$?|]", address), f"write out the regular expression in {written}"
            yield Route(":".join((*spaces, pattern.name)) if pattern.name else address, address)
