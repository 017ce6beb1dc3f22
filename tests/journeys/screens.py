"""The page of the practice workspace in a browser, as somebody uses it."""

import re
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Locator, Page, expect


class Screen:
    """One window; whatever its console complains of is kept in `errors`."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        user: str = "U0CORA",
        width: int = 1180,
        height: int = 900,
    ) -> None:
        self.errors: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
        )
        self._context.set_default_timeout(15_000)
        self.page: Page = self._context.new_page()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda problem: self.errors.append(str(problem)))
        self.page.on("dialog", lambda dialog: self._complain("error", f"alert: {dialog.message}"))
        self.page.goto(f"{address}#{user}")
        expect(self.page.locator("#places button").first).to_be_visible()

    @property
    def composer(self) -> Locator:
        return self.page.get_by_label("Message", exact=True)

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages article")

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def problem(self) -> Locator:
        return self.page.locator("#problem")

    @property
    def home(self) -> Locator:
        return self.page.get_by_role("region", name="Home")

    @property
    def text(self) -> str:
        """Everything that has been said here, or stands on Home."""
        return self.page.locator("#messages:visible, #home:visible").inner_text()

    def act_as(self, name: str) -> None:
        choice = self.page.get_by_label("Acting as")
        label = choice.locator("option").filter(has_text=name).inner_text()
        choice.select_option(label=label)
        expect(self.page.locator("#as")).to_have_text(f"You are {name}")

    def go(self, place: str) -> None:
        self.place(place).click()

    def place(self, name: str) -> Locator:
        """The button of a channel or of Home, whatever news it tells of."""
        label = re.compile(rf"^\W*{re.escape(name)}\s*(\d+ new)?$")
        return self.page.locator("#places").get_by_role("button").filter(has_text=label)

    def send(self, text: str) -> None:
        # Nobody can type behind a form, and one that was just closed goes with the next state.
        expect(self.form).to_be_hidden()
        self.composer.fill(text)
        self.composer.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send something and wait for what comes back; that message."""
        before = self.messages.count()
        said = 0 if text.startswith("/") else 1  # what is said is a message of its own
        self.send(text)
        answer = self.messages.nth(before + said)
        expect(answer).to_be_visible()
        return answer

    def _complain(self, kind: str, text: str) -> None:
        # What the workspace refuses is answered with 409, and the browser tells of it as well.
        if kind in ("error", "warning") and "409" not in text:
            self.errors.append(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._context.close()
