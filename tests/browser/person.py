"""Somebody at a browser of their own; whatever goes wrong on their page fails the test."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.browser.running import PASSWORD

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE_MS = 8000.0

expect.set_options(timeout=PATIENCE_MS)

ALERT_CALLED = "window.alert = text => console.error(`alert was called: ${text}`)"


class Person:
    """A browser's window with its own cookies. ``name`` is their account, "" for nobody yet."""

    def __init__(self, browser: Browser, address: str, name: str = "", **looks: Any) -> None:
        options: dict[str, Any] = {"viewport": DESKTOP, "locale": "en-GB", "color_scheme": "light"} | looks
        self.context: BrowserContext = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(ALERT_CALLED)
        self.name, self.address = name, address
        self.faults: list[str] = []
        self._excused: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda fault: self.faults.append(f"error on the page: {fault}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def gets_a_session(self) -> list[Any]:
        """Sign in without the page, which has stories of its own; the cookies of the session."""
        answer = self.context.request.post("/api/sign-in", data={"name": self.name, "password": PASSWORD})
        assert answer.ok, answer.text()
        return self.context.cookies()

    def opens(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    @contextmanager
    def who_may_see(self, *patterns: str) -> Iterator[None]:
        """Excuse faults that a story causes on purpose, such as a server that is gone."""
        self._excused += patterns
        yield
        self.page.wait_for_timeout(50)  # what the browser has noticed is told with the next message
        self._excused = self._excused[: -len(patterns)]

    def saw_no_fault(self) -> None:
        assert not self.faults, "\n".join(self.faults)

    def leaves(self) -> None:
        self.context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console {message.type}: {message.text} {message.location.get('url', '')}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left meanwhile
            self._note(f"request failed: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answer {response.status}: {response.request.method} {response.url}")

    def _note(self, fault: str) -> None:
        if not any(re.search(pattern, fault) for pattern in self._excused):
            self.faults.append(fault)
