"""Names of persons and of account holders, told from everyday words by surname and context."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from nlu.text.spans import Span

_DATA = Path(__file__).parent / "data"
_COMMON = 230  # so many surnames cover 95 % of people; rarer ones need a clear announcement (我叫…)

_ANNOUNCED = re.compile(
    r"(?:我叫|俺叫|我名叫|本人叫|名叫|叫做|我的名字[是叫]|名字[是叫:]|(?:户名|客户名称|客户姓名|用户名称|姓名|户主|"
    r"开户名|开户人|户头|业主|机主|联系人|房主|房东|用户名?|申请人|产权人|落款|署名)(?:名字|"
    r"姓名)?(?:[是叫为:]|就是|\s)|"
    r"(?:电[表费]|户[头口号]|名字)?(?:挂|登记|开|写)(?:在|的是)|老伴[是叫]|(?:我|俺)?(?:爸|妈|"
    r"父亲|母亲|老公|老婆|爱人|丈夫|妻子|爷爷|奶奶|儿子|女儿)(?:名字)?[是叫])[:,]?\s?"
)
_HINTED = re.compile(r"(?:户名|姓名|户主|联系人|业主(?!任)|本人|机主)(?=[一-鿿]{2,3})")
_I_AM = re.compile(r"(?:我是|俺是|这里是|我系|(?<=[\d室号栋村店厂司所队院校场])的)(?=[一-鿿]{2,4})")
_STAFF = re.compile(
    r"(?:工作人员|抄表员|客户经理|台区经理|网格员|师傅(?:名?叫)|师傅|电工|所长|班长|主任|经理|"
    r"员工|客服|营业员|柜员|窗口|(?:供电所|供电站|供电局|供电公司|营业厅|抢修队|抢修班|班组?|"
    r"运维班|服务队)(?:里)?的|一个叫|有个叫|那个叫|叫)\s?"
)
_TITLE = (
    r"(?:先生|女士|小姐|师傅|老师|阿姨|大姐|大哥|大爷|大妈|大叔|叔叔|经理|主任|所长|班长|同志|"
    r"工程师|老板|总|工(?![作程地人厂资期单序])|姐|哥)"
)
_PRAISE = re.compile(
    r"表扬|感谢|谢谢|点赞|好评|辛苦|锦旗|夸|态度|供电所|营业厅|工作人员|抄表|师傅|电工|员工|"
    r"经理|客服|投诉|上门|抢修|联系|找|名叫|叫"
)
_FAMILIAR = re.compile(
    r"(?<![一-鿿]{0}[大老中])([小老])([一-鿿])(?![一-鿿]?(?:区|时|车|号|序|路|街|镇|村|店|厂|额|米|家|县|城))"
)
_STANDALONE = re.compile(r"(?:^|[,。;、\s:!])([一-鿿]{2,4})(?=$|[,。;、\s!])")
_FIRM = r"(?:(?![的是叫为换改把给开在我你他这那就贵名都])[一-鿿()A-Za-z0-9]){2,24}?"
_COMPANY = re.compile(
    rf"(?:户名|单位名称|单位|公司)(?:[是叫为:]{{1,2}}|\s)?({_FIRM}(?:公司|集团|合作社|店|超市|"
    rf"酒店|餐厅|餐馆|厂|场|幼儿园|学校|小学|中学|大学|医院|卫生院|村委会|居委会|服务部|"
    rf"经营部))(?=$|[,。;\s]|的|户号)"
    rf"|(?:(?:^|[,。;\s])|我们?是|我们公司[是叫])({_FIRM}(?:有限责任公司|有限公司|股份公司|专业合作社))"
)
# what may not be a name's third character: the sentence goes on there (我叫王伟想查电费)
_AFTER = frozenset(
    "想要的是在住户电手家我来问查帮请昨上这那给搁呢啊有没打报跟不也就能可他她你把被办需用现号身个从已申交缴,。、 "
    "和与及很好真吗吧呀哦了,服态为对下特非常说到人做每每"
)
_NO_GIVEN = frozenset(
    "的是在我你他她它们这那了吗呢吧啊呀不没有也就都要想能会可把被和与或及很个么啥谁哪怎几户已未仍再才啦咯喽嘞"
)
_NEVER_GIVEN = frozenset("的是了吗呢我你他她它们不么啥谁哪，, ")
_NO_FAMILIAR = frozenset("区时车路费米高店花金白黄黑方平板包水石毛管关房")


def find_names(text: str, named_already: bool = False) -> list[Span]:
    """Names of persons and companies; ``named_already``: other facts stand beside, so a lone word may be a name."""
    found = [
        Span("person_name", match[match.lastindex or 0], *match.span(match.lastindex or 0))
        for match in _COMPANY.finditer(text)
    ]
    for pattern in (_ANNOUNCED, _HINTED, _I_AM, _STAFF):
        for match in pattern.finditer(text):
            start, end = match.end(), _name_at(text, match.end(), strict=pattern is not _ANNOUNCED)
            if end and (pattern is not _I_AM or _is_bounded(text, end)):
                found.append(Span("person_name", text[start:end], start, end))
    found += [span for named in list(found) for span in _joined_by_and(text, named.end)]
    found += _titled(text) + _familiar(text) + _standing_alone(text, named_already)
    return found


def is_person_name(name: str) -> bool:
    """Whether ``name`` is a surname and a given name, and not an everyday word."""
    surname = 2 if name[:2] in _double_surnames() else 1
    given = name[surname:]
    if surname == 1 and name[:1] not in _surnames():
        return False
    if not re.fullmatch(r"[一-鿿]{1,2}", given) or any(character in _NO_GIVEN for character in given):
        return False
    return surname == 2 or (name not in _everyday_words() and name[:2] not in _everyday_words())


def _name_at(text: str, start: int, strict: bool) -> int | None:
    """Where the name at ``start`` ends; None when none is there. ``strict``: common surnames, no everyday words."""
    surname = 2 if text[start : start + 2] in _double_surnames() else 1
    if surname == 1 and text[start : start + 1] not in (_surnames()[:_COMMON] if strict else _surnames()):
        return None
    end = start + surname
    for size in (1, 2):
        character = text[end : end + 1]
        if (
            not re.match(r"[一-鿿]", character)
            or (size == 2 and character in _AFTER)
            or (size == 1 and character in (_NO_GIVEN if strict else _NEVER_GIVEN))
        ):
            break
        end += 1
    name = text[start:end]
    if end == start + surname or (strict and not is_person_name(name)):
        return None
    called = text[start - 1 : start] == "叫" and text[end : end + 1] in {"", ",", " ", "。"}  # 我叫高峰
    return end if strict or called or text[start : start + 2] not in _everyday_words() else None


def _joined_by_and(text: str, end: int) -> list[Span]:
    """王强和李刚: a name may bring a second one."""
    if text[end : end + 1] not in {"和", "、", "与", "跟"}:
        return []
    last = _name_at(text, end + 1, strict=True)
    return [Span("person_name", text[end + 1 : last], end + 1, last)] if last else []


def _is_bounded(text: str, end: int) -> bool:
    """我是王建国: after the name the sentence pauses or goes on with a matter, so it was no longer word."""
    return (
        re.match(r"$|[,。;、!\s\d(]|户|想|要|的|家|本|电话|住|今|昨|上|在|查|问|我|先|女|打|报|来|请|帮|手", text[end:])
        is not None
    )


def _titled(text: str) -> list[Span]:
    """李女士, 王建国先生, 刘工."""
    found = []
    for match in re.finditer(_TITLE, text):
        for size in (3, 2, 1):
            start = match.start() - size
            name = text[max(0, start) : match.start()]
            if start < 0 or len(name) != size:
                continue
            if (
                size > 1
                and is_person_name(name)
                and match.group() not in {"总", "工", "姐", "哥"}
                and _starts_fresh(text, start)
            ):
                found.append(Span("person_name", name, start, match.start()))
                break
            if size == 1 and name in _surnames()[:_COMMON] and _titles_person(text, start, match):
                start -= 1 if text[start - 1 : start] in {"小", "老"} and start else 0
                found.append(Span("person_name", text[start : match.end()], start, match.end()))
    return found


def _starts_fresh(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return not re.match(r"[一-鿿]", before) or before in "是叫的给找请谢让有被跟和位个向由所班队司厅名扬赞奖夸诉"


def _titles_person(text: str, start: int, match: re.Match[str]) -> bool:
    word = text[start] + match.group()
    before = text[start - 1 : start]
    if (
        word in _everyday_words()
        or text[start] in "区台包施时计费路单管都"
        or (before == "" and match.group() in {"哥", "姐"})
    ):
        return False
    return not (
        match.group() in {"工", "总", "姐", "哥"}
        and re.match(r"[一-鿿]", before)
        and before not in "的找叫是位个联让请给"
    )


def _familiar(text: str) -> list[Span]:
    """小李, 老张: only where a person of the service is spoken of."""
    if not _PRAISE.search(text):
        return []
    return [
        Span("person_name", match.group(), *match.span())
        for match in _FAMILIAR.finditer(text)
        if match[2] in _surnames()[:120] and match[2] not in _NO_FAMILIAR and match.group() not in _everyday_words()
    ]


def _standing_alone(text: str, named_already: bool) -> list[Span]:
    """王建国 as a whole message, or between commas beside a number or an address."""
    if not named_already and not re.fullmatch(r"[一-鿿]{2,4}[。!]?", text):
        return []
    return [
        Span("person_name", match[1], *match.span(1))
        for match in _STANDALONE.finditer(text)
        if match[1][0] in _surnames()[:_COMMON] + "".join(_double_surnames()) and is_person_name(match[1])
    ]


@lru_cache(maxsize=1)
def _surnames() -> str:
    return (_DATA / "surnames.txt").read_text(encoding="utf-8").splitlines()[1]


@lru_cache(maxsize=1)
def _double_surnames() -> frozenset[str]:
    return frozenset((_DATA / "surnames.txt").read_text(encoding="utf-8").splitlines()[2].split())


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    lines = (_DATA / "not_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
