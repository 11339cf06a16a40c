"""What stands for somebody's things in an address, and the marker words in all that they wrote."""

import re
from dataclasses import dataclass, field
from typing import Any

HIDDEN = re.compile(r"zqh(?:other|neighbour)[a-z]+", re.IGNORECASE)
OPEN = re.compile(r"zqo(?:other|neighbour)[a-z]+", re.IGNORECASE)


@dataclass
class Side:
    """One municipality's or organisation's things by kind: what stands for them in an address."""

    name: str
    ids: dict[str, Any] = field(default_factory=dict)

    def hidden(self, kind: str) -> str:
        """A text of `kind` that nobody else reads; its first word finds all of them."""
        return self._words("h", kind)

    def open(self, kind: str) -> str:
        """A text of `kind` that stands on a public page."""
        return self._words("o", kind)

    def _words(self, letter: str, kind: str) -> str:
        return f"Tekst {kind}" if self.name == "own" else f"zq{letter}{self.name} zq{letter}{self.name}{kind}"

    def address(self, kind: str) -> str:
        return f"zqh{self.name}{kind}address@example.org" if self.name != "own" else f"{kind}@example.org"
