"""Pictures as a template takes them: no larger than they are printed, in an SVG."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from core.mail.letter import part_or_nothing
from core.models import Picture as StoredPicture

# An A5 page is 148 mm wide, and an office's printer shows 200 dots an inch: that is 1165. On white, where a
# picture has holes.
PRINTED = "max-1100x1100|format-jpeg|jpegquality-82|bgcolor-ffffff"


@dataclass(frozen=True)
class Picture:
    """A JPEG, and its sides in pixels."""

    jpeg: bytes
    width: int
    height: int

    @cached_property
    def svg(self) -> str:
        sides = f'width="{self.width}" height="{self.height}"'
        data = base64.b64encode(self.jpeg).decode()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" {sides}>'
            f'<image {sides} href="data:image/jpeg;base64,{data}"/></svg>'
        )


def printed(stored: Mapping[int, StoredPicture]) -> dict[int, Picture]:
    """The pictures by their numbers. One whose file is gone is left out, and the log says so."""
    tried = {pk: part_or_nothing("picture", partial(_printed, each)) for pk, each in stored.items()}
    return {pk: picture for pk, picture in tried.items() if picture is not None}


def _printed(stored: StoredPicture) -> Picture:
    rendition = stored.get_rendition(PRINTED)
    with rendition.file.open("rb") as file:
        return Picture(file.read(), rendition.width, rendition.height)
