"""The diagrams in the docs are those of the tables."""

from pathlib import Path

from acd.engine import calls
from acd.engine.diagrams import PAGE, arrows_of, mermaid, page
from agents import states

ROOT = Path(__file__).parents[2]


def test_the_page_in_the_docs_is_what_the_tables_give() -> None:
    written = (ROOT / PAGE).read_text(encoding="utf-8")
    assert written == page(), "the tables changed: run python -m acd.engine.diagrams docs/states.md"


def test_every_row_of_both_tables_is_on_the_page() -> None:
    drawn = set()
    for line in page().splitlines():
        arrow, _, events = line.strip().partition(": ")
        drawn |= {(arrow, event) for event in events.split(", ")}
    rows = arrows_of(calls.TRANSITIONS) + arrows_of(states.TRANSITIONS)
    assert {(f"{source} --> {target}", event) for source, target, event in rows} <= drawn


def test_arrows_between_the_same_two_states_are_one() -> None:
    assert mermaid("a", [("a", "b", "go"), ("a", "b", "run")]).splitlines()[2:4] == [
        "    [*] --> a",
        "    a --> b: go, run",
    ]
