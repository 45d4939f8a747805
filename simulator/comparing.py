"""Variants that were simulated on the same days: their differences to the first, and all of it as JSON."""

import json
from collections.abc import Sequence

import msgspec

from simulator.statistics.as_json import as_json
from simulator.statistics.observations import Observations
from simulator.statistics.paired import Comparison, compare
from simulator.statistics.results import Results


def differences_to_first(observed: Sequence[Observations]) -> list[Comparison]:
    """Compare every variant but the first with the first.

    Raises:
        NotTheSameDays: one has other days, or batches, than the first.
    """
    return [compare(observed[0], each) for each in observed[1:]]


def comparison_json(variants: Sequence[Results], differences: Sequence[Comparison]) -> str:
    """Give everything as one line of JSON: ``variants`` as ``acd simulate`` gives them, and ``differences``.

    Raises:
        ValueError: a figure is no number, which is a fault of the statistics.
    """
    both = {
        "variants": [as_json(each) for each in variants],
        "differences": list(map(msgspec.to_builtins, differences)),
    }
    return json.dumps(both, ensure_ascii=False, allow_nan=False)
