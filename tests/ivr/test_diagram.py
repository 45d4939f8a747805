"""The picture of a tree."""

from ivr.diagram import mermaid
from tests.ivr.trees import demo, tree_of


def test_a_small_tree_is_drawn_whole() -> None:
    branch = {
        "branch": "dialled",
        "cases": [{"one_of": [1, 2], "next": "bye"}, {"range": "3..9", "next": "bye"}, {"prefix": "#", "next": "bye"}],
    }
    steps = {"first": {"menu": "main-menu", "keys": {1: "second"}}, "second": branch, "bye": {"leave": "hang-up"}}
    assert mermaid(tree_of(steps)).splitlines() == [
        "flowchart TD",
        '    entry0(["default"]) --> at_first',
        '    at_first["first: menu"]',
        '    at_first -->|"key 1"| at_second',
        '    at_first -->|"otherwise"| at_person',
        '    at_second["second: branch"]',
        '    at_second -->|"1 or 2"| at_bye',
        '    at_second -->|"range 3..9"| at_bye',
        '    at_second -->|"prefix #35;"| at_bye',
        '    at_second -->|"otherwise"| at_person',
        '    at_bye(("bye: hang-up"))',
        '    at_person[["person: queue support"]]',
    ]


def test_every_step_of_the_demo_is_in_its_picture() -> None:
    tree, _ = demo()
    picture = mermaid(tree)
    assert all(f"    at_{name.replace('-', '_')}" in picture for name in tree.steps)
