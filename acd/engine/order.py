"""A sorted row of items: calls in their line, idle agents in their group."""

from bisect import bisect_left, insort
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

    def add(self, key: Key, item: T) -> None:
        """Put ``item`` where ``key`` belongs."""
        assert key not in self._items, f"two items under one key {key}"
        insort(self._keys, key)
        self._items[key] = item

    def remove(self, key: Key) -> None:
        """Take out the item under ``key``."""
        del self._items[key]
        del self._keys[bisect_left(self._keys, key)]

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
