"""Rules that every page keeps so that nobody is shut out, looked up in the page itself (``rules.js``).

They are those that a machine can tell: names of controls, the order of headings, heads of tables, contrast by the
formula of WCAG 2.2. What only a person can tell, such as whether a name is a good one, they do not see.
"""

import re
from pathlib import Path

from playwright.sync_api import Page

RAW_KEYS = re.compile(r"\b[a-z]+_[a-z_]+\b|\{\w+\}|\bundefined\b|\bNaN\b|\[object \w+\]")
"""What a word that is missing, or a blank that was not filled, looks like."""

RULES = Path(__file__).with_name("rules.js").read_text(encoding="utf-8").partition("\n")[2]


def findings(page: Page, inside: str = "body") -> list[str]:
    """What shuts somebody out within this part of the page."""
    found: list[str] = page.evaluate(f"inside => {RULES}.findings(inside)", inside)
    return found


def contrasts(page: Page) -> list[str]:
    """Words that are too faint before their ground: less than 4.5 to 1, or 3 to 1 of large letters (AA)."""
    found: list[str] = page.evaluate(f"() => {RULES}.contrasts()")
    return found
