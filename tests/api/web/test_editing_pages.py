"""Knowledge editors write, review, publish, go back, take files in and out, and see what customers miss."""

import io
import time
import zipfile

import pytest

from tests.api.editing.conftest import sample
from tests.api.editing.test_gaps import PARKING

pytestmark = pytest.mark.browser
LATE_FEE = "#/article/sample-late-fee"
TITLE = "电费违约金怎么收"


def test_whoever_may_not_edit_is_told_so(page):
    page.driver.get(f"{page.served.address}/editing")
    page.type("#username", "agent")
    page.type("#password", "agent-demo\n")
    page.sees("不能编辑知识", "#login-error")


def test_articles_are_found_by_words_topic_and_state(page):
    page.sign_in("editor")
    page.sees("已发布 8", ".chips")
    page.put(".filters input", "电线")
    page.until(lambda: len(page.all(".articles li")) == 1)
    page.sees("电线掉地上怎么办", ".articles")
    assert page.driver.switch_to.active_element.get_attribute("type") == "search"  # one can go on typing
    page.go("#/articles?topic=tiered_tariff", "山东的阶梯电价")
    assert len(page.all(".articles li")) == 3


def test_problems_are_said_at_the_field_and_figures_shown_as_customers_read_them(page):
    page.sign_in("editor")
    page.go(LATE_FEE, TITLE)
    page.sees("每日1‰", ".bubble")
    page.put("#field-answer", "最少 1 元。一档{{tariff:residential_tiered.price1}}。")
    page.sees("手写的数字：1 元", "#problems-answer")
    assert page.one("#field-answer").get_attribute("aria-invalid") == "true"
    page.choose("#preview-place", "湖北")
    page.sees("0.558元/千瓦时", ".bubble")
    page.put("#field-source", "")
    page.sees("不能为空", "#problems-source")
    page.sees("还有", ".summary")


def test_a_figure_is_chosen_by_what_it_means(page):
    page.sign_in("editor")
    page.go(LATE_FEE, TITLE)
    page.put("#field-answer", "到达现场：")
    page.press("插入数字", ".field.answer")
    page.type("dialog input", "城区抢修人员 到达现场")
    page.until(lambda: len(page.all(".figure")) == 1)
    page.one(".figure").click()
    assert page.one("#field-answer").get_attribute("value") == "到达现场：{{limit:fault.arrive.urban}}"
    page.sees("45分钟", ".bubble")


def test_an_article_goes_from_draft_through_a_second_person_to_customers_and_back(page):
    page.sign_in("editor")
    page.go(LATE_FEE, TITLE)
    page.put("#field-answer", "逾期交费按天加收违约金，居民{{tariff:late_fee.residential_rate}}。")
    page.sees("内容检查通过", ".summary")
    page.type(".bar input", "说得更短")
    page.press("保存草稿")
    page.sees("已保存为草稿", "#told")
    page.press("送审")
    page.confirm("送审", comment="请看第一句")
    page.sees("待审核", "#view h1")
    assert not [each for each in page.all("button") if each.text == "通过并发布"]  # not one's own
    page.sign_in("supervisor")
    page.go(LATE_FEE, "和客户现在看到的相比")
    page.sees("说得更短", ".standing")
    page.sees("editor 送审：请看第一句", ".said")
    assert "{{tariff:late_fee.minimum}}" in page.one(".diff .went").text
    page.press("通过并发布")
    page.confirm("通过并发布")
    page.sees("发布检验通过", ".check")
    page.sees("已发布", "#view h1")
    page.press("历史与回退")
    page.sees("supervisor 发布", ".events")
    page.press("立即回退")
    page.confirm("确定", reason="说法有误")
    page.sees("第 3 版", ".versions")
    page.go(LATE_FEE, "第 3 版")
    assert "{{tariff:late_fee.minimum}}" in page.one("#field-answer").get_attribute("value")


def test_a_regression_is_refused_with_the_questions_that_would_break(page):
    page.sign_in("editor")
    page.go(LATE_FEE, TITLE)
    page.put("#field-answer", "这一句违约金答得不好。")
    page.type(".bar input", "试一试")
    page.press("保存草稿")
    page.sees("已保存为草稿", "#told")
    page.press("送审")
    page.confirm("送审")
    page.sign_in("supervisor")
    page.go(LATE_FEE, TITLE)
    page.press("通过并发布")
    page.confirm("通过并发布")
    page.sees("发布检验没有通过", ".check")
    page.sees("“违约金怎么算”", ".broken")
    page.sees("这一句违约金答得不好", ".broken")
    page.sees("已退回", "#view h1")


def test_a_gap_becomes_a_draft(page):
    page.served.note_questions(PARKING)
    page.served.look_for_gaps()
    page.sign_in("editor")
    page.go("#/gaps", "上次汇总")
    page.sees("4 次", ".gaps")
    page.press("打开草稿")
    page.confirm("建草稿", article_id="parking-lamps")
    page.sees("草稿", "#view h1")
    page.sees("还有", ".summary")
    page.sees("【待填写】", "#problems-answer")
    assert PARKING[0] in page.one("#field-questions").get_attribute("value")


def test_an_editor_asks_for_a_search_now(page):
    page.sign_in("editor")
    page.go("#/gaps", "现在汇总")
    page.press("现在汇总")
    page.sees("已交给后台", "#told")
    page.served.look_for_gaps()
    page.sees("汇总好了", "#told")


def test_files_go_out_and_come_in_as_drafts(page, tmp_path):
    page.sign_in("editor")
    page.go("#/files", "导出")
    page.press("下载全部条目")
    packed = page.driver.downloads / "articles.zip"
    page.until(packed.exists, "no file was saved")
    with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as archive:
        assert archive.read("meter/sample-meter-test.md").decode() == sample("sample-meter-test")
    good, bad = tmp_path / "a.md", tmp_path / "b.md"
    good.write_text(sample("sample-meter-test").replace("sample-meter-test", "meter-again"), "utf-8")
    bad.write_text("没有条目信息", "utf-8")
    page.one("#files").send_keys(f"{good}\n{bad}")
    page.press("导入为草稿")
    page.sees("建了 1 份草稿", "#view")
    page.sees("b.md", ".problems")


def test_work_that_is_not_saved_is_not_lost_by_a_slip(page):
    page.sign_in("editor")
    page.go("#/article/sample-meter-test", "怀疑电表不准怎么校验")
    page.put("#field-title", "改了一半")
    page.driver.execute_script("location.hash = '#/gaps'")
    question = page.until(lambda: page.driver.switch_to.alert)
    assert "没保存" in question.text
    question.dismiss()
    assert page.one("#field-title").get_attribute("value") == "改了一半"
    page.driver.execute_script("location.hash = '#/gaps'")
    page.until(lambda: page.driver.switch_to.alert).accept()
    page.sees("客户缺口", "#view h1")


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_and_can_be_used_without_seeing_it(page, width):
    page.at_width(width)
    try:
        page.sign_in("supervisor")
        addresses = {
            "#/articles": "知识条目",
            "#/new": "新建条目",
            LATE_FEE: TITLE,
            f"{LATE_FEE}/history": "谁做了什么",
            "#/gaps": "最近没答好的问题",
            "#/files": "导入",
        }
        for address, words in addresses.items():
            page.go(address, words)
            page.is_usable()
    finally:
        page.as_wide_as_before()


def test_the_page_asks_to_sign_in_again_when_the_shift_is_over(page):
    page.sign_in("editor")
    page.go("#/articles", "知识条目")
    page.driver.execute_script(
        "const kept = JSON.parse(sessionStorage.getItem('dianda-editor')); kept.token = 'old';"
        "sessionStorage.setItem('dianda-editor', JSON.stringify(kept)); location.reload()"
    )
    page.until(lambda: page.one("#login").is_displayed())
    began = time.monotonic()
    page.type("#username", "editor")
    page.type("#password", "agent-demo\n")
    page.until(lambda: page.one("#desk").is_displayed())
    assert time.monotonic() - began < 60
