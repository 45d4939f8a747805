"""The pictures of the pages that the docs show, taken of the demo's centre: ``ACD_PICTURES=1 pytest`` makes them anew.

The calls, the agents and the day are the same each time; the clock and a few seconds here and there are not.
"""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.made_up_day import write_day
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.running import Running
from tests.browser.service import PROJECT
from tests.docs.test_pictures_of_pages import LANGUAGES, PICTURES, file_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("ACD_PICTURES") != "1", reason="pictures are made with ACD_PICTURES=1"),
]

COLOURS = 200
SCREEN = {"width": 1280, "height": 720}
LOCALES = {"en": "en-GB", "ru": "ru-RU"}
TALKING = {"en": "talking", "ru": "разговор"}
TEAMS = {"front": "Front desk", "money": "Billing desk", "tech": "Technicians"}
CALLERS = (
    "Emma Stone", "Иван Петров", "John Miller", "Мария Соколова", "Noah Reed", "Олег Новиков", "Olivia Hart",
    "Анна Кузнецова", "Liam Novak", "Ольга Морозова", "Sophie Lane", "Дмитрий Орлов", "Ida Fox", "Paul Green",
)  # fmt: skip
WAYS = (("101", "1"), ("102", ""), ("101", "2"), ("102", ""), ("101", "1"))
PAUSES = {"henry": "lunch", "nick": "training", "vera": "coffee"}
AGED_S = 24.0
"""How old the scene gets before it is shown, so that waits look like waits."""


def with_teams(centre: dict[str, Any]) -> None:
    """The demo's centre with teams, and with bounds that the scene crosses."""
    centre["teams"] = TEAMS
    for number, agent in enumerate(centre["agents"].values()):
        agent["team"] = list(TEAMS)[min(number // 8, 2)]
    centre["alerts"]["rules"] |= {
        "long-line": {"measure": "waiting", "above": 2, "lasting": "1s"},
        "long-wait": {"measure": "call_waits", "above": "40s", "severity": "critical"},
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("demo")
    centre = Running(folder, PROJECT / "configs/demo.yaml", with_teams, before=write_day)
    act_the_scene(centre)
    yield centre
    centre.close()


def act_the_scene(centre: Running) -> None:
    """Everybody comes to work; most talk, some pause, one phone rings, and support has too many callers."""
    centre.signs_in(*(name for name in centre.phones if name not in ("sarah", "zoe")), answering=True)
    for agent, reason in PAUSES.items():
        assert centre.service.tell(f"/agents/{agent}/pause", {"reason": reason}) == 200
    for number, name in enumerate(CALLERS):
        dialled, keys = WAYS[number % len(WAYS)]
        caller = centre.outside.calls(dialled, number=f"+7495555{number:04}", name=name)
        for key in keys.replace("2", "21234567#"):
            time.sleep(0.6)
            caller.presses(key)
    time.sleep(1.0)
    for agent in ("will", "yana", "umar", "tanya", "roman", "peter", "david", "maria"):
        centre.service.tell(f"/agents/{agent}/state", {"state": "paused", "reason": "meeting", "why": "a meeting"})
    for number, name in enumerate(CALLERS[3:7]):
        centre.outside.calls("102", number=f"+4930555{number:04}", name=name)
    time.sleep(AGED_S)


def test_sign_in(demo: Running, browser: Browser) -> None:
    for language in LANGUAGES:
        person = come(browser, demo, "", language, SCREEN).opens("/sign-in")
        person.page.get_by_role("textbox").first.fill("sonya")
        take(person.page, "sign-in", language)
        person.leaves()


def test_the_supervisors_page_at_a_desk_with_a_calls_story_and_on_a_phone(demo: Running, browser: Browser) -> None:
    for language in LANGUAGES:
        person = come(browser, demo, "sonya", language, DESKTOP).opens("/")
        page = person.page
        expect(page.locator("table#calls tbody tr").first).to_be_visible()
        expect(page.locator("canvas").first).to_be_visible()
        page.wait_for_timeout(1500)
        take(page, "supervisor", language)
        page.locator("table#calls tbody tr").filter(has_text=TALKING[language]).nth(1).locator("[data-row]").click()
        page.locator("dialog.drawer .part button").last.click()
        expect(page.locator("dialog.drawer .story")).to_be_visible()
        take(page, "story", language)
        person.leaves()
        person = come(browser, demo, "sonya", language, PHONE, color_scheme="dark").opens("/")
        expect(person.page.locator("table#queues tbody tr").first).to_be_visible()
        person.page.wait_for_timeout(500)
        take(person.page, "phone", language)
        person.leaves()


def test_the_wallboard(demo: Running, browser: Browser) -> None:
    for language in LANGUAGES:
        person = come(browser, demo, "paul", language, SCREEN).opens("/wall?queues=*")
        expect(person.page.locator(".cell")).to_have_count(3)
        person.page.wait_for_timeout(1200)
        take(person.page, "wall", language)
        person.leaves()


def come(browser: Browser, demo: Running, name: str, language: str, viewport: Any, **looks: Any) -> Person:
    person = Person(browser, demo.service.address, name, locale=LOCALES[language], viewport=viewport, **looks)
    if name:
        person.gets_a_session()
    return person


def take(page: Page, name: str, language: str) -> None:
    """Take the picture, in few colours: it is flat, and the docs are cloned by everybody."""
    assert name in PICTURES
    picture = Image.open(BytesIO(page.screenshot(scale="css"))).convert("RGB")
    file: Path = file_of(name, language)
    file.parent.mkdir(exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
