"""A sorted row of items: calls in their line, idle agents in their group."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

Key: TypeAlias = tuple[float, int]
"""What an order compares: a measure, then a number that no other entry has."""


class Order(Generic[T]):
    """A sorted row of items, each under a key of its own. Insertion moves pointers, so long rows stay cheap."""

    __slots__ = ("_items", "_keys")

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._items: dict[Key, T] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[T]:
        return (self._items[key] for key in self._keys)

    def __getitem__(self, index: int) -> T:
        return self._items[self._keys[index]]

    def add(self, key: Key, item: T) -> int:
        """Put ``item`` where ``key`` belongs; return its place, 0 for the first."""
        assert key not in self._items, f"two items under one key {key}"
        place = bisect_left(self._keys, key)
        self._keys.insert(place, key)
        self._items[key] = item
        return place

    def remove(self, key: Key) -> int:
        """Take out the item under ``key``; return the place where it was."""
        del self._items[key]
        place = bisect_left(self._keys, key)
        del self._keys[place]
        return place

    def holds(self, key: Key) -> bool:
        """Whether an item stands under ``key``."""
        return key in self._items

    def first(self) -> Key | None:
        """Return the first key, or None."""
        return self._keys[0] if self._keys else None

    def head(self) -> tuple[Key, T] | None:
        """Return the first key and item, or None."""
        if not self._keys:
            return None
        key = self._keys[0]
        return key, self._items[key]

    def entries(self) -> Iterator[tuple[Key, T]]:
        """Yield keys and items, first first."""
        return ((key, self._items[key]) for key in self._keys)
