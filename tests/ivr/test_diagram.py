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
        '    entry-default(["default"]) --> first',
        '    first["first: menu"]',
        '    first -->|"key 1"| second',
        '    first -->|"otherwise"| person',
        '    second["second: branch"]',
        '    second -->|"1 or 2"| bye',
        '    second -->|"range 3..9"| bye',
        '    second -->|"prefix #35;"| bye',
        '    second -->|"otherwise"| person',
        '    bye(("bye: hang-up"))',
        '    person[["person: queue support"]]',
    ]


def test_every_step_of_the_demo_is_in_its_picture() -> None:
    tree, _ = demo()
    picture = mermaid(tree)
    assert all(f"    {name}" in picture for name in tree.steps)
