"""Results as JSON: the same results give the same text."""

import json
from typing import Any

import msgspec

from simulator.statistics.definitions import definition_of
from simulator.statistics.results import Figures, GroupResults, Results, TypeResults


def as_json(results: Results) -> dict[str, Any]:
    """Give results as plain data; every measure is ``{"mean": x, "half_width": h}``."""
    return {
        "scenario": results.scenario,
        "days": results.days,
        "seed": results.seed,
        "steady": results.steady,
        "threshold_s": results.threshold_s,
        "quick_s": results.quick_s,
        "target": results.target,
        "service_level_definition": results.definition,
        "service_level_formula": definition_of(results.definition).formula,
        "edges_s": list(results.edges_s),
        "total": {**_figures(results.total), "periods": [_figures(each) for each in results.periods]},
        "types": {name: _type(each) for name, each in results.types.items()},
        "groups": {name: _group(each) for name, each in results.groups.items()},
        "waits": msgspec.to_builtins(results.waits),
        "service_levels": list(results.service_levels),
    }


def json_text(results: Results) -> str:
    """Give results as one line of JSON.

    Raises:
        ValueError: a figure is no number, which is a fault of the statistics.
    """
    return json.dumps(as_json(results), ensure_ascii=False, allow_nan=False)


def _figures(figures: Figures) -> dict[str, Any]:
    return {name: {"mean": each.mean, "half_width": each.half_width} for name, each in figures.items()}


def _type(kind: TypeResults) -> dict[str, Any]:
    return {
        "threshold_s": kind.threshold_s,
        "quick_s": kind.quick_s,
        "all": _figures(kind.all),
        "periods": [_figures(each) for each in kind.periods],
    }


def _group(group: GroupResults) -> dict[str, Any]:
    return {**_figures(group.all), "periods": [_figures(each) for each in group.periods]}
