"""Changes at places of a scenario, as they are written on a command line, and the variants that come of them.

``groups.english.agents=12`` is one change; ``groups.english.agents=10,11,12`` with ``--vary`` are three variants.
Values are written as in the file, so what is in brackets is one value, commas and all.
"""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import yaml

MOST_VARIANTS: Final = 24
"""As many can still be read side by side."""

SAME_FOR_ALL: Final = ("days", "seed")
"""Places whose values all variants have from the first."""

LONGEST_CHANGE: Final = 10_000
"""Letters; a value for each of a day's periods takes a tenth of it."""

Change: TypeAlias = tuple[str, str]
"""A place, ``groups.english.agents``, and the value as it would be written in the file."""


class NoChange(ValueError):
    """What was given is no change; the text is what was given."""


class TooManyVariants(ValueError):
    """More variants than can be compared; the text is their number."""


class SameForAll(ValueError):
    """What may not vary, since variants are compared on the same days; the text is the place."""


class Variant(NamedTuple):
    """A scenario's file with changes; ``label`` tells its changes apart from those of other variants."""

    file: Path
    changes: tuple[Change, ...]
    label: str


def change(text: str) -> Change:
    """Read ``place=value``.

    Raises:
        NoChange: there is no place, or no value.
    """
    place, _, value = (part.strip() for part in text.partition("="))
    if not place or not value or len(text) > LONGEST_CHANGE:
        raise NoChange(text)
    return place, value


def changes(text: str) -> tuple[Change, ...]:
    """Read ``place=value,value,value``.

    Raises:
        NoChange: there is no place, no value, or an empty one.
    """
    place, values = change(text)
    return tuple((place, value) for value in split(values, text))


def split(values: str, text: str) -> list[str]:
    """Split at the commas that are in no brackets and no quotes, as YAML does, and leave each value as it was written.

    Raises:
        NoChange: this is no list of values; ``text`` is told.
    """
    flow = f"[{values}]"
    try:
        node = yaml.compose(flow, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        raise NoChange(text) from None
    if not isinstance(node, yaml.SequenceNode) or node.end_mark.index != len(flow):
        raise NoChange(text)
    found = [flow[each.start_mark.index : each.end_mark.index].strip() for each in node.value]
    if not found or not all(found):
        raise NoChange(text)
    return found


def variants(files: Sequence[Path], settings: Sequence[str], varied: Sequence[str]) -> list[Variant]:
    """Combine every file with every value of every ``varied`` place, under the same ``settings``.

    Raises:
        NoChange: a setting cannot be read.
        SameForAll: a place is one of ``SAME_FOR_ALL``.
        TooManyVariants: more than ``MOST_VARIANTS``.
    """
    fixed = tuple(map(change, settings))
    places = [changes(each) for each in varied]
    for each in places:
        if each[0][0] in SAME_FOR_ALL:
            raise SameForAll(each[0][0])
    count = len(files)
    for each in places:
        count *= len(each)
    if count > MOST_VARIANTS:
        raise TooManyVariants(str(count))
    return [Variant(file, fixed + chosen, label(chosen)) for file in files for chosen in product(*places)]


def label(chosen: Sequence[Change]) -> str:
    """Name a variant by what is different: ``english.agents=11``."""
    return ", ".join(f"{short(place)}={value}" for place, value in chosen)


def short(place: str) -> str:
    """Leave of a place its last two words, and the numbers between them: ``shifts.1.agents``."""
    parts = place.split(".")
    words = [number for number, part in enumerate(parts) if not part.isdigit()]
    return ".".join(parts[words[-2] :]) if len(words) > 1 else place


def names(chosen: Sequence[Variant], scenarios: Sequence[str]) -> list[str]:
    """Name variants apart, by the names of their scenarios, of their files where those are equal, and their changes."""
    files = list(dict.fromkeys(each.file for each in chosen))
    named = dict(zip((each.file for each in chosen), scenarios, strict=True))
    if len(files) == 1 and chosen[0].label:
        named = {files[0]: ""}
    elif len(set(named.values())) < len(files):
        named = {file: file.stem if len({each.stem for each in files}) == len(files) else str(file) for file in files}
    both = [": ".join(filter(None, (named[each.file], each.label))) for each in chosen]
    return [name if both.count(name) == 1 else f"{name} ({number})" for number, name in enumerate(both, 1)]
