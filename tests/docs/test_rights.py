"""The table of rights on the owner's page is the table in the code."""

import re

import pytest

from api.access.rights import RIGHTS, Right, Role
from tests.docs.pages import ROOT

ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \|((?: [✓–] \|){4})$", re.MULTILINE)
HEAD = re.compile(r"^\| \w+ \| [^|]+ \|((?: `\w+` \|){4})$", re.MULTILINE)


@pytest.mark.parametrize("page", ["docs/owner.md", "docs/ru/owner.md"])
def test_the_page_says_which_role_has_which_right(page: str) -> None:
    text = (ROOT / page).read_text()
    (head,) = HEAD.findall(text)
    roles = [Role(name) for name in re.findall(r"\w+", head)]
    assert {*roles} == {*Role} - {Role.INTEGRATION}, "programs have the rights that their tokens name"
    rows = {Right(name): re.findall("[✓–]", marks) for name, marks in ROW.findall(text)}
    assert list(rows) == list(Right)
    for right, marks in rows.items():
        assert {role for role, mark in zip(roles, marks, strict=True) if mark == "✓"} == {
            role for role in roles if right in RIGHTS[role]
        }, right
