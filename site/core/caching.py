"""The cache as something that may be away: what is kept there can be made again, or was only counted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from core.breaker import ask, breaker_of


class ForgivingCache(RedisCache):
    """Django's, for which a server that is away is an empty cache and no error; the log says so.

    After a failure nobody in this process asks for some seconds (`core.breaker`).
    `incr` says what Django says of a number that is not there: `ValueError`. `core.limits` lets through then.
    """

    def _ask(self, otherwise: Any, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        server = self._servers[0]  # type: ignore[attr-defined]  # Django's own, without a stub
        breaker = breaker_of("cache_unreachable", server)
        question = partial(method, *args, **kwargs)
        return ask(breaker, question, errors=(RedisError, OSError), otherwise=otherwise)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(default, super().get, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict:
        return self._ask({}, super().get_many, keys, version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(False, super().has_key, key, version)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        # "Nobody else has it": what waits for a lock would wait in vain.
        return self._ask(True, super().add, key, value, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._ask(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data: dict, *args: Any, **kwargs: Any) -> list:
        return self._ask(list(data), super().set_many, data, *args, **kwargs)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._ask(False, super().touch, key, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(False, super().delete, key, version)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask(None, super().delete_many, keys, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        number = self._ask(None, super().incr, key, delta, version)
        if number is None:
            raise ValueError("the cache cannot be reached")
        return number
