from __future__ import annotations

import pytest
from selenium import webdriver

from knowledge import surroundings
from tests.api.editing.conftest import corpus, indexes  # noqa: F401 - fixtures
from tests.api.web.page import Page
from tests.api.web.serving import Served

EXPECTED = ("401", "403", "422")  # refusals that tests ask for; browsers write them down


@pytest.fixture(scope="module")
def served(tmp_path_factory, corpus, indexes):  # noqa: F811
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surroundings, "_DATA", corpus / "uncovered.yml")
        with Served(tmp_path_factory.mktemp("served"), corpus, indexes).running() as running:
            yield running


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    """One browser a module; it saves files into the folder ``driver.downloads``."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900"):
        options.add_argument(argument)
    downloads = tmp_path_factory.mktemp("downloads")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    browser.downloads = downloads
    yield browser
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    browser.quit()
    assert [each for each in severe if not any(code in each for code in EXPECTED)] == []


@pytest.fixture
def page(served, driver):
    return Page(served, driver)
