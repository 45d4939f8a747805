"""One browser and one running centre for all stories; each person has a window of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.pages import build
from tests.browser.install import CHROMIUM
from tests.browser.person import Person
from tests.browser.running import Running

FLAGS = (
    "--no-sandbox",  # the tests run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Comes = Callable[..., Person]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not of the session: while it is open this thread has a loop, and other tests run loops of their own.
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    assert build.main() == 0, "the pages could not be built"
    centre = Running(tmp_path_factory.mktemp("centre"))
    yield centre
    centre.close()


@pytest.fixture
def centre(running: Running) -> Iterator[Running]:
    """The centre, quiet before and after."""
    yield running
    running.rest()


@pytest.fixture(scope="package")
def sessions() -> dict[str, list[Any]]:
    """The cookies of who has signed in before: a password takes time on purpose."""
    return {}


@pytest.fixture
def comes(browser: Browser, running: Running, sessions: dict[str, list[Any]]) -> Iterator[Comes]:
    """Let somebody come: ``comes("sonya")`` has a session, ``comes()`` is nobody yet.

    With ``anew`` the session is theirs alone, and may be ended.
    """
    people: list[Person] = []

    def come(name: str = "", *, anew: bool = False, **looks: Any) -> Person:
        person = Person(browser, running.service.address, name, **looks)
        people.append(person)
        if name and (anew or name not in sessions):
            cookies = person.gets_a_session()
            if not anew:
                sessions[name] = cookies
        elif name:
            person.context.add_cookies(sessions[name])
        return person

    yield come
    for person in people:
        person.leaves()
    for person in people:
        person.saw_no_fault()
