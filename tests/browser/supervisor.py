"""The supervisor's page in the words of its stories: what is seen on it, and what is done there."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.person import Person


class SupervisorsPage:
    """The page at ``/`` of somebody who is signed in."""

    def __init__(self, person: Person, path: str = "/") -> None:
        self.person, self.page = person, person.page
        person.opens(path)
        expect(self.page.locator("main")).to_be_visible()

    # -- seeing --------------------------------------------------------------------------------------------

    def call(self, caller: str) -> Locator:
        """The row of a call, by the caller's name or number."""
        return self.page.locator("table#calls tbody tr").filter(has_text=caller)

    def agent(self, name: str) -> Locator:
        return self.page.locator(f'table#agents tr[data-key="{name}"]')

    def queue(self, name: str) -> Locator:
        return self.page.locator(f'table#queues tr[data-key="{name}"]')

    def cell(self, row: Locator, column: str) -> Locator:
        return row.locator(f'[data-column="{column}"]')

    def sees_call(self, caller: str, state: str, *more: str) -> None:
        """The call is in this state, and its row says ``more``."""
        for text in (state, *more):
            expect(self.call(caller)).to_contain_text(text)

    def sees_no_call(self, caller: str) -> None:
        expect(self.call(caller)).to_have_count(0)

    @property
    def panel(self) -> Locator:
        return self.page.locator("dialog.drawer")

    @property
    def asking(self) -> Locator:
        """The dialog of an act."""
        return self.page.locator("dialog.box")

    @property
    def told(self) -> Locator:
        """What came of acts, said in the corner."""
        return self.page.locator(".toasts")

    # -- doing ---------------------------------------------------------------------------------------------

    def opens(self, row: Locator) -> Locator:
        """Look at what a row is about; the panel at the side."""
        row.locator("[data-row]").click()
        expect(self.panel).to_be_visible()
        return self.panel

    def is_told_the_story(self) -> Locator:
        """Ask why a call went where it went; what is told."""
        self.panel.get_by_role("button", name="Tell the story").click()
        return self.panel.locator(".story")

    def closes_panel(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.panel).to_have_count(0)

    def begins(self, row: Locator, act: str) -> Locator:
        """Choose an act from the menu of a row; the dialog that asks for more."""
        row.locator("[data-menu]").click()
        self.page.locator(f'[role="menu"] [data-act="{act}"]').click()
        return self.asking

    def acts(self, row: Locator, act: str, *, why: str = "", **fields: str) -> None:
        """Do an act, with its fields filled, and see it done."""
        self.fills(self.begins(row, act), why=why, **fields)
        self.confirms()
        expect(self.asking).to_have_count(0)

    def fills(self, asking: Locator, *, why: str = "", **fields: str) -> None:
        for name, value in fields.items():
            field = asking.locator(f'[name="{name}"]').first
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "radio":
                asking.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                field.fill(value)
        if why:
            asking.locator('[name="why"]').fill(why)

    def confirms(self) -> None:
        self.asking.locator('button[type="submit"]').click()

    def searches(self, text: str) -> Locator:
        """Type into the search; what was found."""
        self.page.locator("#search").fill(text)
        return self.page.locator('#found [role="option"]')


def focused(page: Page) -> Locator:
    return page.locator(":focus")
