"""Amounts of money in yuan and of energy in kWh, as plain decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from nlu.text.bare_amounts import find_bare_sums
from nlu.text.spans import Span

_NUMBER = (
    r"(?<![\d.A-Za-z])(?<!\d:)(?P<number>(?<!\d )\d{1,3}(?: \d{3})+\.\d\d|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
)
_SCALE = r"(?P<scale>万|[wWkK](?![A-Za-z\d])|千(?!瓦)|百)?(?P<about>[多来余几])?"
_CHINESE = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 5}
_CHINESE |= {character: index for index, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGIT = r"[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_NOT_MONEY = (
    r"(?!电?[表箱池]|[分总]表|小板|智能表|新表|老表|旧表|板|光伏|屏|牌|砖|叠|并排|小的|大的|一模|长得?[1一]样|在走|被|[1一]直"
    r"|玻璃|广告|地(?!方)|田|区域|肉|空地|石|瓦)"
)
# 另外两块, 分成两块, 烧了两块: pieces, of meters mostly
_PIECES = re.compile(r"(?:另外?|分成|挂|哪|换|添|并排|(?:[烧坏]了|损坏)[一-鿿]{0,2}|原来)$")
# 一百二十快: how voice input writes 块
_MISHEARD = rf"快(?=钱|{_DIGIT}(?:毛|角|$|[,。!?;\s])|$|[,。!?;\s吗呢吧])"
_YUAN = re.compile(
    rf"{_NUMBER}{_SCALE}\s?(?:元|圆|¥|蚊(?!子|虫|香|帐)|(?:块|{_MISHEARD})(?:钱|[零0](?P<single>{_DIGIT})(?!\d|毛|角|分)|(?P<tens>{_DIGIT}|半)(?!\d|[模共起样直只块]|[万千百十]?度|[个天次户月年])(?:毛|角)?(?:(?P<cents>{_DIGIT})(?!度|[个天次户月年])分?)?|{_NOT_MONEY})"
    rf"|人民币|RMB|rmb|yuan|CNY)"
    rf"(?:[零0]?(?P<jiao>{_DIGIT})[毛角](?:(?P<fen>{_DIGIT})分?)?|[零0]?(?P<cent>{_DIGIT})分)?"
)
_JIAO = re.compile(
    rf"(?<![\d.块元])(?P<jiao>\d)(?:毛|角)(?:钱|(?P<fen>{_DIGIT})分(?P<li>{_DIGIT})厘?|(?P<fen_alone>{_DIGIT}(?!度))分?(?!钱?\d))?"
)
# 5分钱, 贵5分
_FEN = re.compile(
    r"(?<![\d.元块角毛])(?P<fen>\d)分(?:钱|(?:(?<=[贵涨降宜省加]\d分)|(?<=[贵涨降宜省加]了\d分))(?![钟之]))"
)
# 1k2 is 1200
_SHORT = re.compile(r"(?<![\dA-Za-z.·])(?P<number>\d)(?P<scale>[kKwW])(?P<tenth>\d)(?![\dA-Za-z.度瓦伏])")
_SIGNED = re.compile(r"(?:[¥$]|RMB|rmb|人民币)\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万)?")
# what money is counted in without saying so: 交了1200, 押金500, 余额还是0, 从80涨到230
_PAID = re.compile(
    r"(?:(?:[交充缴付扣花退赔罚补欠送](?!电压)|(?<![没不])收|多算|少算|预存|代扣|支付|充值|缴费|交费|转账|转|存|打了|开口|张口)"
    r"(?:了|着|我们?|你们|他们?|供电局|的是?|卡|值|过|到|进去|成|满|清|足|上|费|款|钱|才|都|就)*"
    r"|(?:电费|账单|单价|电价|均价|话费|余额|balance|paid|欠费|欠款|还差|只差|金额|总额|总共|一共|合计|共计|总计|押金|定金|订金|保证金|违约金|滞纳金|利息|报价|费用|差价|工钱|工时费|手续费|好处费|损失|赔偿|[应实]缴|[应实]收|补贴|罚款|账上|卡里)"
    r"(?:怎么|咋|竟然?|居然|凭什么|又|会|显示|高达|大概|大约|差不多|左右|是|为|要|才|有|就|都|到|还有|还剩|还是|只剩|只有|还|剩|成|多|收了?|涨[到成]|[涨贵高省]了|变成?|了|我|负|显示是|不足|不到|差)*)(?:人民币)?[:-]?\s?-?"
    r"(?!95598|12398|123[14]5|10086|110|120)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,5})?)(?P<scale>万|[wW](?![A-Za-z\d])|千(?!瓦)|百)?(?![\d.:年月日号度次天个户小k%元块毛角兆公点栋楼幢倍周位V伏安条家表十张台间口套根盏层桌把米平瓦斤岁名级档成折/笔期遍回趟人件份次]|,\d{3}|分(?![一二三四五六七八九十几\d]+[次期笔])|千瓦|kW|[多来几](?!块)[度次天个年分小]|[-~到至]\d|\s[笔期户个])"
)
# 3000误工费, 3.6万工程费
_FOR_WHAT = re.compile(
    r"(?<![\d.:月-])(?!10086)(?P<number>\d{2,6}|\d+\.\d{1,2}|\d+(?=万))(?P<scale>万)?多?[\"“”']?的?(?![的度年月日号户个天千伏次元块毛米平人名分位点期桌公小余桩要几打兆万家层瓦安匹折台倍表根条只还])[一-鿿]{0,5}?(?:费|钱|现金|红包|押金|好处|利息|违约金|滞纳金|罚[款金]|补贴)"
)
# a lone number at the end of what is said of money: 跳到了560, 押金收据1500
_LONE = re.compile(
    r"(?:费|钱|价|收据|押金|工资|低保|营业额|账单|单子|标准|额|价|[交充扣欠退赔买收算要出给])[^\d,。!?;]{0,5}?"
    r"(?<![度伏瓦安号楼室栋路户第码年月日表台用走电点压到超过前后位])"
    r"(?P<number>(?!20(?:0[1-9]|[1-3]\d)(?!\d)|(?:220|380|95598|123\d\d)(?!\d))[1-9]\d{1,5}(?:\.\d{1,2})?)(?P<scale>万)?(?:多|左右|出头|上下|来块)?"
    r"(?=$|[,。!?;]|一(?:户|个月|月|年|次|台|家|趟)|吗|呢|吧|啊|行不|够|什么时候)"
)
# 用了300度160: right behind an energy stands what it cost
_FOR_ENERGY = re.compile(r"\d\d度电?(?:就|要|才|[,:])?(?P<number>[1-9]\d{1,4}(?:\.\d{1,2})?)(?=$|[,。!?;]|吗|呢|吧)")
_OTHER_MATTER = re.compile(r"电压|三相|动力电|万用表|编号|报装|功率|容量|读数|示数|表数|温|读到|验证码|密码")
# 0.358一度, 一度0.83: the price of one kilowatt-hour
_PRICE = re.compile(
    r"(?<![\d.])(?P<number>\d\.\d{1,4})(?=(?:左右)?的?(?:[1一每/]度|/[kK]))|"
    r"(?:[1一每](?:度电?|千瓦时)|单价|电价|按)(?:是|才|要|卖|收|按|的)*(?P<after>\d\.\d{1,4})(?![\d.元块毛几度%倍折成万])"
)
# 峰302谷188, 平段0.6: energies of the day's segments, or their prices
_SEGMENT = re.compile(
    r"(?<![稻五杂])[峰谷平尖](?:段|时|电|电量)?(?:用了?|走了?|是|才|:| )*(?P<number>\d+(?:\.\d+)?)"
    r"(?![\d:.元块毛度千kK点%折天月日年号个台斤亩]|[~到至-]\d|小时|几)"
)
_OF_ENERGY = re.compile(r"度|[电用]量|千瓦|用[了的]|走了|电费|算")
_DEAREST = 3  # yuan per kWh; more is an energy
_KWH = re.compile(
    rf"{_NUMBER}{_SCALE}\s?(?:千瓦时|千瓦[·.]时|千瓦小时|(?i:kw[·.*]?h)|[渡杜](?=$|[,。!? ])"
    r"|度(?!假|数|过|的?高?温|(?:左右)?的?天|那天|这天|电池|角|近视|弯|散光|灰|仰|斜)(?P<half>半(?!天|年|夜|个|小时|路|月))?)(?:电)?"
)
# 310、355、298度, 100到200块, 从80涨到230: the unit of the last is that of all
_OTHERS_OF_A_LIST = re.compile(
    r"(?<![\d.:A-Za-z/-])(?:\d+(?:\.\d+)?(?:[、和跟到至~-]|还是|或者?|[涨跳升降变蹦飙翻](?:到了?|成了?|至)))+$"
)
_VAGUE = re.compile(r"[0-9万千百][多来余几]")
_VAGUE_AFTER = re.compile(
    r"[万千百]?(?:多(?![少长久谢交收次算余了])|余(?!额)|[零0]?几(?![号点时天月])|来(?=块|度|钱)|挂零|好几|出头)"
)
_ALMOST = re.compile(r"(?<![大从多老最减缩])小$")
_READING = re.compile(
    r"(?:走|跑|转|用|多|超|差|少|抄|表上|读数|字数|示数|电表|电量)(?:了|出来?|掉)?(?:大概|大约|快|差不多|是|有|才|就|到)?(?P<number>\d+(?:\.\d+)?)(?P<scale>万)?(?P<about>[多来])?个?字(?![母体画])"
)
_METERED = re.compile(
    r"(?:(?:用电量|电量|用量|用电)(?:是|为|有|才|达到?|一共|总共|显示|了|就)*:?\s?|(?:上网|发电)(?=\d+(?:$|[,。!?;]|吗|呢))|(?<![费使效])(?:用了|用的是?|总共用|一共用|才用)(?=\d+(?:$|[,。!?;]|吗|呢|多吗)))(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<scale>万)?"
    r"(?![\d.元块年月日号%个户次天小分折类级]|千瓦|度|[kK])"
)
_NO_ENERGY = re.compile(
    r"(?:近视|远视|散光|老花|眼镜|旋转|转了?|倾斜|斜了?|歪了?|仰角|角度|东经|北纬|白酒|啤酒|酒精|酒|水温|设成|设到|设为|恒温|外[头面边]|顶着|冒着|室[外温]才?|户外|天气)\s?(?:约|大概|有|是|了)?$"
)
_SIGHT = re.compile(r"镜片|眼镜|近视|温度计")
_TEMPERATURE = re.compile(
    r"(?:温度?(?:冲到|升到|降到|[卡停]在)?|气温|歪成|高温|烤箱|烤炉|零下|发烧|烧到?|调到?|开到?|空调(?:开|调|设)?到?|热到?|体温|冷到?|摄氏|开)\s?(?:了|着|是|在|都|快|有)?$"
)


def find_amounts(text: str) -> list[Span]:
    """Sums of money in yuan: 318.4元, 318块4, 5毛6, ¥200, 充了200."""
    found = [
        Span("amount_yuan", _yuan(match), *match.span())
        for match in _YUAN.finditer(text)
        if not (match.group().endswith("块") and _PIECES.search(text, 0, match.start()))
    ]
    for match in _JIAO.finditer(text):
        fen = _digit(match["fen"] or match["fen_alone"]) + _digit(match["li"]) / 10
        found.append(Span("amount_yuan", _plain(Decimal(match["jiao"]) / 10 + fen / 100), *match.span()))
    for match in _SHORT.finditer(text):
        value = Decimal(f"{match['number']}.{match['tenth']}")
        found.append(Span("amount_yuan", _scaled(str(value), match["scale"]), *match.span()))
    for match in _FEN.finditer(text):
        found.append(Span("amount_yuan", _plain(Decimal(match["fen"]) / 100), *match.span()))
    for match in _SIGNED.finditer(text):
        found.append(Span("amount_yuan", _scaled(match["number"], match["scale"]), *match.span()))
    found += _unmarked_amounts(text)
    found += _others_of_lists(text, found)
    return [span for span in found if not _is_vague(text, span)]


def _unmarked_amounts(text: str) -> list[Span]:
    """Sums that are told by the words around them: 交了1200, 从80涨到230, 谷段0.33, 0.56一度."""
    patterns = (_PAID, _FOR_WHAT) if _OTHER_MATTER.search(text) else (_PAID, _FOR_WHAT, _FOR_ENERGY, _LONE)
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    found = [_sum(match) for match in (*matches, *find_bare_sums(text))]
    for match in _PRICE.finditer(text):
        group = "number" if match["number"] else "after"
        found.append(Span("amount_yuan", _plain(Decimal(match[group])), *match.span(group)))
    return found + [_sum(match) for match in _SEGMENT.finditer(text) if _is_price(match)]


def _sum(match: re.Match[str]) -> Span:
    """The span of a figure that has no unit, with what scales it (万)."""
    scale = match.groupdict().get("scale")
    end = match.end("scale") if scale else match.end("number")
    return Span("amount_yuan", _scaled(match["number"], scale), match.start("number"), end)


def _is_price(match: re.Match[str]) -> bool:
    """Whether a figure of a segment of the day is its price: 谷段0.33, but 谷188."""
    return "." in match["number"] and Decimal(match["number"]) < _DEAREST


def find_energies(text: str) -> list[Span]:
    """Energies in kWh: 300度, 1.2万千瓦时, 走了260字; not 26度 of an air conditioner, nor 一度电多少钱."""
    found = []
    for match in _KWH.finditer(text):
        if not _is_unit_price(match) and not _is_temperature(match):
            half = Decimal("0.5") if match["half"] else Decimal(0)
            value = _plain(Decimal(_scaled(match["number"], match["scale"])) + half)
            found.append(Span("kwh", value, *match.span()))
    found += _others_of_lists(text, found)
    segments = [match for match in _SEGMENT.finditer(text) if Decimal(match["number"]) > _DEAREST]
    if _OF_ENERGY.search(text):
        found += [Span("kwh", _plain(Decimal(match["number"])), *match.span("number")) for match in segments]
    for match in (*_READING.finditer(text), *_METERED.finditer(text)):
        found.append(Span("kwh", _scaled(match["number"], match["scale"]), match.start("number"), match.end()))
    return [span for span in found if not _is_vague(text, span)]


def _others_of_lists(text: str, found: list[Span]) -> list[Span]:
    """The figures that stand before a found one and share its unit."""
    lists = [
        (span.name, match)
        for span in found
        if (match := _OTHERS_OF_A_LIST.search(text, max(0, span.start - 40), span.start))
    ]
    return [
        Span(name, _plain(Decimal(figure.group())), match.start() + figure.start(), match.start() + figure.end())
        for name, match in lists
        for figure in re.finditer(r"[1-9]\d*(?:\.\d+)?|0\.\d+", match.group())
    ]


def _is_vague(text: str, span: Span) -> bool:
    """300多块, 十来度, 七十余元, 五百出头, 三百块多, 小一百: near a figure, but not that figure."""
    if _ALMOST.search(text, 0, span.start):
        return True
    after = _VAGUE_AFTER.match(text, span.end)
    asked = after is not None and after.group() == "几" and text[span.end - 1] == "度"  # 充满60度几块
    return _VAGUE.search(text[span.start : span.end]) is not None or (after is not None and not asked)


def _yuan(match: re.Match[str]) -> str:
    whole = Decimal(_scaled(match["number"], match["scale"]))
    jiao = _digit(match["tens"] or match["jiao"])
    fen = _digit(match["cents"] or match["fen"] or match["cent"] or match["single"])
    return _plain(whole + jiao / 10 + fen / 100)


def _scaled(number: str, scale: str | None) -> str:
    factor = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "百": 100}.get((scale or "").lower(), 1)
    return _plain(Decimal(re.sub("[, ]", "", number)) * factor)


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
    if re.match(r"多少钱|几毛|几块|怎么卖", match.string[match.end() :]):
        return True
    return not re.search(
        r"(?:用了?|只有|才|就|走了?|[多少差]了?|不到|超过|[天日夜晚]|[每个]月)$", match.string[: match.start()]
    )


def _is_temperature(match: re.Match[str]) -> bool:
    if match.group().endswith("电") or "度" not in match.group() or match["scale"]:
        return False
    if _SIGHT.search(match.string):
        return True
    near = Decimal(match["number"].replace(",", "")) <= (100 if re.search("[水油]", match.string) else 60)
    before, after = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() : match.end() + 4]
    if _NO_ENERGY.search(before):
        return True
    return near and (
        _TEMPERATURE.search(before) is not None
        or re.match(r"(?:的)?(?:高温|气温|热|天气|低温|恒温|以上高温|高烧|发烧|的天|爬杆)", after) is not None
    )
