"""What one run over the outbox knows: its connections, and which way is away."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.mail.outbox.kinds import Transport
from core.mail.outbox.ways import Way, ways


@dataclass
class Run:
    """What one run has done. `away` says of each way that cannot be used why not, of before and by itself."""

    before: Mapping[str, str] = field(default_factory=dict)
    tried: int = 0
    has_more: bool = False
    refusals: dict[str, int] = field(default_factory=dict)
    ways: dict[Transport, Way] = field(default_factory=ways)

    def __post_init__(self) -> None:
        self.away: dict[str, str] = dict(self.before)

    @property
    def stopped_ways(self) -> list[str]:
        """The ways that this run has found away."""
        return [name for name in self.away if name not in self.before]

    @property
    def stopped(self) -> str:
        """Why it ended, or one way did, before everything due had left, else ""."""
        return next((self.away[name] for name in self.stopped_ways), "")

    def close(self) -> None:
        for way in self.ways.values():
            way.close()
