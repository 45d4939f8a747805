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
        self._items: list[T] = []

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __getitem__(self, index: int) -> T:
        return self._items[index]

    def add(self, key: Key, item: T) -> int:
        """Put ``item`` where ``key`` belongs; return its place, 0 for the first."""
        keys = self._keys
        if not keys or keys[-1] < key:  # nearly always: who comes later stands behind
            keys.append(key)
            self._items.append(item)
            return len(keys) - 1
        place = bisect_left(keys, key)
        assert not self._stands(key, place), f"two items under one key {key}"
        keys.insert(place, key)
        self._items.insert(place, item)
        return place

    def remove(self, key: Key) -> int:
        """Take out the item under ``key``; return the place where it was."""
        place = self._place(key)
        if not self._stands(key, place):
            raise KeyError(key)
        del self._keys[place], self._items[place]
        return place

    def holds(self, key: Key) -> bool:
        """Whether an item stands under ``key``."""
        return self._stands(key, self._place(key))

    def _place(self, key: Key) -> int:
        return 0 if self._stands(key, 0) else bisect_left(self._keys, key)

    def _stands(self, key: Key, place: int) -> bool:
        return place < len(self._keys) and self._keys[place] == key

    def first(self) -> Key | None:
        """Return the first key, or None."""
        return self._keys[0] if self._keys else None

    def head(self) -> tuple[Key, T] | None:
        """Return the first key and item, or None."""
        return (self._keys[0], self._items[0]) if self._keys else None

    def entries(self) -> Iterator[tuple[Key, T]]:
        """Yield keys and items, first first."""
        return zip(self._keys, self._items, strict=True)
