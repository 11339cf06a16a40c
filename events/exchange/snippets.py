"""What an editor pastes into their own site: the lines for the script, and those for the frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.exchange.colours import Colour, Palette, palette

COLOURS = ("accent", "background", "text")
# Two and a half dates on a phone: the same before the list is there and after, so that nothing jumps.
HEIGHT = 448


@dataclass(frozen=True)
class Options:
    """Colours as another site asks for them. `unknown` names those that were given and are none."""

    accent: Colour | None = None
    background: Colour | None = None
    text: Colour | None = None
    unknown: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Options":
        asked = {name: params[name] for name in COLOURS if params.get(name)}
        colours = {name: Colour.read(text) for name, text in asked.items()}
        return cls(**colours, unknown=tuple(name for name, colour in colours.items() if colour is None))

    @property
    def palette(self) -> Palette:
        return palette(accent=self.accent, background=self.background, text=self.text)

    @property
    def chosen(self) -> dict[str, str]:
        colours = {name: getattr(self, name) for name in COLOURS}
        return {name: str(colour) for name, colour in colours.items() if colour}

    @property
    def colours_query(self) -> str:
        return urlencode({name: colour.removeprefix("#") for name, colour in self.chosen.items()})


def script_snippet(
    *, script: str, list_url: str, title: str, municipality: str, language: str, attributes: Mapping[str, str]
) -> SafeString:
    """The lines for a page that may have a script of ours. The link stands there until the list does."""
    chosen = format_html(
        'municipality="{}" language="{}"{}',
        municipality,
        language,
        _joined(*(format_html(' {}="{}"', name, value) for name, value in attributes.items())),
    )
    return format_html(
        '<script src="{}" defer></script>\n'
        '<moteplass-list {} style="display:block;min-height:{}px">\n'
        '  <a href="{}" lang="{}">{}</a>\n'
        "</moteplass-list>",
        *(script, chosen, HEIGHT, list_url, language, title),
    )


def frame_snippet(*, frame_url: str, title: str, language: str) -> SafeString:
    """One line for a page that may have none."""
    return format_html(
        '<iframe src="{}" title="{}" lang="{}" width="100%" height="{}" loading="lazy"\n'
        '  style="border:0" sandbox="allow-top-navigation-by-user-activation"></iframe>',
        *(frame_url, title, language, HEIGHT),
    )


def _joined(*parts: SafeString) -> SafeString:
    return format_html("{}" * len(parts), *parts) if parts else SafeString("")
