"""Names of persons and of account holders, told from everyday words by surname and context."""

from __future__ import annotations

import re

from nlu.text.names_in_place import find_names_in_place
from nlu.text.spans import Span
from nlu.text.surnames import (
    COMMON,
    double_surnames,
    foreign_name_at,
    is_person_name,
    name_at,
    surnames,
)

__all__ = ["find_names", "is_person_name"]

_ANNOUNCED = re.compile(
    r"(?:我叫|俺叫|我名叫|本人叫|名叫|叫做|我的名字[是叫]|名字[是叫:]|(?:户名|客户名称|客户姓名|用户名称|姓名|户主|"
    r"开户名|开户人|户头|业主|机主|联系人|房主|房东|用户名?|申请人|产权人|落款|署名|报修人|来电人|投诉人|收件人|经办人|签收人)(?:名字|"
    r"姓名)?(?:[是叫为写填:]|就是|改成|换成|\s)|(?:名字|户名|姓名)(?:[改换]成|改为|写成)|更名[为成]|"
    r"(?:电[表费]|户[头口号]|名字)?(?:挂|登记|开|写)(?:在|的是)|老伴[是叫]|(?:我|俺)?(?:爸|妈|"
    r"父亲|母亲|老公|老婆|爱人|丈夫|妻子|爷爷|奶奶|儿子|女儿)(?:名字)?[是叫])[:,]?\s?"
)
_HINTED = re.compile(r"(?:户名|姓名|户主|(?:联系|报修|来电|投诉|收件|经办)人|业主(?!任)|本人|机主)(?=[一-鿿]{2,3})")
_I_AM = re.compile(r"(?:我是|俺是|这里是|我系|(?<=[\d室号栋村店厂司所队院校场])的)(?=[一-鿿]{2,4})")
_STAFF = re.compile(
    r"(?:工作人员|抄表员|客户经理|台区经理|网格员|师傅(?:名?叫)|师傅|电工|所长|班长|主任|经理|"
    r"员工|客服|营业员|柜员|窗口|(?:供电所|供电站|供电局|供电公司|营业厅|抢修队|抢修班|班组?|"
    r"运维班|服务队)(?:里)?的|一个叫|有个叫|那个叫|叫)\s?"
)
_TITLE = (
    r"(?:先生|女士|小姐|师傅|老师|阿姨|大姐|大哥|大爷|大妈|大叔|叔叔|经理|主任|所长|班长|同志|主管|科长|队长|站长|局长|书记|厂长|校长|院长|村长|组长|教授|医生|大夫|"
    r"工程师|老板|总|工(?![作程地人厂资期单序])|姐|哥)"
)
_STANDALONE = re.compile(r"(?:^|[,。;、\s:!])([一-鿿]{2,4})(?=$|[,。;、\s!])")
_FIRM = r"(?:(?![的是叫为换改把给开在我你他这那就贵名都])[一-鿿()A-Za-z0-9]){2,24}?"
# what a name may follow when a pause or the end follows the name: 过户给韩子轩, 我老公叫…, 户头是我婆婆的，冯桂英
_RELATIVE = (
    r"(?:爸爸?|妈妈?|父亲|母亲|老公|老婆|爱人|丈夫|妻子|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|婆婆|公公|岳父|岳母|媳妇|儿媳妇?|"
    r"老伴儿?|哥哥?|姐姐?|弟弟?|妹妹?|孙子|孙女|房东|房主|叔叔|舅舅|姑姑)"
)
_FOLLOWED = re.compile(
    rf"{_RELATIVE}(?:的)?(?:名字)?[,:]?(?:名?叫|是)?\s?|"
    rf"(?:过户?|更名|变更|转让?|改|换|卖|租|登记)(?:给了?|到了?|成了?|为|至|在)(?:我?{_RELATIVE}[,:]?)?(?:名叫|叫)?\s?|"
    r"(?:收件人|经办人|经手人|代办人|收款人|承租人)[,:]?(?:是|叫|为|写|填|改成|换成)?\s?|[,。;\s]名?叫(?:做)?\s?|名下,|(?<=[,一-鿿])应该?是[“\"]?|(?<=[一-鿿])不是[“\"]?|(?:登记|[写打印]|显示)成?[“\"]"
)
_OWNED = re.compile(
    r"([一-鿿]{2,4}?)(名下|过户[给到]|转给|改成|变更为|本人(?=[吗么,。?!]|$)"
    r"|家(?=的|里|没|停|电|也|都|表|漏|断|跳|装|灯|$|[,。]))"
)
_SURNAME_FIRST = re.compile(r"姓([一-鿿]{1,2}?),?(?:名?叫|全名)?\s?(?=\1)")
# 阿依古丽·买买提
_DOTTED = re.compile(
    r"(?<![一-鿿])(?:我[叫是]|户[主名]|姓名|名字是?)?(?P<name>[一-鿿]{2,5}[·•・‧][一-鿿]{2,6})(?![一-鿿·])"
)
# 户主张大爷, 我叫老徐, 户主王姓: how somebody is addressed, and no name
_ADDRESSED = re.compile(
    r".?(?:大[爷妈姐哥叔娘伯]|女士|先生|小姐|师傅|老师|老板|护士|大夫|医生|经理|主管|主任|[所班科队站局厂校院村组家]长|书记|同志|阿姨|叔叔|会计|教授|总|姓|工|某某?)"
    r"|[老小]..?|曾用名"
)


def find_names(text: str, named_already: bool = False) -> list[Span]:
    """Names of persons; ``named_already``: other facts stand beside, so a lone word may be a name."""
    found = [span for pattern in (_ANNOUNCED, _HINTED, _I_AM, _STAFF) for span in _announced(text, pattern)]
    found += [_span(text, *place) for match in _FOLLOWED.finditer(text) if (place := _followed(text, match.end()))]
    for match in _SURNAME_FIRST.finditer(text):
        end = name_at(text, match.end(), strict=False)
        found += [_span(text, match.end(), end)] if end else []
    found += [span for named in list(found) for span in _joined_by_and(text, named.end)]
    found += [_span(text, *match.span("name")) for match in _DOTTED.finditer(text)]
    found += _before(text) + _titled(text) + _standing_alone(text, named_already)
    taken = {at for span in found for at in range(span.start, span.end)}
    placed = [span for span in find_names_in_place(text) if taken.isdisjoint(range(span.start, span.end))]
    found += placed + [span for named in placed for span in _joined_by_and(text, named.end)]
    return [span for span in found if not _ADDRESSED.fullmatch(span.value)]


def _span(text: str, start: int, end: int) -> Span:
    return Span("person_name", text[start:end], start, end)


def _announced(text: str, pattern: re.Pattern[str]) -> list[Span]:
    found = []
    for match in pattern.finditer(text):
        start, strict = match.end(), pattern is not _ANNOUNCED
        foreign = foreign_name_at(text, start, shortest=3 if pattern is _I_AM else 2) if pattern is not _STAFF else None
        end = foreign or name_at(text, start, strict=strict)
        if end is None and pattern is _HINTED:  # 户名李四,: a word that is rarely a name is one between hint and pause
            loose = name_at(text, start, strict=False)
            end = loose if loose and re.match(r"$|[,。;、\s]", text[loose:]) else None
        if end and (pattern is not _I_AM or _is_bounded(text, end)):
            found.append(_span(text, start, end))
    return found


def _followed(text: str, start: int) -> tuple[int, int] | None:
    """The name at ``start`` when the sentence pauses behind it."""
    end = name_at(text, start, strict=True)
    return (
        (start, end)
        if end and re.match(r"$|[,。;、!?\s\d(”\"]|名下|户号|电话|的(?!士)|查|办|交|缴|问|报修|想|要|申请", text[end:])
        else None
    )


def _before(text: str) -> list[Span]:
    """从石大柱过户到…, 在赵四名下, 王庄村王建设家: a full name before what tells that it is one."""
    found = []
    for match in _OWNED.finditer(text):
        name = match[1][-3:]
        for shown in (name, name[-2:]):
            start = match.end(1) - len(shown)
            if (
                len(shown) == (3 if match[2] in {"家", "本人"} else len(shown))
                and is_person_name(shown)
                and _starts_fresh(text, start)
            ):
                found.append(_span(text, start, match.end(1)))
                break
    return found


def _joined_by_and(text: str, end: int) -> list[Span]:
    """王强和李刚: a name may bring a second one."""
    if text[end : end + 1] not in {"和", "、", "与", "跟"}:
        return []
    last = name_at(text, end + 1, strict=True)
    return [Span("person_name", text[end + 1 : last], end + 1, last)] if last else []


def _is_bounded(text: str, end: int) -> bool:
    """我是王建国: after the name the sentence pauses or goes on with a matter, so it was no longer word."""
    return (
        re.match(r"$|[,。;、!\s\d(]|户|想|要|的|家|本|电话|住|今|昨|上|在|查|问|我|先|女|打|报|来|请|帮|手", text[end:])
        is not None
    )


def _titled(text: str) -> list[Span]:
    """王建国先生; 李女士 alone addresses somebody and names nobody."""
    found = []
    for match in re.finditer(_TITLE, text):
        for size in (3, 2):
            start = match.start() - size
            name = text[max(0, start) : match.start()]
            if (
                start >= 0
                and is_person_name(name)
                and match.group() not in {"总", "工", "姐", "哥"}
                and _starts_fresh(text, start)
            ):
                found.append(Span("person_name", name, start, match.start()))
                break
    return found


def _starts_fresh(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return (
        not re.match(r"[一-鿿]", before)
        or before in "上下是叫的给找请谢让有被跟和位个向由从在到村组号室所班队司厅名扬赞奖夸诉"
    )


def _standing_alone(text: str, named_already: bool) -> list[Span]:
    """王建国 as a whole message, or between commas beside a number or an address."""
    if not named_already and not re.fullmatch(r"[一-鿿]{2,4}[。!]?", text):
        return []
    return [
        Span("person_name", match[1], *match.span(1))
        for match in _STANDALONE.finditer(text)
        if (match[1][0] in surnames()[:COMMON] + "".join(double_surnames()) and is_person_name(match[1]))
        or (named_already and foreign_name_at(text, match.start(1), shortest=3) == match.end(1))
    ]
