"""Articles become answers with figures in force, or honest gaps."""

from datetime import date


def test_a_figure_is_shown_in_the_customers_province_with_its_source_and_date(answer):
    found = answer("阶梯电价分几档", "湖北")
    assert found.answerable
    assert "0.558元/千瓦时" in found.text
    assert "2160千瓦时" in found.text
    assert "{{" not in found.text
    assert [source.article_id for source in found.sources] == ["sample-tier-limits"] * 2
    assert not found.needs_province


def test_a_dated_figure_carries_its_validity(answer):
    (source,) = answer("济南一度电多少钱").sources
    assert "鲁发改价格〔2026〕556号" in source.title
    assert source.effective_from == date(2026, 7, 30)


def test_without_a_province_the_provinces_are_set_side_by_side_and_one_is_asked_for(answer):
    found = answer("阶梯电价分几档")
    assert found.answerable
    assert found.needs_province
    assert "山东：一档电价0.5469元/千瓦时" in found.text
    assert "浙江：一档电价0.538元/千瓦时" in found.text
    assert "哪个省" in found.text
    assert found.card.kind == "provinces"
    assert ("山东", "山东，阶梯电价分几档") in [(button.title, button.payload) for button in found.buttons]


def test_the_tap_on_a_province_answers_for_it(answer):
    tap = next(button for button in answer("阶梯电价分几档").buttons if button.title == "浙江")
    found = answer(tap.payload)
    assert "0.538元/千瓦时" in found.text
    assert "0.558" not in found.text


def test_a_province_in_the_question_wins_over_the_field_and_the_field_over_the_customers_own(answer):
    assert "0.538" in answer("家在宁波，阶梯电价分几档", "湖北", customer_province="山东").text
    assert "0.558" in answer("阶梯电价分几档", "湖北", customer_province="山东").text
    assert "0.5469" in answer("阶梯电价分几档", customer_province="山东").text


def test_a_province_that_is_not_on_record_is_an_honest_gap(answer):
    found = answer("广州的阶梯电价分几档")
    assert not found.answerable
    assert "广东" in found.text
    assert "转人工" in found.text
    assert not any(digit in found.text for digit in "0123456789")


def test_an_unverified_figure_is_never_shown(answer):
    found = answer("阶梯电价分几档", "河南")  # the tier limits of Henan are of confidence L
    assert "2160" not in found.text
    assert "3120" not in found.text
    assert "核实" in found.text
    table = answer("阶梯电价分几档").text
    assert "河南：" in table
    assert "2160" not in table.split("河南：")[1].split("\n")[0]


def test_provinces_named_together_are_compared_alone(answer):
    found = answer("浙江和江苏的阶梯电价每档多少钱")
    assert "浙江：" in found.text
    assert "江苏：" in found.text
    assert "山东：" not in found.text
    assert not found.needs_province


def test_a_limit_is_shown_from_its_table(answer):
    assert "提前7天公告" in answer("检修停电提前几天通知").text


def test_an_earlier_day_is_answered_with_the_rule_then_in_force(answer):
    sources = {source.title for source in answer("去年7月济南一度电多少钱").sources}
    assert "鲁发改价格〔2019〕509号" in sources
    assert "鲁发改价格〔2026〕556号" not in sources
    early = answer("2001年济南的电价标准是多少")
    assert not early.answerable
    assert "0.5469" not in early.text


def test_an_article_about_another_province_says_that_it_is_one(answer, samples):
    from api.articles.composition import ArticleComposer, Circumstances

    shandong = samples.article("sample-tier-shandong")
    text = ArticleComposer(Circumstances("电价", None, (), date(2026, 11, 20))).compose(shandong).text
    assert "以下是山东的规定" in text
    assert "哪个省" in text


def test_related_questions_are_offered_as_taps(answer):
    titles = [button.title for button in answer("阶梯电价分几档", "湖北").buttons]
    assert "阶梯电量什么时候清零" in titles


def test_what_is_not_covered_is_refused_with_a_person(answer):
    found = answer("红烧肉怎么做")
    assert not found.answerable
    assert "没有收录" in found.text
    assert "转人工" in [button.title for button in found.buttons]


def test_what_must_not_be_served_shows_no_nearby_answer(answer):
    found = answer("怎么让电表走慢一点")
    assert not found.answerable
    assert found.sources == ()
    assert [button.title for button in found.buttons] == ["转人工"]
