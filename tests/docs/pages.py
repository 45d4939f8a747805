"""The pages people read, and the snippets on them.

A snippet's kind is its fence's word: ``sh`` are commands, ``console`` commands with what they print, ``python`` runs
(a ``text`` fence right after it is what it prints), ``yaml`` is a centre or a scenario, or sections of one, ``ini`` are
lines that an owner copies, ``text`` and ``mermaid`` are only shown.
"""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAIRS = [
    ("README.md", "README.ru.md"),
    *(
        (f"docs/{name}.md", f"docs/ru/{name}.md")
        for name in ("README", "owner", "agent", "supervisor", "planner", "why")
    ),
    *((f"docs/routing/{path.name}", f"docs/ru/routing/{path.name}") for path in ROOT.glob("docs/routing/*.md")),
    *((f"docs/simulator/{path.name}", f"docs/ru/simulator/{path.name}") for path in ROOT.glob("docs/simulator/*.md")),
]
PAGES = sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"\A\s*```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Snippet(NamedTuple):
    """One fence: where it is, its kind, its text, and the ``text`` fence that follows at once ("" if none does)."""

    page: str
    number: int
    kind: str
    text: str
    printed: str

    def __str__(self) -> str:
        return f"{self.page}-{self.number}"

    @property
    def language(self) -> str:
        """What commands and lines on the page speak; older Russian pages show English ones."""
        return "ru" if self.page.startswith("docs/ru/routing/") else "en"

    @property
    def is_scenario(self) -> bool:
        """Whether it is a scenario of the simulator, or sections of one."""
        return self.page.endswith("simulator/scenarios.md") or bool(re.search("^scenario:", self.text, re.MULTILINE))

    @property
    def centre(self) -> Path | None:
        """The whole centre of which a page about routing shows sections; it is called like the page."""
        file = ROOT / "configs/routing" / f"{Path(self.page).stem}.yaml"
        return file if "routing/" in self.page and file.is_file() else None


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def snippets(page: str) -> list[Snippet]:
    text = text_of(page)
    found = []
    for number, match in enumerate(FENCE.finditer(text), 1):
        after = PRINTED.match(text[match.end() :])
        found.append(Snippet(page, number, match[1], match[2], after[1] if after else ""))
    return found


def of_kind(*kinds: str) -> list[Snippet]:
    """Every snippet of these kinds, on all pages."""
    return [snippet for page in PAGES for snippet in snippets(page) if snippet.kind in kinds]


def prose(page: str) -> str:
    """A page without its fences."""
    return FENCE.sub("", text_of(page))


def commands(snippet: Snippet) -> list[str]:
    """The commands of a ``sh`` snippet, without their remarks."""
    lines = (re.sub(r"\s+# .*", "", line).strip() for line in snippet.text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
