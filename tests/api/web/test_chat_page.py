"""The customer's chat page: thumbs under answers of the articles, and outage notices as cards."""

import pytest

pytestmark = pytest.mark.browser
WANG = "4201060001"


def open_chat(page, customer=""):
    page.driver.get(f"{page.served.address}/")
    page.sees("您好", "#thread")
    if customer:
        page.choose("#customer", customer)
        page.sees("您好", "#thread")


def ask(page, words):
    page.type("#text", words)
    page.press("发送")


def test_a_thumb_down_reaches_the_editors(page):
    open_chat(page)
    ask(page, "违约金怎么算")
    page.sees("违约金", ".message.bot .sources")
    page.press("没帮助", ".thumbs")
    page.sees("编辑会看到", ".thumbs")
    assert all(not each.is_enabled() for each in page.all(".thumbs button"))
    page.sign_in("editor")
    page.go("#/gaps", "最近没答好的问题")
    page.sees("违约金怎么算", ".asked")
    page.sees("客户点踩", ".asked")


def test_only_answers_of_articles_have_thumbs(page):
    open_chat(page)
    ask(page, "今天股票涨了吗")
    page.until(lambda: len(page.all(".message.bot")) == 2)
    assert not page.all(".thumbs")


def test_an_outage_notice_is_a_card_with_kind_reason_times_source_and_age(page):
    page.served.subscribe(WANG)
    open_chat(page, "王建国")
    page.served.report_outage()
    page.served.deliver_notices()
    for words in ("故障停电通知", "电缆故障", "新华路", "11月20日08:30", "11月20日10:30", "刚刚", "TD1", "更新于"):
        page.sees(words, ".outage-card")
    assert "【故障停电通知】" not in page.one("#thread").text  # the card says it, not twice
    assert page.one(".notice-of-outage .buttons").text == "不再接收"
    for width in (390, 1280):
        page.at_width(width)
        page.is_usable()
    page.as_wide_as_before()
