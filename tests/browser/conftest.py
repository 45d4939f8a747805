"""One browser and one running centre for all stories; each person has a window of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

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
    centre = Running(tmp_path_factory.mktemp("centre"))
    yield centre
    centre.close()


@pytest.fixture
def centre(running: Running) -> Iterator[Running]:
    """The centre, quiet before and after."""
    yield running
    running.rest()


@pytest.fixture
def comes(browser: Browser, running: Running) -> Iterator[Comes]:
    """Let somebody come: ``comes("sonya")`` has a session, ``comes()`` is nobody yet."""
    people: list[Person] = []

    def come(name: str = "", **looks: Any) -> Person:
        people.append(Person(browser, running.service.address, name, **looks))
        return people[-1]

    yield come
    for person in people:
        person.leaves()
    for person in people:
        person.saw_no_fault()
