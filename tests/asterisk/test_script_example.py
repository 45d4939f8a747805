"""The script that is shipped does what its page says, and the page shows the script."""

from pathlib import Path

import pytest

from acd.asterisk.script import Scripts
from ivr.actions import Ran, RunScript
from tests.asterisk.script_kit import Pbx

ROOT = Path(__file__).parents[2]
LOOKUP = ROOT / "configs" / "scripts" / "lookup.py"


@pytest.mark.parametrize("command", [("python3", "scripts/lookup.py"), ("scripts/lookup.py",)])
@pytest.mark.parametrize(
    ("number", "found"),
    [("+74951110000", {"customer": "Anna Smirnova", "tier": "gold"}), ("4711", {}), ("", {})],
)
async def test_the_shipped_script_looks_a_caller_up(
    command: tuple[str, ...], number: str, found: dict[str, str]
) -> None:
    pbx = Pbx()
    pbx.session.env["agi_callerid"] = number
    ran = await Scripts(LOOKUP.parents[1]).run(RunScript(command, 10.0), pbx.session)
    assert ran == Ran(found)


def test_the_page_shows_the_shipped_script() -> None:
    assert f"```text\n{LOOKUP.read_text()}```" in (ROOT / "docs" / "ivr.md").read_text()
