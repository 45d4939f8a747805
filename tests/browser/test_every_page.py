"""Every page, in both languages, both looks, at a desk and on a phone: no fault, no word missing, nobody shut out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Comes
from tests.browser.person import DESKTOP, PHONE
from tests.browser.rules import RAW_KEYS, contrasts, findings
from tests.browser.running import Running

pytestmark = pytest.mark.browser

PAGES = {
    "supervisor": ("sonya", "/", "main h2"),
    "wall": ("paul", "/wall?queues=*", ".cell"),
    "chooser": ("paul", "/wall", ".choices"),
    "sign-in": ("", "/sign-in", "form"),
}
LOOKS = [(language, theme) for language in ("en", "ru") for theme in ("light", "dark")]
SIZES = {"desk": DESKTOP, "phone": PHONE, "small phone": {"width": 360, "height": 640}}
NARROW = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "theme"), LOOKS, ids=lambda each: str(each))
def test_a_page_is_whole(centre: Running, comes: Comes, name: str, language: str, theme: str) -> None:
    account, path, there = PAGES[name]
    centre.outside.calls("103", name="Una Berg")
    locale = {"en": "en-GB", "ru": "ru-RU"}[language]
    sign = "&" if "?" in path else "?"
    page = comes(account, locale=locale, color_scheme=theme).opens(f"{path}{sign}theme={theme}").page
    expect(page.locator(there).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page).to_have_title(re.compile(r"\S"))
    for size in SIZES.values():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(NARROW), f"{size} scrolls sideways"
    words = page.locator("body").inner_text()
    assert RAW_KEYS.findall(words) == []
    assert speaks(words, language), words
    assert findings(page) == []
    assert contrasts(page) == []


def speaks(words: str, language: str) -> bool:
    """Whether a page's own words are of this language; English pages name Russian as Russians do."""
    russian = set(re.findall(r"[А-Яа-яЁё]{3,}", words)) - {"Русский"}
    return len(russian) >= 3 if language == "ru" else not russian


@pytest.mark.parametrize("language", ["en", "ru"])
def test_panels_menus_and_dialogs_are_whole_too(centre: Running, comes: Comes, language: str) -> None:
    centre.signs_in("anna", answering=True)
    centre.outside.calls("101", name="Siv Dal")
    page = comes("sonya", locale={"en": "en-GB", "ru": "ru-RU"}[language]).opens("/").page
    talking = page.locator("table#calls tbody tr").filter(has_text="Siv Dal").filter(has_text="Anna Berg")
    expect(talking).to_be_visible()
    for table in ("calls", "queues", "agents"):
        page.locator(f"table#{table} [data-row]").first.click()
        is_whole(page, "dialog.drawer")
        page.keyboard.press("Escape")
        acts = acts_of(page, table)
        for act in acts:
            page.locator(f"table#{table} [data-menu]").first.click()
            page.locator(f'[role="menu"] [data-act="{act}"]').click()
            is_whole(page, "dialog.box")
            page.keyboard.press("Escape")
            expect(page.locator("dialog.box")).to_have_count(0)


ASKING = {"move", "priority", "assign", "transfer", "listen", "whisper", "barge", "hang_up", "agent_state",
          "agent_skills", "door", "message"}  # fmt: skip
"""Acts that open a dialog."""


def acts_of(page: Page, table: str) -> list[str]:
    page.locator(f"table#{table} [data-menu]").first.click()
    menu = page.locator('[role="menu"] [data-act]')
    expect(menu.first).to_be_visible()
    is_whole(page, '[role="menu"]')
    found = [each.get_attribute("data-act") or "" for each in menu.all()]
    page.keyboard.press("Escape")
    return [each for each in found if each in ASKING]


def is_whole(page: Page, part: str) -> None:
    expect(page.locator(part)).to_be_visible()
    assert RAW_KEYS.findall(page.locator(part).inner_text()) == []
    assert findings(page, part) == []
