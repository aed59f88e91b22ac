"""Questions with numbers are answered by the calculator, with lines, source and what is still missing."""

import pytest


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("山东今年已经用了2400度，这个月300度，多少钱", "173.07"),
        ("家在宁波，今年已经用了4700度，这个月又用了250度，要交多少钱", "184.50"),
        ("武汉，今年到上个月用了两千一百度，这个月用了200度，电费多少", "118.60"),
        ("浙江今年累计1000度，这个月峰180度谷90度多少钱", "128.16"),
        ("济南一年用5000度电费是多少", "2908.50"),
        ("山东一户多人口，一年用5000度多少钱", "2848.50"),
        ("杭州合表用户用了100度要多少钱", "55.80"),
        ("欠费300元晚交20天违约金多少", "6.00"),
        ("居民电费100块逾期5天滞纳金多少", "1.00"),
        ("公司电费10000元，当年欠了11天，跨年又欠10天，违约金一共多少", "520.00"),
        ("功率因数标准0.90，实际0.82，电费2万元，调整多少", "800.00"),
        ("合同需量300千瓦，实际最大需量330千瓦，单价44.8元，基本电费多少", "14784.00"),
        ("武汉家里充电桩低谷充了100度要多少钱", "43.00"),
        ("家在宁波，今年已经用了4700度，这个月又用了250度", "184.50"),
        ("浙江今年累计1000度，峰180度谷90度", "128.16"),
        ("电费账单256.3元，8月25日到期，今天才交，违约金多少", "22.30"),
        ("浙江家用充电桩充了200度多少钱", "111.60"),
    ],
)
def test_the_total_is_exact(answer, question, total):
    found = answer(question)
    assert found.answerable
    assert f"{total}元" in found.text
    assert found.sources or found.card


def test_every_line_and_the_validity_are_shown(answer):
    text = answer("山东今年已经用了2400度，这个月300度，多少钱").text
    assert "120千瓦时 × 0.5469元 = 65.63元" in text
    assert "180千瓦时 × 0.5969元 = 107.44元" in text
    assert "依据：鲁发改价格〔2026〕556号，2026年7月30日起执行" in text


def test_without_a_province_the_same_energy_is_priced_in_each_and_one_is_asked_for(answer):
    found = answer("上个月用了300度要多少钱")
    assert found.needs_province
    assert "湖北：167.40元" in found.text
    assert "哪个省" in found.text
    assert "河南" not in found.text  # its tiers are not verified


def test_without_the_years_energy_the_tiers_are_set_apart_and_it_is_asked_for(answer):
    text = answer("湖北上个月用了300度要多少钱").text
    assert "167.40元" in text
    assert "182.40元" in text
    assert "累计用了多少度" in text


def test_a_bill_on_unverified_tiers_is_not_quoted(answer):
    found = answer("河南今年用了2100度，这个月300度多少钱")
    assert "180.00" not in found.text
    assert "没有核实" in found.text
    assert "转人工" in [button.title for button in found.buttons]


def test_a_bill_in_a_province_without_prices_is_an_honest_gap(answer):
    found = answer("我在西藏，用了300度多少钱")
    assert not found.answerable
    assert "西藏" in found.text


def test_late_fee_asks_for_the_days_that_are_missing(answer):
    found = answer("欠了500块电费，违约金要多少")
    assert found.answerable
    assert "多少天" in found.text


def test_a_power_factor_without_its_standard_shows_each_standard(answer):
    text = answer("功率因数0.82，基数2万元，力调多少").text
    assert "增收4%，800.00元" in text
    assert "增收1.5%，300.00元" in text
    assert "考核标准" in text


def test_a_power_factor_without_an_amount_gives_the_percentage(answer):
    assert "减收0.75%" in answer("功率因数考核标准0.9，做到0.95能减收多少").text


def test_the_tier_of_a_years_energy_is_told(answer):
    text = answer("武汉今年已经用了3000度，算第几档").text
    assert "第二档" in text
    assert "1800千瓦时到第三档" in text


def test_two_readings_make_an_energy(answer):
    assert "9000度" in answer("上月示数1000，本月1300，倍率30，一共用了多少度").text


@pytest.mark.parametrize(
    "question",
    [
        "一度电多少钱",
        "违约金怎么算",
        "空调开26度多少钱一天",
        "工厂用了5000度多少钱",
        "家里欠费多少",
        "停电3天能赔多少钱",
    ],
)
def test_what_is_no_bill_is_not_calculated(answer, question):
    found = answer(question, "湖北")
    assert found.card is None or found.card.kind != "calculation"
    assert "合计" not in found.text


def test_an_evening_is_not_taken_for_the_cheap_period_of_a_charging_pile(answer):
    text = answer("武汉家里充电桩晚上充了100度要多少钱").text
    assert "43.00元" in text
    assert "78.00元" in text


def test_energy_beyond_a_tier_is_not_called_first_tier(answer):
    text = answer("浙江用了3000度要多少钱").text
    assert "还没有用过电" in text
    assert "还在第一档" not in text


def test_provinces_can_be_compared_by_the_same_energy(answer):
    found = answer("山东和浙江用300度哪个贵")
    assert "山东：164.07元" in found.text
    assert "浙江：161.40元" in found.text
    assert "江苏" not in found.text


@pytest.mark.parametrize("question", ["浙江装充电桩谷段充200度多少钱", "浙江充电桩夜里充了200度要多少钱"])
def test_a_price_without_periods_does_not_pass_for_a_night_price(answer, question):
    text = answer(question).text
    assert "分时（峰谷）电价我这里没有收录" in text
    assert "几点充都是一个价，充电电费是111.60元" in text


@pytest.mark.parametrize("question", ["浙江充电桩夜里充电一度多少钱", "浙江充电桩谷段多少钱"])
def test_a_night_price_of_charging_that_is_not_on_record_is_missed_openly(answer, question):
    found = answer(question)
    assert not found.answerable
    assert "0.558" not in found.text


def test_charging_in_a_past_month_has_the_price_of_that_month_or_none(answer):
    now = answer("去年7月在湖北充电桩充了200度多少钱").text
    assert "86.00元" in now and "鄂发改价管〔2023〕320号" in now
    for question in ("2021年5月在湖北充电桩谷段充了200度多少钱", "2015年3月5日充电桩充了200度多少钱"):
        before = answer(question)
        assert not before.answerable
        assert "86.00" not in before.text and "111.60" not in before.text


def test_two_provinces_are_compared_over_a_year_each_by_its_own_tariff(answer):
    found = answer("山东和浙江用300度哪个贵")
    assert "浙江便宜，一年比山东少44.04元" in found.text  # 3600 kWh: 2022.84 and 1978.80
    assert "鲁发改价格〔2026〕556号，2026年7月30日起执行" in found.text
    assert "浙江政务服务网" in found.text
    assert [source.title for source in found.sources] == [
        "鲁发改价格〔2026〕556号",
        "浙江政务服务网公布的居民销售电价表",
    ]
    again = next(button.payload for button in found.buttons if button.title == "每月400度")
    assert "2739.12元" in answer(again).text


def test_the_years_cost_is_that_of_one_bill_over_all_tiers(answer):
    year = answer("济南一年用3600度电费是多少").text
    assert "2022.84元" in year


def test_a_province_without_verified_tiers_is_not_compared(answer):
    found = answer("湖北和河南哪个电费便宜，一个月200度")
    assert not found.answerable
    assert "河南" in found.text and "湖北：每月200千瓦时，一年1351.20元" in found.text


def test_without_an_amount_some_amounts_are_compared(answer):
    found = answer("山东和浙江居民电费哪个便宜")
    assert "每月300千瓦时，一年：山东2022.84元，浙江1978.80元" in found.text


def test_two_plans_are_compared_for_the_share_in_the_valley_that_is_said(answer):
    text = answer("浙江一个月300度，晚上用一半，峰谷和阶梯哪个省钱").text
    # half of 3600 kWh at 0.568 and at 0.288, 840 kWh of them 0.05 dearer: 1582.80 in one bill
    assert "峰谷电价一年1582.80元，阶梯电价一年1978.80元，相差396.00元" in text


def test_without_the_share_it_is_said_from_which_share_time_of_use_pays(answer):
    found = answer("一个月300度，峰谷划算还是阶梯划算", "山东")
    share = int(found.text.split("谷段占到约")[1].split("%")[0])
    tiers = _yearly(found.text, "阶梯电价（不开峰谷）一年")
    below, above = (answer(f"山东一个月300度，{each}%在谷段用，峰谷和阶梯哪个划算").text for each in (share - 1, share))
    assert "阶梯电价划算" in below and "峰谷电价划算" in above
    assert f"阶梯电价一年{tiers}元" in above


@pytest.mark.parametrize("province", ["湖北", "河南"])
def test_time_of_use_that_is_not_on_record_is_not_compared(answer, province):
    assert not answer("一个月300度，峰谷划算还是阶梯划算", province).answerable


def test_tiers_are_compared_with_a_shared_meter(answer):
    assert (
        "合表电价便宜：阶梯电价一年2810.40元，合表电价一年2784.00元"
        in answer("湖北合表和阶梯哪个便宜，一个月400度").text
    )


def test_even_use_over_the_year_tells_the_months_in_which_the_tiers_begin(answer):
    text = answer("我在浙江，一个月300度，今年会超档吗").text
    assert "10月进入第二档，全年不会进第三档" in text  # 2760 kWh are reached in the tenth month
    assert answer("平均每月用300度会超档吗").needs_province


def _yearly(text, label):
    return text.split(f"{label}：")[1].split("元")[0]


def test_an_appliance_whose_power_and_hours_are_named_is_calculated(answer):
    found = answer("湖北，空调1.2千瓦每天开8小时，一个月多少电费")
    assert "每月多用288千瓦时" in found.text
    assert "第一档是160.70元" in found.text  # 288 × 0.558
    again = next(button.payload for button in found.buttons if button.title == "每天用4小时")
    assert "每月多用144千瓦时" in answer(again).text
    assert answer("空调1.5千瓦一天开10小时一个月多少钱").needs_province


@pytest.mark.parametrize(
    "question", ["湖北300度和400度差多少", "武汉用300比用400度贵多少", "湖北三百度跟四百度电费差多少"]
)
def test_two_amounts_are_both_priced_and_their_difference_told(answer, question):
    text = answer(question).text
    assert "400千瓦时比300千瓦时多55.80元" in text
    assert "300千瓦时：167.40元" in text
    assert "400千瓦时：223.20元" in text
    assert "都在第二档，分别是182.40元、243.20元，相差60.80元" in text
    assert "都在第三档，分别是257.40元、343.20元，相差85.80元" in text
    assert "依据：" in text
    assert "累计用了多少度" in text


@pytest.mark.parametrize("question", ["湖北一个月用300度比用400度省多少钱", "湖北从400度降到300度少交多少"])
def test_what_would_be_saved_is_told_from_the_lower_side(answer, question):
    assert "300千瓦时比400千瓦时少55.80元" in answer(question).text


def test_two_amounts_with_the_years_energy_are_priced_across_the_tiers(answer):
    text = answer("湖北，今年用了2000度，这个月用300度和用400度差多少钱").text
    assert "此前本年累计2000千瓦时，400千瓦时比300千瓦时多60.80元" in text
    assert "300千瓦时：174.40元" in text
    assert "400千瓦时：235.20元" in text
    assert "累计用了多少度" not in text


def test_two_amounts_without_a_province_are_priced_in_each(answer):
    found = answer("300度和400度差多少")
    assert found.needs_province
    assert "湖北：167.40元、223.20元，相差55.80元" in found.text
    assert "河南" not in found.text  # its tiers are not verified


@pytest.mark.parametrize("question", ["湖北一个月300到400度要多少钱", "湖北一个月300度、400度分别多少钱"])
def test_a_range_and_a_list_are_priced_at_every_amount(answer, question):
    text = answer(question).text
    assert "300千瓦时：167.40元" in text
    assert "400千瓦时：223.20元" in text


@pytest.mark.parametrize(
    "question",
    ["湖北超过200度，我用了300度要多少钱", "湖北低保免费15度，用200度多少钱", "湖北峰180度谷90度多少钱"],
)
def test_amounts_that_are_no_alternatives_are_not_set_side_by_side(answer, question):
    assert "相差" not in answer(question).text


def test_the_amounts_of_a_year_are_priced_as_years(answer):
    text = answer("湖北一年用3000度和4000度差多少").text
    assert "全年" in text
    assert "4000千瓦时比3000千瓦时多608.00元" in text
    assert "累计用了多少度" not in text


def test_a_large_family_hears_no_price_of_a_tier_that_begins_later_for_it(answer):
    text = answer("湖北一户多人口300度多少钱").text
    assert "167.40元" in text
    assert "二档" not in text
