"""Sums of money without a unit: told by a message about money, and by what cannot stand around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

SCALE = r"(?P<scale>万|[wWkK](?![A-Za-z\d])|千(?!瓦|伏|卡|克|米))"
# a message that speaks of money, or compares one bill with another
_MONEY = re.compile(
    r"[费钱账帐块元毛价租赔罚税贵]|(?<!转)(?:[交缴扣欠付]|充(?!电?[站桩]|电[器宝柜]))(?!警|通|班|换|界|叉)|余额|便宜|押金|涨[了到成]|退[我给回]|利息|工资|低保"
    r"|积蓄|损失|发票|报销|提醒|省了?\d|到账|(?:平时|往常|往年|往月|以前|原来|上个?月|上[次回期]|去年).*(?:这|今|变|现在|本月)"
    r"|这个?月.*上个?月|比.{1,4}[多少高低](?:了|出)?\d|\d变成?\d|[上这本]个?月\d+\.\d|修[了理]?(?:要|得|花)?\d|花了"
    r"|电[废非飞肺匪]|冲[了值]|[Bb]ill|[Pp]a(?:y|id)|抢(?!修)|兜里|口袋|[那这][1一]?笔|预存|存[了个着]|押的|折价|亏|微信转|转账|转给|回本|剩\d+\.\d|超过?\d+就?(?:通知|告诉)|\d买|红包|的票"
)
# a message that compares or questions a figure: of money too, unless it measures or numbers something
_QUESTIONED = re.compile(
    r"(?:隔壁|邻居|楼[上下]|对门|人家|别人|同事|朋友|同户型|同样|一样).*[我俺咱]|[哪怎咋][儿里么]?(?:冒|做)?(?:出|到)?来|[怎咋]么?[得算]|差在?哪|凭[啥什]|为[啥什]|解释"
    r"|什么(?:名堂|道理|鬼)|讲[讲清明]|说(?:清|明|说)|说不过|单子|合理|离谱|至于|缘[故由]|怎么退|[蹦飙冒跳]到|冒出|翻[倍番]|打水漂|定损|配件|(?:烧|死|臭|坏|碎|化|废)了|[打冲烧]坏"
    r"|报废|变味|谁[掏出]|[给能]报|私下|意思意思|伸手|张嘴|内鬼|[不说]给\d|给(?:[他她我了人]|我们)?\d{3}|卖[1一]?个?\d|月均|\d一月|(?:[1一每]个?月|月月|[1一][天次])(?:才|就|要|得|顶多|只)?\d|多[了的出]那?\d"
    r"|(?<!\d)(?:1[0-2]|[1-9])月份? ?(?:才|就|是|都|要|了|:)*\d{2,}(?:\.\d+)?(?=$|[,。!? ])"
    r"|[降压砍省]到\d|控制在\d|(?<!\d)\d{3,4}!|桩.*0\.\d"
)
_MEASURED = re.compile(
    r"\d度|度数|\d个?字|[电用]量|读数|示数|[峰谷]|脉冲|倍率|档|阶梯|[工单尾编户]号|[尾末]|超过?\d|用到|抄|[一表]量|测|走[了到]?\d|[拍停卡]在|[Ee]rr|平[方米]|[电血]压|[高低]压\d|规定|[新老旧]表"
)
# a message in which figures are rather volts, readings, capacities or codes
_OTHER = re.compile(
    r"电压|[Vv]oltage|dianya|[ABCabc]相|三相|稳压|万用表|示数|读数|表数|底数|表底|底度|表显|倍率|验证码|密码|功率|力率|因数|系数|容量|变压器|增容|扩到|报装|"
    r"[Kk][Vv][Aa]|千伏|千瓦(?!时)|血压|考试|数学|立方|imp|水温|室温|瓦|量[了着出]"
)
_PRICED = re.compile(r"(?:[费价钱款资]|押金|罚金|发票|报价|[上这本]个?月|[上这]次)(?:[了是要才就共:]|一共|总共)*$")
_STEPS = re.compile(r"阶梯|[几一二三123]档|档位|分段|就变?贵|变贵|涨价的那")
_BEFORE_OTHER = re.compile(
    r"(?:[尾末][号数尾]|后[两2三3四4六6]位|末[四4]位|号码?|号段|编号|代码|税[号率]|型号|版本|单号|工牌|房间?|单元|宿舍|包厢|桌|门牌|车位|[A-Z]区|公里|满|[第初腊]|大年|"
    r"农历|星期|周|岁|年龄|记|拨打?|拨通|打|[写打]成|字|走了?|跑了?|转了?|抄|拍的?|停在|结到|度数?|电量|用量|虚岁|超过?|过了|百分之|年化|报警打|"
    r"表上|屏上|屏幕上?|[从由](?=1?\d$)|[一二三四五六七八九十]月|苹果|华为|"
    r"Err|E|err|峰|谷|平|尖|总|电表|显示|读|用[了到]?|用电|时间|日期|[上下]午|点|\d,)"
    r"(?:[是为有才就都叫到了的: \"“]|写着|还是|只|多|顶多)*$"
)
# 我妈七十三了, 大年三十: years of age and days, not sums
_AGED = re.compile(
    r"(?:腊月|正月|冬月|年|今年|今天|爸|妈|爷|奶|公|婆|人|伴|父亲|母亲|太太|我|他|她|俺|咱)(?:都|已经?|快|今年)*$"
)
_REMINDED = r"(?:就|再|的?时候?)?(?:提醒|通知|告诉|短信)"
_SUM = re.compile(
    r"(?<![\d.:/A-Za-z_~*×=+#%第尾双-])(?P<number>[1-9]\d{1,5}(?:\.\d{1,2})?|[1-9]\.\d{1,4}|0\.\d{1,4}|[1-9](?=[万wWkK千]))"
    rf"{SCALE}?(?:左右|上下|整)?"
    rf"(?=$|{_REMINDED}|[ ,](?!\d{{3}}(?!\d))|[。!?;、)”\"]|的?(?:[电水话运]?费|钱|票)"
    r"|[吗呢吧啊呀嘛了]|就|才|都|也|又|还|我|咋|怎|为[啥什何]|是(?!不)|不(?!锈)|够|行|没"
    r"|跟(?!\d)|和(?!\d)|降|打哪|算|对|能|可|会|哪|什么|你|买|失败|成功|到[账帐]|分[一二三四五六七八九十几\d]+[次期笔]|"
    r"已经|退|扣|怕|交(?!流)|全|现在|今|昨|这|上[个月次回]|那(?:块|一?笔|点)|合理|划算|正常|变|涨|到(?!\d)|升|[1一]个?[月年次天户趟笔]|打水漂|但|求|离谱|邻|从(?!\d)|给(?!水|排)|付|[他她]|[咧嘞哦呗哇哈]|的(?=本金|$|[,。!?]))"
)
# 平时80这次: right behind these words any figure is a sum that does not count or measure what follows
_TOLD = re.compile(
    r"(?:[上这本]个?月|[上这]次|[上这]回|每次|[1一两]次|平时|往常|往年|以前|原来|[跳涨升降翻变蹦飙压砍省](?:到|成|至)了?|控制在|[1一]遍|每[户家根人次张台桩])"
    r"(?:是|才|就|要|都|到|变成|一下|子|了|[交充]了?|收|罚|扣)*(?P<number>[1-9]\d{1,5}(?:\.\d{1,2})?)(?P<scale>万)?"
    r"(?![\d.:%度伏V千kKwW点年月日号天个次字元块毛倍楼层瓦安米平级小分岁户台人名多来几余斤公兆枚-]|,\d{3}(?!\d))"
)
_NO_SUM = re.compile(r"(?:95598|12398|12345|12315|12366|12306|10086|10010|96110|20(?:0[1-9]|[1-3]\d))$")
# 380的快充: a voltage where wires or machines are spoken of
_VOLTAGES = frozenset({"220", "380"})
_ELECTRIC = re.compile(r"[单三两]?相|动力|接|插|伏|线|快充|设备|机|变|[电稳]压|[进改]了?(?:220|380)|功率")
# 换成139那个: how a mobile number begins
_BEGINNING = re.compile(r"1[3-9]\d")
_PHONE = re.compile(r"手机|电话|号码")
_EMERGENCY = frozenset({"110", "119", "120"})
_CALLED = re.compile(r"[打拨叫喊报][了过]?$")


def find_bare_sums(text: str) -> Iterator[re.Match[str]]:
    """Figures (groups ``number``, ``scale``) that nothing around them says to count, measure or number a thing."""
    if not (_MONEY.search(text) or (_QUESTIONED.search(text) and not _MEASURED.search(text))):
        return
    other = _OTHER.search(text) is not None
    steps = _STEPS.search(text) is not None  # 超过2880就贵: kilowatt-hours of a tier
    if not other and not steps:
        yield from _TOLD.finditer(text)
    for match in _SUM.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        voltage = match["number"] in _VOLTAGES and _ELECTRIC.search(text) is not None
        if (other or voltage or _NO_SUM.match(match["number"])) and not _is_priced(match, before):
            continue
        step = steps and "." not in match["number"] and len(match["number"]) >= 3
        if re.match(_REMINDED, text[match.end() :]) or not (step or _is_of_another_kind(match, before)):
            yield match


def _is_priced(match: re.Match[str], before: str) -> bool:
    """Whether a price is announced right before a figure that elsewhere were a voltage or a power factor."""
    return _PRICED.search(before) is not None and not match["number"].startswith("0.")


def _is_of_another_kind(match: re.Match[str], before: str) -> bool:
    """Whether what stands before a figure says that it numbers, measures or counts years."""
    if _BEGINNING.fullmatch(match["number"]) and _PHONE.search(match.string):
        return True
    if _BEFORE_OTHER.search(before) or (match["number"] in _EMERGENCY and _CALLED.search(before)):
        return True
    return re.fullmatch(r"[1-9]\d", match["number"]) is not None and _AGED.search(before) is not None
