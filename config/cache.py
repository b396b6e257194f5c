"""The cache of an installation with Redis: what limits who tries too often must not stop everyone when Redis does."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError


class SteadyCache(RedisCache):
    """Redis; while it is away, each process counts in its own memory, so that limits still hold."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._meanwhile = LocMemCache("while Redis is away", {})

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """As every cache."""
        return bool(self._either(super().add, self._meanwhile.add, *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As every cache."""
        return self._either(super().get, self._meanwhile.get, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """As every cache."""
        self._either(super().set, self._meanwhile.set, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """As every cache."""
        return bool(self._either(super().delete, self._meanwhile.delete, *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """As every cache: raises ValueError for a key that is not there."""
        return int(self._either(super().incr, self._meanwhile.incr, *args, **kwargs))

    def _either(self, first: Callable[..., Any], otherwise: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return first(*args, **kwargs)
        except RedisError:
            return otherwise(*args, **kwargs)
