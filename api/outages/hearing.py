"""What somebody says about where they are: one way of writing, and of several clauses the ones about themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.text.normalize import normalize
from nlu.text.numbers import number_of

_COUNTED = (
    r"(?:期|区(?!别|域)|组|社(?!区|会)|生产队|小队|队(?!伍)|[村居]民小?组|小组"
    r"|连(?!续)|段|门(?!口|面|店|前|卫|牌)|单元|分场|弄|号院)"
)
_NUMERAL = re.compile(rf"(?<![一二三四五六七八九十百千])([一二三四五六七八九十]{{1,3}})(?={_COUNTED})")
# 花园五洞, 花园三懂二丹元
_MISHEARD = re.compile(
    r"(?<=[园区苑村城府庭湾里寓厦院期旗栋幢座号楼动懂洞冻])([一二三四五六七八九十]{1,3})(?=动|懂|洞|冻|撞|丹元|单[源园圆员]|旗|其[一二三四五六七八九\d])"
)
# 新华路八八号, 廿二号
_SPELT = re.compile(r"(?<=[路街道巷弄段])[零〇一二三四五六七八九]{2,4}(?=[号弄好耗])")
_TENS = re.compile(r"([廿卅])([一二三四五六七八九\d]?)(?=[号弄栋幢座组社好])")
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
# what voice input writes for words of addresses; only behind a figure
_HEARD = (
    (re.compile(r"(?<=\d)(?:好|耗|昊|浩|毫)(?=$|[,。楼院搂 ]|[那里的家没停听断吧呀啊嘛电]|\d)"), "号"),
    (re.compile(r"(?<=\d号)[搂娄漏喽]"), "楼"),
    (re.compile(r"(?<=\d)[搂娄喽]"), "楼"),
    (re.compile(r"(?<=\d)(?:动|懂|洞|冻|栋栋|撞楼)"), "栋"),
    (re.compile(r"(?<=\d)(?:装|撞)(?=$|[,。 \d])"), "幢"),
    (re.compile(r"(?<=[\d])(?:单源|单员|单圆|单园|担元|丹元|单原)"), "单元"),
    (re.compile(r"(?<=\d)(?:旗|其|起|奇|齐)(?=\d|$|,)"), "期"),
    (re.compile(r"小[去曲取趋](?=\d|$|[,。里的])"), "小区"),
    (re.compile(r"(?<=[一-鿿])[陆录鹿](?=\d)"), "路"),
    (re.compile(r"(?<=\d)(?:住|足|阻)(?=$|,)"), "组"),
)
_RANGE_MARK = re.compile(r"(?<=[\d号栋幢座楼元门弄组社队期A-Z])(?:—|–|~|～|至|到|--)(?=附?[A-Z]?\d|[A-Z])")
_CLAUSE = re.compile(r"[,。;!?]|但是?|不过")
# clauses about somebody or something else
_OTHERS = re.compile(
    r"我(?:的?)(?:姐|[妈爸]|爹|娘|爷|奶|外公|外婆|舅|姑|叔|伯|姨|儿子|女儿|闺女|父母|爸妈|婆|岳|妹|哥|弟|同事|朋友|邻居|亲戚|同学)|邻居|同事|朋友|亲戚|别人|人家|公告|通知|听.{0,4}说|群里|原来|原先|以前|之前|从前|"
    r"上班|单位|公司在|上学|说是|看到|看见|不[在是住]|没住|对面的?那|隔壁[是在]|老房子|老家"
)
_OWN = re.compile(r"(?:我|俺|咱|额|阿拉|伲|侬)(?:们|家|在|住|这|屋|店|里|公司)|本人|搬[到来进]|现在|如今|自家")
_OWN_NUMBER = re.compile(r"(?:我|俺|咱|额|侬|阿拉)(?:们|家)?(?:是|在|住|家|这|楼|\d).{0,16}\d")
_NAMED = re.compile(
    r"[一-鿿]{2}(?:路|街|巷|道|弄|胡同|小区|花园|苑|园|村|庄|屯|公寓|大厦|家属院|宿舍|里\d|城|府|居|湾)"
)
_BUILT = re.compile(r"\d+-?\d*(?:号|栋|幢|座|楼|单元|弄|组|社)|[A-Z]座")
# 88号不对，是98号: the second counts
_CORRECTED = re.compile(r"(\d+[号栋幢座楼弄组])(?:,|哦|啊|噢|呃)*(?:不对|说错了?|错了|不是)[,是应该我]*(?=\d)")


@lru_cache(maxsize=8192)
def heard(text: str) -> str:
    """A text in one way of writing: digits, capital letters, no spaces or telephone numbers, 栋 where 动 was heard."""
    plain = _PHONE.sub(",", normalize(text).text)
    plain = re.sub(r"\s+", " ", plain).upper().replace(":", "")
    plain = re.sub(r"(?<=\d)#楼?", "号楼", re.sub(r"([路街道巷]\d{1,5})#(?!楼)", r"\1号", plain))
    plain = _SPELT.sub(lambda match: match.group().translate(_DIGITS), plain)
    plain = _TENS.sub(lambda match: f"{2 if match[1] == '廿' else 3}{match[2].translate(_DIGITS) or 0}", plain)
    plain = re.sub(r"(?<=[A-Z0-9]) (?=[A-Z0-9])|(?<=[路街道区院市县]) ,?(?=[一-鿿])", ",", plain)
    plain = re.sub(r" ", "", plain)
    plain = _NUMERAL.sub(lambda match: str(number_of(match[1]) or match[1]), plain)
    for pattern in (_MISHEARD, _MISHEARD):  # one numeral stands behind the other's kind
        plain = pattern.sub(lambda match: str(number_of(match[1]) or match[1]), plain)
    for wrong, right in _HEARD:
        plain = wrong.sub(right, plain)
    plain = re.sub(r"起(?=[至到-])", "", plain).replace("听电", "停电").replace("挺电", "停电")
    return _RANGE_MARK.sub("-", plain)


@lru_cache(maxsize=8192)
def about_oneself(words: str) -> str:
    """The clauses that say where the speaker is: not 我姐在…, 听邻居说…, 原来住…, where another clause says more."""
    words = _CORRECTED.sub("", words)
    clauses = _without_others_numbers([clause for clause in _CLAUSE.split(words) if clause])
    own = [clause for clause in clauses if not _OTHERS.search(clause)]
    if len(own) == len(clauses) or not own:
        return ",".join(clauses)
    if any(_NAMED.search(clause) for clause in own):
        return ",".join(own)
    if not any(_BUILT.search(clause) for clause in own):
        return ",".join(clauses)
    return ",".join(clause if clause in own else _BUILT.sub("", clause) for clause in clauses)


def _without_others_numbers(clauses: list[str]) -> list[str]:
    """3栋停了，我是5栋的: of two clauses with a building each, the one about oneself counts."""
    mine = [clause for clause in clauses if _OWN_NUMBER.search(clause)]
    kinds = {match.group().lstrip("0123456789-") for clause in mine for match in _BUILT.finditer(clause)}
    if not kinds:
        return clauses
    return [
        clause
        if clause in mine
        else _BUILT.sub(lambda match: "" if match.group().lstrip("0123456789-") in kinds else match.group(), clause)
        for clause in clauses
    ]
