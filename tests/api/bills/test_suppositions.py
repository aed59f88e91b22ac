"""A change of the household in the customer's words: what is read, what is assumed, and what it costs."""

from datetime import date
from decimal import Decimal

import pytest

from api.bills.suppositions.assumptions import assumptions_of, months_of, spoken
from api.bills.suppositions.general import answer_on_figures, together_on_figures
from api.bills.suppositions.reading import read_scenario, read_values
from api.bills.suppositions.several import PARTS, Several
from api.bills.suppositions.supposition import SCENARIOS, Supposition
from tariffs import calculate

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "scenario", "values"),
    [
        ("装个空调会多多少钱", "air_conditioner", {}),
        ("装个一点五匹的空调每天开八小时", "air_conditioner", {"kilowatts": "1.1", "hours_a_day": "8"}),
        ("空调1200瓦，夏天用", "air_conditioner", {"kilowatts": "1.2", "season": "6-9"}),
        ("空调开26度一天多少电费", "air_conditioner", {}),
        ("电动车每月跑1500公里，百公里15度", "electric_car", {"kilometres": "1500", "kwh_per_100km": "15"}),
        ("买个新能源车每天跑50公里，夜里充", "electric_car", {"kilometres": "1500", "valley_share": "1"}),
        ("电车一年开1万2千公里", "electric_car", {"kilometres": "1000"}),
        ("热泵3千瓦每天开10小时", "heat_pump", {"kilowatts": "3", "hours_a_day": "10"}),
        ("白天用的三成改到夜里用", "move_to_night", {"share": "0.3"}),
        ("改成峰谷，一半在谷段用", "time_of_use", {"valley_share": "0.5"}),
        ("一个月多用100度", "more_use", {"kwh": "100"}),
        ("湖北，一个月用200度，装空调", "air_conditioner", {"province": "湖北", "month_kwh": "200"}),
        ("给电瓶车充电", "appliance", {}),
        ("今天天气怎么样", None, {}),
    ],
)  # fmt: skip
def test_a_change_is_read_with_its_values(text, scenario, values):
    assert read_scenario(text) == scenario
    if scenario:
        assert read_values(text, scenario) == values


@pytest.mark.parametrize("scenario", sorted(SCENARIOS))
def test_every_button_is_read_back_as_the_value_it_offers(scenario):
    for assumption in assumptions_of(scenario, by_the_hour=scenario not in ("move_to_night", "time_of_use")):
        for value in (*assumption.choices, assumption.value):
            if value is not None:
                read = read_values(spoken(assumption.name, value), scenario)
                assert Decimal(read[assumption.name].split("-")[0]) == Decimal(value.split("-")[0])


def test_a_bare_share_is_that_in_the_valley_where_nothing_else_is_asked():
    first = Supposition.read("改成峰谷能省多少", {})
    assert Supposition.read("30%", first.values).values["valley_share"] == "0.3"
    assert "valley_share" not in Supposition.read("改成峰谷能省三成吗", {}).values


def test_a_season_over_new_year_has_its_months():
    assert months_of("11-3") == (11, 12, 1, 2, 3)


def test_a_new_value_keeps_the_others_and_a_new_change_forgets_them():
    first = Supposition.read("湖北装空调，每天用12小时", {})
    second = Supposition.read("功率1.5千瓦", first.values)
    assert (second.values["hours_a_day"], second.values["kilowatts"]) == ("12", "1.5")
    third = Supposition.read("买电动车呢", second.values)
    assert third.values == {"province": "湖北", "scenario": "electric_car"}


def test_figures_of_an_unknown_household_are_calculated_over_a_year_of_tiers():
    found = answer_on_figures(Supposition.read("湖北一个月用200度，每月多用100度", {}), TODAY)
    before = calculate("residential_tiered", _year("2400")).total
    after = calculate("residential_tiered", _year("3600")).total
    assert f"多{after - before:.2f}元" in found.text
    assert "湖北省居民生活用电价格表" in found.text
    assert found.sources


def test_without_the_monthly_use_the_tiers_are_set_apart():
    found = answer_on_figures(Supposition.read("浙江装空调，1千瓦，每天10小时，每月30天，全年都用", {}), TODAY)
    assert "第一档是161.40元" in found.text
    assert "第三档是251.40元" in found.text
    assert "假设" not in found.text


def test_without_a_province_it_is_asked_for():
    found = answer_on_figures(Supposition.read("装个空调", {}), TODAY)
    assert "哪个省" in found.text
    assert [button.payload for button in found.buttons] == ["按我家的账单算"]


async def _suppose(desk, text, account_number="4201060001", known=None):
    body = {"text": text, "known": known or {}}
    return (await desk.inside(await desk.talk(account_number), "POST", "suppositions", json=body)).json()


async def test_a_known_customers_own_year_is_recalculated_and_the_assumptions_are_said(desk):
    found = await _suppose(desk, "装个空调会多多少钱")
    what_if = {
        "scenario": "air_conditioner",
        "kilowatts": "1.1",
        "hours_a_day": "8",
        "days": 30,
        "months": [6, 7, 8, 9],
    }
    wanted = (await desk.inside(await desk.talk("4201060001"), "POST", "what-if", json=what_if)).json()
    assert f"多{wanted['difference']}元" in found["answer"]
    assert "是我先替您假设的" in found["answer"]
    assert {"每天用4小时", "全年都用"} <= {button["payload"] for button in found["buttons"]}
    assert found["sources"][0]["title"] == wanted["tariff"]["source"]


async def test_a_changed_assumption_changes_the_result(desk):
    first = await _suppose(desk, "装个空调会多多少钱")
    second = await _suppose(desk, "每天用12小时", known=first["values"])
    assert second["values"]["hours_a_day"] == "12"
    assert "每天12小时" in second["answer"]
    assert second["answer"] != first["answer"]


async def test_a_car_shows_where_charging_is_cheapest(desk):
    found = await _suppose(desk, "买电动车每月跑1000公里，电费多多少")
    assert any("分时电价，全部在谷段充" in label for label, _ in found["card"]["rows"])


async def test_the_monthly_use_that_a_known_customer_names_is_taken(desk):
    found = await _suppose(desk, "湖北，如果一个月用300度，装空调多多少钱")
    assert "平时每月300千瓦时" in found["answer"]
    own = await _suppose(desk, "按我家的账单算", known=found["values"])
    assert "账单重算" in own["answer"]


async def test_who_pays_by_the_hour_hears_that_nothing_is_taken_to_be_in_the_valley(desk):
    found = await _suppose(desk, "装热泵取暖电费会多多少", "3701020003")
    assert "0%在谷段用" in found["answer"]
    assert "50%在谷段用" in {button["payload"] for button in found["buttons"]}


async def test_what_cannot_be_calculated_is_said_with_its_reason(desk):
    moved = await _suppose(desk, "改到晚上用能省多少")
    assert not moved["answerable"] and "峰谷电价" in moved["answer"]
    factory = await _suppose(desk, "装个空调会多多少钱", "4201130006")
    assert not factory["answerable"] and "居民" in factory["answer"]
    absurd = await _suppose(desk, "装个空调每天开30小时")
    assert not absurd["answerable"] and "核对" in absurd["answer"]


async def test_what_has_no_usual_value_is_asked(desk):
    found = await _suppose(desk, "买个热水器一个月多少电费")
    assert "功率" in found["answer"]
    assert "功率2千瓦" in {button["payload"] for button in found["buttons"]}


async def test_a_stranger_may_ask_in_general_and_is_verified_for_the_own_bills(desk):
    asked = await _suppose(desk, "装个空调会多多少钱", None)
    assert "哪个省" in asked["answer"]
    general = await _suppose(desk, "湖北，一个月200度", None, asked["values"])
    assert "一年电费一共多642.05元" in general["answer"]
    own = await _suppose(desk, "按我家的账单算", None, general["values"])
    assert own["needs_verification"] and own["values"]["scenario"] == "air_conditioner"


async def test_words_without_a_change_are_not_understood(desk):
    assert not (await _suppose(desk, "你好"))["understood"]


def _year(kwh):
    return {"province": "湖北", "year_month": "2027-12", "kwh": kwh, "cumulative_before": "0"}


@pytest.mark.parametrize(
    ("text", "known", "texts"),
    [
        ("空调1.5匹每天8小时，冰箱0.1千瓦每天24小时", {}, ("空调1.5匹每天8小时", "冰箱0.1千瓦每天24小时")),
        ("再加个冰箱", {"scenario": "air_conditioner", "kilowatts": "1.1"}, ("空调，功率1.1千瓦", "加个冰箱")),
        ("冰箱0.1千瓦", {PARTS: "空调；冰箱"}, ("空调", "冰箱0.1千瓦，冰箱")),
        ("每天用4小时", {PARTS: "空调；冰箱0.1千瓦"}, ("每天用4小时，空调", "每天用4小时，冰箱0.1千瓦")),
    ],
)
def test_several_things_are_read_each_with_its_values(text, known, texts):
    several = Several.read(text, known)
    assert several.texts == texts
    assert len(several.suppositions) == len(texts)


@pytest.mark.parametrize("text", ["装个空调会多多少钱", "空调1.5匹，空调每天开8小时", "改到夜里用和改成峰谷哪个省"])
def test_one_thing_is_no_several(text):
    assert Several.read(text, {}) is None


def test_several_things_together_cost_at_least_what_each_does_alone():
    """Two changes of the same year: the second falls into the tiers that the first has filled."""
    household = {"province": "湖北", "month_kwh": "150"}
    several = Several.read("空调1.5千瓦每天8小时，冰箱0.1千瓦每天24小时", household)
    both = together_on_figures(several.suppositions, "湖北", "150", TODAY)
    alone = [answer_on_figures(each, TODAY) for each in several.suppositions]

    def more(answer):
        return Decimal(dict(answer.card.rows)["一共"].removeprefix("多").removesuffix("元"))

    assert more(both) >= sum(more(each) for each in alone) > 0
    assert "空调" in both.text and "冰箱" in both.text
