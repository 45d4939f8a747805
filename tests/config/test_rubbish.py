"""Whatever somebody writes into a centre's file is used as a whole or refused with sentences; nothing falls over."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from acd.config.load import BadCentre, load_centre
from acd.engine.rules import check_rules
from tests.config.kit import write

RICH = """\
needs:
  - "billing >= {level} and not trainee"
  - {needs: {billing: 3}, after: 30s, expected_wait: 2m, waiting: 10, signed_in: 2}
weight: 1.5
credits: [{data: {tier: vip}, worth: 2m}]
choose: best-level
ring_at_once: 3
personal: {data: tier, wait: {busy: 2m}}
last_agent: {within: 7d}
overflow: [{after: 2m, say: please-wait, then: queue second}]
deflect: [{expected_wait: 10m, then: callback}]
hours: office
closed: {say: closed, then: extension 600}
at_closing: exit
tiers: {1: "billing", 2: {billing: 5}}
transfer_place: front
"""
CENTRE = """\
turns: {order: closest-to-target, priority_worth: never, redial: 5m}
misses: {rejected: 30s}
seed: 7
occupancy_window: 1h
transfers: {numbers: {"800": {queue: first, tier: 2}}}
"""


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = write(tmp_path_factory.mktemp("rich"), RICH, centre=CENTRE, anna=", deputy: boris")
    load_centre(path)
    return yaml.safe_load(path.read_text())


def places(part: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a part, the outer ones first."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [before, *(place for key, value in inner for place in places(value, (*before, key)))]


def replaced(part: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The same part with something else in one place."""
    if not place:
        return value
    if isinstance(part, dict):
        return {key: replaced(each, place[1:], value) if key == place[0] else each for key, each in part.items()}
    return [replaced(each, place[1:], value) if at == place[0] else each for at, each in enumerate(part)]


WORDS = st.sampled_from(
    ["", "never", "callback", "hang-up", "queue first", "queue second", "first", "anna", "office", "ru >= 5 and (",
     "{level} >= 3", "billing >= 11", "10m", "1e9d", "-1s", "400d", "\x00", "дом", "a" * 600]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["needs", "after", "then", "data", "wait", "billing", "x"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@given(data=st.data())
def test_a_file_with_anything_in_any_place_is_whole_or_refused_with_sentences(rich: Any, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(rich)))
    raw = replaced(rich, place, data.draw(JUNK))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "centre.yaml"
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8", errors="replace")
        try:
            check_rules(load_centre(path).rules)
        except BadCentre as refused:
            assert refused.findings
            for finding in refused.findings:
                assert finding.text() and finding.text("ru")
                assert "`?`" not in finding.text(), "a blank of the phrase was not filled"
