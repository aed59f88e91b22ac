"""Full names that only their place in the sentence tells: behind 户主, 举报, 我奶奶, before 反映, 名下 or a pause."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.text.spans import Span
from nlu.text.surnames import double_surnames, everyday_words, given_characters, known_surnames, surnames

_RELATIVE = (
    r"爸爸?|妈妈?|父亲|母亲|老公|老婆|爱人|丈夫|妻子|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|婆婆|公公|岳父|岳母|媳妇儿?|儿媳|女婿|"
    r"老伴儿?|哥哥?|姐姐?|弟弟?|妹妹?|孙子|孙女|叔叔|舅舅|姑姑|前夫|前妻"
)
_ROLE = (
    r"(?:退休)?(?:教师|老师|医生|护士|工人|党员)|转告|户主|业主|房主|房东|租客|租户|邻居|用户|客户|居民|村民|市民|老人|(?:申请|报修|联系|投诉|举报|经办|办理|负责|继承|承租|产权|收款|收件|签收|代办|受托|委托|来电|当事|报案|知情|户籍)人|代表|(?:贫困|低保|五保|孤寡|特困)户|收费员|安装员|驾驶员|司机|谢谢|"
    r"法人|法定代表人|机主|户名|姓名|名字|名|署名|本人|师傅|经理|主任|[所站班队组科局村厂校院]长|书记|支书|会计|电工|抄表员|网格员|工作人员|"
    r"营业员|柜员|客服|员工|职工|同事|徒弟|老板|同志|我是|俺是|这里是|名叫|叫|姓"
)
_SURE = re.compile(
    rf"(?:{_ROLE}|{_RELATIVE}|举报|投诉|表扬|感谢|多谢|点赞|联系|[执执]照上是)(?:是|叫|为|了)?[:\s“\"]?$"
)
_LOOSE = re.compile(
    r"(?:[\W\d_a-zA-Z]|^|我|夸|找|请|让|给|替|帮|代|查|查[下询]|查一下|看[下看]?|写的?|是|的|和|跟|与|或者?|及|对|向|被|由|为|在|归|从|到|员|[村组队楼室号栋])$"
)
_TITLE = r"师傅|女士|先生|小姐|同志|阿姨|大[爷妈姐哥叔]|老师|经理|主任|[所站班队组科局村]长|书记"
_BEHIND = re.compile(
    rf"$|[\W\d_a-zA-Z]|{_TITLE}|反映|来电|致电|称|搬|实名|前年|去年|偷|让|名下|打[的来电报]|开的|已|去世|上门|[交缴查改换接修办报说住想要用偷签收拿值带冒](?!电)|在|过户|"
    r"电话|手机|负责|工作|服务|态度|的(?!士)|是|和|跟|与|或|及|家(?![园属具电])|户(?!外)|也|都|还|就|来|给|帮|把|被|从|申请|抢修|"
    r"回[我你他家电]|点个?赞|不|没|身份证|[两三]个?人|兄弟|姐妹|夫妻|等人|这个|那个|今|昨|半夜|一直|一个|我|他|她|吗|呢|吧|了|很|真|特别|私[拉自]|拉|因|冒雨"
)
# what a full name of two characters may be followed by
_CLEARLY_BEHIND = re.compile(
    rf"$|[\W\d_]|点?赞|态度|{_TITLE}|名下|反映|来电|去世|的户|是我(?=表|堂|同|{_RELATIVE})|[让托叫]我"
)


def find_names_in_place(text: str) -> list[Span]:
    """Full names of common surnames and common given characters where a sentence has room for a name."""
    found, end = list[Span](), 0
    for match in _candidates().finditer(text):
        start = match.start()
        if start < end:
            continue
        before = text[max(0, start - 6) : start]
        for size in range(len(match[1]), 1, -1):
            name = match[1][:size]
            if _is_named(name, before, text[start + size : start + size + 4]):
                found.append(Span("person_name", name, start, start + size))
                end = start + size
                break
    return found


def _is_named(name: str, before: str, after: str) -> bool:
    sure = _SURE.search(before) is not None
    alone = not before[-1:].isalnum() and not after[:1].isalnum()  # the pauses on both sides leave no longer word
    words = {name, name[:2]} if alone and len(name) > 2 and not sure else {name, name[:2], name[1:]}
    words = {name} if len(name) > 2 and (sure or name[:2] in double_surnames()) else words
    if name in double_surnames() or not everyday_words().isdisjoint(words):
        return False
    loose = sure or _LOOSE.search(before) is not None
    if len(name) > 2:
        known = sure or name[0] in known_surnames() or name[:2] in double_surnames()
        return known and loose and _BEHIND.match(after) is not None
    titled = loose and re.match(r"女士|先生", after) is not None
    relative = not before and re.match(r"是我|[让托叫]我", after) is not None
    return (sure or titled or relative) and _CLEARLY_BEHIND.match(after) is not None


@lru_cache(maxsize=1)
def _candidates() -> re.Pattern[str]:
    """A surname and one or two characters of given names, found wherever they begin."""
    given = f"[{given_characters()}]{{1,2}}"
    double = "|".join(sorted(double_surnames()))
    firsts = surnames() + "".join(name[0] for name in double_surnames())
    return re.compile(rf"(?=[{firsts}])(?=((?:{double}|[{surnames()}]){given}))")
