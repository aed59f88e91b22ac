"""Short names for what a person does on a page in a real browser."""

from __future__ import annotations

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

PATIENCE = 60  # seconds: the machine may be busy
PASSWORD = "agent-demo"
# What reaches beyond the screen's right edge, unless something around it scrolls.
OVERFLOW = """
const edge = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= edge) return [];
return [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > edge + 1).map((each) => each.outerHTML.slice(0, 160))
"""
# What a screen reader could not name: controls without label, text or description; pictures without a replacement.
NAMELESS = """
return [...document.querySelectorAll('button, a[href], input, select, textarea, summary, img, dialog[open]')]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => !(each.labels && each.labels.length) && !each.textContent.trim()
    && !each.getAttribute('aria-label') && !each.getAttribute('aria-labelledby') && !each.hasAttribute('alt'))
  .map((each) => each.outerHTML.slice(0, 120))
"""


class Page:
    """A browser on a running gateway."""

    def __init__(self, served, driver) -> None:
        self.served, self.driver = served, driver

    # --- finding and waiting ---

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        self.until(lambda: self.all(selector), f"no {selector}")
        return self.all(selector)[0]

    def until(self, holds, why=""):
        return WebDriverWait(self.driver, PATIENCE).until(lambda _: holds(), why)

    def sees(self, words, selector="body"):
        """Wait until the words stand there; text that is shown anew meanwhile is no error."""
        script = "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''"
        self.until(lambda: words in self.driver.execute_script(script, selector), f"{words} in {selector}")

    # --- doing ---

    def sign_in(self, username):
        self.driver.get(f"{self.served.address}/editing")
        self.driver.execute_script("sessionStorage.clear()")
        self.driver.get("about:blank")
        self.driver.get(f"{self.served.address}/editing")
        self.type("#username", username)
        self.type("#password", PASSWORD, Keys.ENTER)
        self.sees("知识条目", "#view")

    def go(self, address, words):
        self.driver.execute_script("location.hash = arguments[0]", address)
        self.sees(words, "#view")

    def type(self, selector, *words):
        box = self.one(selector)
        self.until(box.is_displayed)
        box.clear()
        box.send_keys(*words)

    def put(self, selector, words):
        """Long texts at once, as if pasted."""
        script = """arguments[0].value = arguments[1];
        arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"""
        self.driver.execute_script(script, self.one(selector), words)

    def press(self, label, within="body"):
        """Press the button or link that says so."""

        def found():
            # no stale elements: found and pressed in one go
            return self.driver.execute_script(
                """const inside = document.querySelector(arguments[0]);
                const each = inside && [...inside.querySelectorAll('button, a')]
                  .find((one) => one.innerText.trim() === arguments[1] && !one.disabled && one.offsetParent !== null);
                if (each) each.click(); return Boolean(each)""",
                within,
                label,
            )

        self.until(found, f"no button {label}")

    def choose(self, selector, label):
        Select(self.one(selector)).select_by_visible_text(label)

    def confirm(self, label, **words):
        """Fill in the dialog and agree."""
        self.until(lambda: self.all("dialog[open]"), "no dialog")
        for position, value in enumerate(words.values()):
            self.driver.find_elements(By.CSS_SELECTOR, "dialog[open] :is(input, textarea)")[position].send_keys(value)
        self.press(label, "dialog[open]")
        self.until(lambda: not self.all("dialog[open]"), "the dialog stays")

    # --- looking ---

    def at_width(self, width):
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def as_wide_as_before(self):
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def is_usable(self):
        """Nothing lies outside the screen and everything has a name."""
        assert self.driver.execute_script(OVERFLOW) == []
        assert self.driver.execute_script(NAMELESS) == []
