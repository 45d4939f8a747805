"""The pages on menu trees: what they show can be used as it stands."""

import re
from pathlib import Path

import pytest
import yaml

from ivr.check import check_tree
from ivr.diagram import mermaid
from ivr.model import KINDS, Tree
from ivr.reading import read_hours, read_menus
from tests.ivr.trees import LANGUAGES, QUEUES, RECORDED, SKILLS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["ivr.md", "ru/ivr.md"]


def shown(page: str, kind: str) -> str:
    [block] = re.findall(rf"```{kind}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    return str(block)


def tree_on(page: str) -> Tree:
    sections = yaml.safe_load(shown(page, "yaml"))
    tree, problems = read_menus(sections["menus"])
    hours, hour_problems = read_hours(sections.get("hours"))
    assert tree is not None and problems == hour_problems == []
    assert check_tree(tree, QUEUES, SKILLS, set(hours), RECORDED, LANGUAGES) == []
    return tree


@pytest.mark.parametrize("page", PAGES)
def test_the_tree_on_a_page_passes_the_check_and_every_kind_is_named(page: str) -> None:
    assert tree_on(page).steps
    assert all(f"| `{kind}:" in (DOCS / page).read_text("utf-8") for kind in KINDS)


def test_the_picture_on_the_page_is_the_picture_of_its_tree() -> None:
    assert shown("ivr.md", "mermaid") == mermaid(tree_on("ivr.md"))
