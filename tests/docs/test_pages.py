"""The pages hang together: links lead somewhere, and the two languages say as much as each other."""

import re

import pytest

from tests.docs.pages import PAGES, PAIRS, ROOT, Snippet, prose, snippets
from tests.test_style import ROOMS

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
KNOWN_KINDS = {"sh", "console", "python", "yaml", "ini", "text", "mermaid", ""}
SAME_IN_BOTH = {"sh", "python", "yaml", "ini"}
NAMED_FILE = re.compile(r"`([\w/]+\.(?:py|conf))`")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_of_the_project(page: str) -> None:
    for target in LINK.findall(prose(page)):
        assert "://" not in target, f"{target}: the pages must be whole without a network"
        assert ((ROOT / page).parent / target).resolve().is_file(), target


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md"])
def test_who_changes_the_code_is_led_to_files_that_there_are(page: str) -> None:
    files = [str(path) for room in (*ROOMS, "configs", "tests") for path in (ROOT / room).rglob("*.*")]
    named = NAMED_FILE.findall(prose(page))
    assert named
    for name in named:
        assert any(file.endswith(f"/{name}") for file in files), name


@pytest.mark.parametrize("page", PAGES)
def test_every_fence_says_its_kind(page: str) -> None:
    assert {snippet.kind for snippet in snippets(page)} <= KNOWN_KINDS


@pytest.mark.parametrize("page", [page for pair in PAIRS for page in pair])
def test_prose_keeps_to_the_line_length(page: str) -> None:
    assert [line for line in prose(page).splitlines() if len(line) > 125 and not line.startswith("|")] == []


@pytest.mark.parametrize(("english", "russian"), PAIRS)
def test_both_languages_have_the_same_headings_tables_and_pictures(english: str, russian: str) -> None:
    for what in (r"^#+ ", r"^\|", r"!\[", r"^\d+\. ", r"^- "):
        counts = [len(re.findall(what, prose(page), re.MULTILINE)) for page in (english, russian)]
        assert counts[0] == counts[1], what


@pytest.mark.parametrize(("english", "russian"), PAIRS)
def test_both_languages_have_the_same_snippets(english: str, russian: str) -> None:
    ours, theirs = snippets(english), snippets(russian)
    assert [each.kind for each in ours] == [each.kind for each in theirs]
    for one, other in zip(ours, theirs, strict=True):
        if one.kind in SAME_IN_BOTH:
            assert without_remarks(one) == without_remarks(other)


@pytest.mark.parametrize(("english", "russian"), PAIRS)
def test_each_page_points_to_the_other_language(english: str, russian: str) -> None:
    for page, other in ((english, russian), (russian, english)):
        targets = [((ROOT / page).parent / target).resolve() for target in LINK.findall(prose(page))]
        assert (ROOT / other).resolve() in targets


@pytest.mark.parametrize("index", ["docs/README.md", "docs/ru/README.md"])
def test_the_index_names_every_page_of_its_language(index: str) -> None:
    named = {((ROOT / index).parent / target).resolve() for target in LINK.findall(prose(index))}
    folder = (ROOT / index).parent
    pages = {*folder.glob("*.md"), *folder.glob("routing/*.md")} - {ROOT / index}
    assert pages <= named


def without_remarks(snippet: Snippet) -> list[str]:
    return [re.sub(r"\s+# .*", "", line) for line in snippet.text.splitlines()]
