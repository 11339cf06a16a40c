"""Which cookies a page has asked for while it was made: who has one of them may see something else."""

from typing import Any


class WatchedCookies(dict[str, str]):
    """A request's cookies, that know which names were asked for, there or not."""

    def __init__(self, cookies: dict[str, str]) -> None:
        super().__init__(cookies)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)
