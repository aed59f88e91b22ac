"""The customers' page and the agents' page, in a real browser against the whole running product."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import Select, WebDriverWait

pytestmark = [pytest.mark.stack, pytest.mark.browser]
PATIENCE = 30


def new_browser() -> WebDriver:
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


@pytest.fixture(scope="module")
def customer_page() -> Iterator[WebDriver]:
    browser = new_browser()
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def agent_page() -> Iterator[WebDriver]:
    browser = new_browser()
    yield browser
    browser.quit()


def wait_for_text(browser: WebDriver, words: str, place: str = "thread") -> None:
    WebDriverWait(browser, PATIENCE).until(lambda page: words in page.find_element(By.ID, place).text, words)


def say(browser: WebDriver, words: str) -> None:
    box = browser.find_element(By.ID, "text")
    box.send_keys(words)
    box.send_keys(Keys.ENTER)


def open_chat(browser: WebDriver, product: str, customer: str = "") -> None:
    browser.get(product + "/")
    wait_for_text(browser, "您好")
    if customer:
        Select(browser.find_element(By.ID, "customer")).select_by_visible_text(customer)
        wait_for_text(browser, "您好")


def open_from_queue(browser: WebDriver, product: str, words: str) -> None:
    """The agent signs in and opens the waiting conversation that shows the words."""
    browser.get(product + "/agents")
    browser.find_element(By.ID, "username").send_keys("agent")
    browser.find_element(By.ID, "password").send_keys("agent-demo", Keys.ENTER)
    entry = WebDriverWait(browser, PATIENCE).until(
        lambda page: [each for each in page.find_elements(By.CSS_SELECTOR, "#queue .entry") if words in each.text]
    )[0]
    entry.click()


def test_a_customer_reads_a_bill_with_its_lines_and_source(product, customer_page):
    open_chat(customer_page, product, "王建国")
    say(customer_page, "上个月电费多少")
    wait_for_text(customer_page, "151.08")
    assert customer_page.find_elements(By.CSS_SELECTOR, ".card table tr")


def test_markup_in_a_message_stays_text(product, customer_page):
    open_chat(customer_page, product)
    say(customer_page, "<img src=x onerror=\"document.title='broken'\">你好")
    wait_for_text(customer_page, "<img src=x")
    assert customer_page.title.startswith("电答")
    assert not customer_page.find_elements(By.CSS_SELECTOR, "#thread img")


def test_buttons_send_what_they_say(product, customer_page):
    open_chat(customer_page, product, "周敏")
    customer_page.find_element(By.CSS_SELECTOR, "[data-say='家里停电了吗']").click()
    wait_for_text(customer_page, "10:30")


def test_an_agent_takes_over_and_both_sides_see_each_other(product, customer_page, agent_page):
    open_chat(customer_page, product, "王建国")
    say(customer_page, "上个月电费多少")
    wait_for_text(customer_page, "151.08")
    say(customer_page, "转人工")
    wait_for_text(customer_page, "排队", "owner")
    open_from_queue(agent_page, product, "转人工")
    wait_for_text(agent_page, "上个月电费多少", "briefing-body")
    agent_page.find_element(By.ID, "take").click()
    wait_for_text(customer_page, "人工坐席正在为您服务", "owner")
    wait_for_text(agent_page, "王建国", "title")
    say(agent_page, "王先生您好，账单我看到了")
    wait_for_text(customer_page, "王先生您好，账单我看到了")
    say(customer_page, "那我该怎么办")
    wait_for_text(agent_page, "那我该怎么办")
    agent_page.find_element(By.ID, "close").click()
    WebDriverWait(customer_page, PATIENCE).until(lambda page: not page.find_element(By.ID, "owner").is_displayed())


def test_no_page_reported_an_error(customer_page, agent_page):
    for browser in (customer_page, agent_page):
        severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert not severe
