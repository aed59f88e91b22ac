"""What a change would cost, in words: the result, what it rests on, what was assumed, and buttons to change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from api.articles.answer import Answer, Button, Card, Source
from api.articles.refusals import HANDOVER
from api.bills.presentation import energy, money
from api.bills.suppositions.assumptions import ALL_YEAR, QUESTIONS, Assumption, spoken
from api.bills.suppositions.household import InTier
from api.bills.suppositions.supposition import Supposition
from tariffs import TariffReference, YearlyWhatIf

TITLE = "用电变化测算"
MOST_BUTTONS = 5
OWN = Button("按我家账单算", "按我家的账单算")
ESTIMATE = "这是测算，以实际账单为准。"
ASK_HOUSEHOLD = (
    "可以帮您算。各省电价不同，用得多少也会影响落在哪一档：请告诉我您在哪个省、家里平时一个月大概用多少度；"
    "也可以核对一下身份，我直接按您家的账单算。"
)
ASK_PROVINCE = "请告诉我您在哪个省，我按当地的电价算；也可以核对一下身份，我直接按您家的账单算。"
ASK_MONTH = "请告诉我家里平时一个月大概用多少度，我就能按{province}的电价算；也可以核对一下身份，我直接按您家的账单算。"
NEEDS_PERIODS = (
    "挪到夜里用要执行峰谷电价才省钱。核对身份后，我可以按您家的账单算能省多少；也可以先算改成峰谷电价划不划算。"
)
NO_PERIODS = "这里按不分峰谷的电价算，几点用都是一个价；执行峰谷电价，或者单独装充电桩电表选分时电价，夜里才便宜。"
MORE_PRECISE = "告诉我家里平时一个月用多少度，就能算出一年的；核对身份后，可以直接按您家的账单算。"


def on_bills(supposition: Supposition, found: Mapping[str, Any], by_the_hour: bool) -> Answer:
    """The change over the customer's own bills; ``found``: as the internal endpoint /what-if gives it."""
    months = supposition.request(by_the_hour).months
    concerned = sum(int(month[5:]) in months for month in found["months"])
    rows = [
        ("原来的电费", _yuan(found["before"])),
        ("变化后的电费", _yuan(found["after"])),
        ("一共", change_words(Decimal(found["difference"])) if found["difference"] else ""),
        *_each_month(found["difference"], concerned),
        *((f"只算充电，一个月：{each['label']}", _yuan(each["amount"])) for each in found["options"]),
    ]
    text = "\n".join(filter(None, [_of_the_year(supposition, found, by_the_hour), *_said(supposition, by_the_hour)]))
    card = Card("what_if", TITLE, tuple((label, value) for label, value in rows if value))
    return Answer(True, text, _sources(found["tariff"]), change_buttons(supposition, by_the_hour), card)


def on_figures(supposition: Supposition, result: YearlyWhatIf, province: str, kwh: str) -> Answer:
    """The change over an even year of a household known by its province and monthly use."""
    before = sum((bill.total for bill in result.before), Decimal(0))
    difference = result.difference
    months = supposition.request(by_the_hour=False).months
    rows = [
        ("原来的电费", f"{money(before)}元"),
        ("变化后的电费", f"{money(before + difference)}元"),
        ("一共", change_words(difference)),
        *_each_month(money(difference), len(months)),
    ]
    source = _basis(result.tariff)
    basis = f"按{province}现行居民电价、平时每月{kwh}千瓦时、全年累计分档计算，一年电费一共{change_words(difference)}。"
    text = f"{result.explanation}{basis}{source}{ESTIMATE}"
    text = "\n".join([text, *_said(supposition, False)])
    buttons = (*change_buttons(supposition, False), OWN)
    return Answer(True, text, _sources(_wire(result.tariff)), buttons, Card("what_if", TITLE, tuple(rows)))


def together_on_bills(found: Sequence[Supposition], changed: Mapping[str, Any], by_the_hour: bool) -> Answer:
    """Several changes at once over the customer's own bills; ``changed``: as /what-if gives it."""
    rows = [
        ("原来的电费", _yuan(changed["before"])),
        ("变化后的电费", _yuan(changed["after"])),
        ("一共", change_words(Decimal(changed["difference"])) if changed["difference"] else ""),
    ]
    text = "\n".join(filter(None, [str(changed["text"]), _assumed_of(found, by_the_hour)]))
    card = Card("what_if", TITLE, tuple((label, value) for label, value in rows if value))
    return Answer(True, text, _sources(changed["tariff"]), (), card)


def together_on_figures(found: Sequence[Supposition], result: YearlyWhatIf, province: str, kwh: str) -> Answer:
    """Several changes at once over an even year."""
    difference = result.difference
    before = sum((bill.total for bill in result.before), Decimal(0))
    rows = (
        ("原来的电费", f"{money(before)}元"),
        ("变化后的电费", f"{money(before + difference)}元"),
        ("一共", change_words(difference)),
    )
    basis = f"按{province}现行居民电价、平时每月{kwh}千瓦时、全年累计分档计算，一年电费一共{change_words(difference)}。"
    text = f"{result.explanation}{basis}{_basis(result.tariff)}{ESTIMATE}"
    text = "\n".join(filter(None, [text, _assumed_of(found, False)]))
    return Answer(True, text, _sources(_wire(result.tariff)), (OWN,), Card("what_if", TITLE, rows))


def ask_power(names: Sequence[str]) -> Answer:
    """The question for the power of several things of which none can be assumed."""
    return Answer(
        True,
        f"{'和'.join(names)}的功率各是多少千瓦、每天大约用几小时？铭牌或说明书上有，比如“{names[0]}2千瓦每天1小时”。",
    )


def and_ask_power(answer: Answer, names: Sequence[str]) -> Answer:
    """A sum of what is known, and what is to be told for the rest to be added."""
    asked = f"{'和'.join(names)}还没有算进去：告诉我功率和每天用几小时（比如“{names[0]}2千瓦每天1小时”），我再加上。"
    return replace(answer, text=f"{answer.text}\n{asked}")


def _assumed_of(found: Sequence[Supposition], by_the_hour: bool) -> str:
    """What was assumed of each of several things."""
    said = []
    for each in found:
        words = "、".join(spoken(name, value) for name, value in each.assumed(by_the_hour).items())
        said += [f"{each.called}{words}"] if words else []
    if not said:
        return ""
    return (
        f"其中这些是我先替您假设的：{'；'.join(said)}。和实际不一样，直接告诉我，比如“{found[0].called}每天用4小时”。"
    )


def in_tiers(supposition: Supposition, kwh: Decimal, words: str, province: str, tiers: Sequence[InTier]) -> Answer:
    """What the added energy of a month costs, depending on the tier it falls into."""
    rows = tuple((f"落在{each.name}", f"{money(each.amount)}元") for each in tiers)
    shown = "，".join(f"{label}是{value}" for label, value in rows)
    tariff = tiers[0].tariff
    text = (
        f"{words}，每月多用{energy(kwh)}千瓦时。按{province}居民阶梯电价，这些电一个月{shown}。{_basis(tariff)}{ESTIMATE}"
        f"{MORE_PRECISE}"
    )
    supposition = supposition.of_a_month()
    text = "\n".join([text, *_said(supposition, False)])
    buttons = (*change_buttons(supposition, False, without="season"), OWN)
    return Answer(True, text, _sources(_wire(tariff)), buttons, Card("what_if", TITLE, rows))


def ask_value(assumption: Assumption) -> Answer:
    """The question for what cannot be assumed, with usual answers as buttons."""
    buttons = tuple(Button(words, words) for words in (spoken(assumption.name, each) for each in assumption.choices))
    return Answer(True, QUESTIONS[assumption.name], buttons=buttons)


def ask_household(supposition: Supposition) -> Answer:
    """The question for what is missing of a household that nobody knows."""
    province, kwh = supposition.values.get("province"), supposition.values.get("month_kwh")
    if supposition.scenario == "move_to_night":
        return Answer(True, NEEDS_PERIODS, buttons=(OWN, Button("改成峰谷划算吗", "改成峰谷电价能省多少钱")))
    text = ASK_PROVINCE if kwh and not province else ASK_MONTH.format(province=province) if province else ASK_HOUSEHOLD
    return Answer(True, text, buttons=(OWN,))


def impossible(detail: str) -> Answer:
    """Why it cannot be calculated."""
    return Answer(False, f"这个算不了：{detail.rstrip('。')}。", buttons=(HANDOVER,))


def _of_the_year(supposition: Supposition, found: Mapping[str, Any], by_the_hour: bool) -> str:
    """The result; energy moved is told as its share, since every month moves another amount."""
    share = supposition.request(by_the_hour).share
    if share is None:
        return str(found["text"])
    return str(found["text"]).replace(found["explanation"], f"{spoken('share', str(share))}，总用电量不变。")


def _said(supposition: Supposition, by_the_hour: bool) -> list[str]:
    """What the result rests on besides the bills: the customer's season, values nobody gave, hours without a price."""
    given, assumed = supposition.values, supposition.assumed(by_the_hour)
    sentences = []
    if given.get("season", ALL_YEAR) != ALL_YEAR:
        sentences.append(f"按{spoken('season', given['season'])}计算。")
    if supposition.scenario != "time_of_use" and given.get("valley_share", "0") != "0" and not by_the_hour:
        sentences.append(NO_PERIODS)
    if assumed:
        words = "、".join(spoken(name, value) for name, value in assumed.items())
        sentences.append(f"其中“{words}”是我先替您假设的，和实际不一样就点下面的按钮，或者直接把实际的数告诉我。")
    return sentences


def change_buttons(supposition: Supposition, by_the_hour: bool, without: str = "") -> tuple[Button, ...]:
    """Other values as taps: the first choice of each, then the second of each; the usual value is the last."""
    now = {**supposition.assumed(by_the_hour), **supposition.values}
    choices = [
        [spoken(each.name, choice) for choice in (*each.choices, each.value) if choice and choice != now.get(each.name)]
        for each in supposition.assumptions(by_the_hour)
        if each.choices and each.name != without
    ]
    offered = [words for row in zip_longest(*choices) for words in row if words]
    return tuple(Button(words, words) for words in offered[:MOST_BUTTONS])


def _each_month(difference: str | None, months: int) -> list[tuple[str, str]]:
    """The difference spread over the months concerned, to whole yuan: a mean is no bill."""
    if difference is None or not months:
        return []
    mean = (Decimal(difference) / months).quantize(Decimal(1))
    return [(f"平均到这{months}个月，每月", f"约{'多' if mean >= 0 else '少'}{abs(mean)}元")]


def change_words(difference: Decimal) -> str:
    """多12.30元, 少4.00元, 不变."""
    if difference == 0:
        return "不变"
    return f"多{money(difference)}元" if difference > 0 else f"少{money(-difference)}元"


def _yuan(amount: str | None) -> str:
    return f"{amount}元" if amount is not None else ""


def _wire(tariff: TariffReference | None) -> dict[str, Any] | None:
    return tariff.to_wire() if tariff else None


def _basis(tariff: TariffReference | None) -> str:
    return f"电价依据{tariff.source}。" if tariff else ""


def _sources(tariff: Mapping[str, Any] | None) -> tuple[Source, ...]:
    if tariff is None:
        return ()
    since = tariff["effective_from"]
    return (Source(tariff["source"], None, date.fromisoformat(since) if since else None),)
