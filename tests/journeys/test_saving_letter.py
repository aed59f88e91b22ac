"""An agent opens a customer's saving letter from the workbench, in a real browser against the whole running product."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.journeys.test_pages import PATIENCE, new_browser, open_chat, open_from_queue, say, wait_for_text

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    opened = new_browser()
    yield opened
    opened.quit()


def take_over(browser: WebDriver, product: str, customer: str) -> None:
    """The customer asks for a person; the agent, on the same browser's next page, takes the conversation."""
    open_chat(browser, product, customer)
    say(browser, "转人工")
    wait_for_text(browser, "排队", "owner")
    open_from_queue(browser, product, "0010")
    wait_for_text(browser, "客户", "briefing-body")


def test_the_letter_opens_in_its_own_tab_with_charts_and_prints(product, browser):
    take_over(browser, product, "孙晓梅")
    assert not browser.find_elements(By.ID, "letter")  # not while the details are masked
    browser.find_element(By.ID, "take").click()
    link = WebDriverWait(browser, PATIENCE).until(lambda page: page.find_element(By.ID, "letter"))
    link.click()
    WebDriverWait(browser, PATIENCE).until(lambda page: len(page.window_handles) == 2)
    browser.switch_to.window(browser.window_handles[1])
    WebDriverWait(browser, PATIENCE).until(lambda page: page.find_elements(By.TAG_NAME, "h1"))
    assert "313.62 元" in browser.find_element(By.TAG_NAME, "main").text
    assert len(browser.find_elements(By.CSS_SELECTOR, "svg[role=img]")) == 3
    button = browser.find_element(By.ID, "print")
    assert button.value_of_css_property("background-color") == "rgba(10, 125, 90, 1)"  # the style was let in
    assert base64.b64decode(browser.print_page()).startswith(b"%PDF")
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
