"""Amounts of money in yuan and of energy in kWh, as plain decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from nlu.text.spans import Span

_NUMBER = r"(?<![\d.A-Za-z:])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?P<scale>万|千(?!瓦)|百)?(?P<about>[多来余几])?"
_CHINESE = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 5}
_DIGIT = r"[\d一二两三四五六七八九]"
_NOT_MONEY = r"(?!电?[表箱池]|智能表|新表|老表|旧表|板|光伏|屏|牌|砖|玻璃|广告|地(?!方)|田|区域|肉|空地|石|瓦)"

_YUAN = re.compile(
    rf"{_NUMBER}{_SCALE}\s?(?:元|圆|块(?:钱|(?P<tens>{_DIGIT}|半)(?!\d|[万千百十]?度|[个天次户月年])(?:毛|角)?(?:(?P<cents>{_DIGIT})(?!度|[个天次户月年])分?)?|{_NOT_MONEY})|人民币|RMB|rmb|yuan|CNY)"
    rf"(?:零?(?P<jiao>\d)[毛角](?:(?P<fen>\d)分?)?)?"
)
_JIAO = re.compile(rf"(?<![\d.块元])(?P<jiao>\d)(?:毛|角)(?:钱|(?P<fen>{_DIGIT})分?(?!钱?\d))?")
_SIGNED = re.compile(r"(?:[¥$]|RMB|rmb|人民币)\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万)?")
_PAID = re.compile(
    r"(?:(?:[交充缴付扣花]|预存|代扣|支付|充值|缴费|交费)(?:了我?|我|的|过|到|进去)?(?:你们)?|(?:欠(?:了|着|你们|供电局)*|电费|账单|余额|欠费|欠款|金额|总共|一共)(?:是|为|要|才|有|就|都|到|还有|还剩|只有|多)?[:-]?)\s?-?"
    r"(?!95598|12398|12345)(?P<number>\d{1,6}(?:\.\d{1,2})?)(?P<scale>万)?(?![\d.:年月日号度次天个户分小千kK%元块点栋楼幢户倍周位kwV伏条家表十张台间口套根盏层桌把米平栋瓦斤岁名级档成折/-]|多(?!块)[度次天个])"
)
_KWH = re.compile(
    rf"{_NUMBER}{_SCALE}\s?(?:千瓦时|千瓦[·.]时|千瓦小时|kW[·.]?h|kw[·.]?h|KW[·.]?H|Kwh|KWh|kWH|度(?!假|数|过|的?高?温|高温|的?天|角|近视|左右的?天|那天|这天|电池))(?:电)?",
)
_READING = re.compile(
    r"(?:走了|跑了|转了|用了|多了|表上|读数|字数|示数|电表|走)(?:大概|快|差不多|是|有)?(?P<number>\d+(?:\.\d+)?)(?P<scale>万)?(?P<about>[多来])?个?字"
)
_METERED = re.compile(
    r"(?:用电量|电量|用量)(?:是|为|有|才|达到?|一共|总共)*:?\s?(?P<number>\d+(?:\.\d+)?)(?P<scale>万)?"
    r"(?![\d.元块年月日号%个户次天]|千瓦|度|[kK])"
)
_TEMPERATURE = re.compile(
    r"(?:温度?|气温|高温|零下|发烧|烧到?|调到?|开到?|空调(?:开|调|设)?到?|热到?|体温|冷到?|摄氏|开)\s?(?:了|着|是|在|都|快|有)?$"
)


def find_amounts(text: str) -> list[Span]:
    """Sums of money in yuan: 318.4元, 318块4, 5毛6, ¥200, 充了200."""
    found = [Span("amount_yuan", _yuan(match), *match.span()) for match in _YUAN.finditer(text)]
    for match in _JIAO.finditer(text):
        found.append(
            Span("amount_yuan", _plain(Decimal(match["jiao"]) / 10 + _digit(match["fen"]) / 100), *match.span())
        )
    for match in _SIGNED.finditer(text):
        found.append(Span("amount_yuan", _scaled(match["number"], match["scale"]), *match.span()))
    for match in _PAID.finditer(text):
        end = match.end("scale") if match["scale"] else match.end("number")
        found.append(Span("amount_yuan", _scaled(match["number"], match["scale"]), match.start("number"), end))
    return found


def find_energies(text: str) -> list[Span]:
    """Energies in kWh: 300度, 1.2万千瓦时, 走了260字; not 26度 of an air conditioner, nor 一度电多少钱."""
    found = []
    for match in _KWH.finditer(text):
        if not _is_unit_price(match) and not _is_temperature(match):
            found.append(Span("kwh", _scaled(match["number"], match["scale"]), *match.span()))
    for match in (*_READING.finditer(text), *_METERED.finditer(text)):
        found.append(Span("kwh", _scaled(match["number"], match["scale"]), match.start("number"), match.end()))
    return found


def _yuan(match: re.Match[str]) -> str:
    whole = Decimal(_scaled(match["number"], match["scale"]))
    jiao = _digit(match["tens"] or match["jiao"])
    fen = _digit(match["cents"] or match["fen"])
    return _plain(whole + jiao / 10 + fen / 100)


def _scaled(number: str, scale: str | None) -> str:
    factor = {"万": 10_000, "千": 1_000, "百": 100}.get(scale or "", 1)
    return _plain(Decimal(number.replace(",", "")) * factor)


def _plain(value: Decimal) -> str:
    """A plain decimal without trailing zeros: 318.40 → 318.4."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digit(character: str | None) -> Decimal:
    if not character:
        return Decimal(0)
    return Decimal(character if character.isascii() else _CHINESE[character])


def _is_unit_price(match: re.Match[str]) -> bool:
    """一度电多少钱 asks for a price: the one kWh in it is no quantity."""
    if match["number"] != "1" or match["scale"]:
        return False
    return not re.search(r"(?:用了?|只有|才|就|走了?|多了?|不到|超过)$", match.string[: match.start()])


def _is_temperature(match: re.Match[str]) -> bool:
    if match.group().endswith("电") or "度" not in match.group() or match["scale"]:
        return False
    near = Decimal(match["number"].replace(",", "")) <= 60
    before, after = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() : match.end() + 4]
    return near and (
        _TEMPERATURE.search(before) is not None
        or re.match(r"(?:的)?(?:高温|气温|热|天气|低温|以上高温)", after) is not None
    )
