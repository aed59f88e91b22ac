"""Words of danger: what threatens life, told from denials, reports of the past and mere knowledge.

Recall comes first: a missed fallen line costs more than a needless safety text. The patterns are data
(``data/danger.tsv``), the reading of denial and time is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from nlu.text.danger_scenes import find_scenes, other_context
from nlu.text.normalize import normalize_characters
from nlu.text.tables import rows

_MACROS = {
    "{装置}": r"(?:电[表箱缆线杆柜闸]|表箱|表里|变压器|变台|变电|配电|电房|电井|计量箱|开关|空开|闸刀|"
    r"插[座排头]|环网柜|分支箱|分接箱|箱变|接线|线路|高压|"
    r"导线|入户线|进户线|接户线|瓷瓶|绝缘子|避雷器|熔断器|跌落|充电桩|桩子|充电枪|井道|强电|"
    r"漏保|总闸|电源|线头|线盒|杆上|杆子|线上|电瓶|光伏|逆变器|电容|母线|路灯|铁[箱盒柜]|配变|桩头|刀闸|瓷葫芦|[相块只个]表|开关箱)",
    "{线}": r"(?:电线|高压线|高压|低压线|电缆|导线|裸线|架空线|线缆|供电线|动力线|照明线|火线|铝线|"
    r"铜线|电力线|拉线|绝缘线|主线|"
    r"(?<![网有热在光路流产天专干沿曲直红黄无宽前视毛航一内管话零户界支上下打数据充])线(?![上路下索条性束板盒]))",
    "{外壳}": r"(?:水管|水龙头|龙头|铁门|大门|防盗门|门把|墙|栏杆|护栏|拉线|水里|水中|路灯杆|灯杆|杆子|"
    r"地面|地上|铁皮|钢筋|外壳|壳|热水器|洗衣机|冰箱|淋浴|花洒|"
    r"空调|水槽|灶台|煤气管|暖气|扶手|晾衣|雨棚|铁栅|配电箱|表箱|箱子|电箱|柜子|充电桩|棚子|"
    r"井水|池子|机壳|水泵|电饭|机床)",
    "{医疗}": r"(?:呼吸机|制氧机|吸氧|氧气机|供氧|输氧|制氧|透析|血透|腹透|监护仪|输液泵|吸痰|雾化|"
    r"医疗设备|医用设备|生命支持|救命(?:的)?(?:机器|设备)|"
    r"维持生命|靠机器|重症病人|重病号|插着管|气管切开|植物人|早产|保温箱|ICU|icu|急救室|氧气|"
    r"呼吸器|心脏(?:辅助|起搏)|正?在?做手术|手术(?:中|室|台))",
    "{电人}": r"(?:触电|电线|高压|变压器|漏电|电打|被电|碰到线|电杆)",
}
# 没有冒烟, 未见火花, 无焦糊味, 不漏电; but 是不是漏电 asks, and 不停冒烟 insists
_DENIED = re.compile(
    r"(?:(?<!有)没(?:有|见|闻到?|看到?|看见|发现|听到?|再|什么|啥|出现|发生)*|未(?:见|发现|"
    r"闻到?|出现|发生)?|(?<![不是])无(?:明显|任何)?|并非|"
    r"(?<![是会有能要])不(?:是|会|再|带|算|存在|怎么)?(?!停|断|敢|光|仅|但|止|知|得|住|小|行|"
    r"对|到))(?:有)?[一-鿿]{0,2}?$"
)
_DENIED_LIST = re.compile(r"(?:没有?|无|未见|未发现)[^,。!?;]{1,12}(?:[、和或及]|也没有?|也无)[一-鿿]{0,2}$")
_FADED = re.compile(
    r"^[一-鿿]{0,3}(?:没有?了|已经没|消失|不冒了|停了(?=$|[,。])|的?(?:情况|现象)?(?:都)?没有(?!人|来))"
)
_SUPPOSED = re.compile(
    r"(?:如果|万一|要是|假如|倘若|若是|假设|会不会|怕(?!是)|担心|害怕|防止|(?<!消)防|避免|预防|免得|"
    r"以防|以免|省得|别|容易|可能会|可能引起|会造成|会引起|会导致|导致|引发|造成|"
    r"为什么会|怎么会|什么是|啥是|啥叫|什么叫|怎么判断|如何判断|怎么检查|怎么查|怎样|如何|"
    r"知识|宣传|培训|案例|以为|还以为|是否会|不会|会|容易)[一-鿿]{0,6}$"
)
_ACADEMIC = re.compile(
    r"^[一-鿿]{0,2}(?:知识|宣传|培训|赔偿标准|责任|标准|预防|的原理|原理|的?危害|急救(?:知识|"
    r"方法|培训)|事故(?:统计|案例|责任|怎么赔|赔偿)|保险|隐患排查|是什么意思|怎么检测|"
    r"怎么(?:判断|认定)|演习|演练)"
)
_SETTLED = re.compile(
    r"(?:修好|处理好|解决|修复|弄好|抢修好|换好|整好|接好|处理完|修完|排除|恢复|消除|灭掉|"
    r"收拾好|搞好|处理)(?:了|完毕|及时|得很|过了|掉了)|已(?:经)?(?:修复|处理|排除|恢复|更换|"
    r"消除|解决)|没事了|"
    r"谢谢你们(?!.{0,8}快)|感谢|表扬|锦旗|点赞|五星|好评|替我谢|满意|无其他诉求|已(?:包封|断电|拆除)|同意销单|原因已查明"
)
_SENTENCE = 30  # characters before a sign that may tell its time
_PAST = re.compile(
    r"上次|上回|上一次|上个?(?:礼拜|星期|周)|前几天|前些天|头些年|多年前|往年|去年|前年|以前|曾经?|那次|当年|当时|上个月|上月|前阵子|前段时间|早些年|"
    r"大前年|几年前|[一二三四五六七八九十\d]+月[份\d]|半年前|小时候"
)
_STILL = re.compile(
    r"又|今[天早晚]|还[在是有冒没]|现在|仍|再次|依然|一直|至今|到今天|今天|这会|刚(?!走|修|处理|换|装|毕)|开始|起就|"
    r"快来|赶紧|正在|马上|不敢|怎么办|每次|经常|老是|时不时"
)
# damage claims, theft and arrears name such things without a present danger
_CLAIM = re.compile(r"赔|定损|损失|报废|保修|认账|弄坏")
_THEFT = re.compile(r"偷电|窃电|蹭电|绕过|绕表|铅封|私接|私拉|接电|抓现行|公摊|搭就")
_ARREARS = re.compile(r"欠费|交费|缴费|提醒|通知|推给|计划|规定|补贴|预告|优惠")
_SUFFERING = re.compile(r"呼吸困难|喘|发紫|难受|憋|已[经]?(?:缴|交)|无法使用|机器停")
_BURNING = frozenset({"smoke", "fire", "sparks", "burning_smell"})
_NO_POWER_TALK = re.compile(r"发动机|引擎|垃圾|秸秆|烟囱|煎|炒|饭|锅|菜|面包|头发|衣服|山上|小说|电影|游戏")
_UNREAL = re.compile(r"梦见|梦到|画一|画个|小说|电影|心动|电鳗|歌词|剧情|游戏里|卡通")
_POWER_WORD = re.compile(r"电|塔|杆|表|插|线|桩|开关|闸|变压")
_DENIED_INSIDE = re.compile(r"(?:没|未|无)(?:有)?(?:露|裸|断|掉|下?垂|冒|着|倒)")
_BILL_TALK = re.compile(r"电费|费电|度数|用电量|电量|账单|走得?快|多用|几度|度电|字数|校表|扣费")
_TRIPPED = re.compile(r"跳闸|跳了|漏保|空开|老跳|总跳|合不上")
_ASKED = re.compile(r"是不是|会不会|有没有|可能|怀疑|吗|呢|怎么|为什么|检查|哪里|\?")
_FIGURE = re.compile(
    r"(?:嗓子|喉咙|气得?|火气|心里|脑子|头顶|肚子|热得|渴得|忙得|我都|人都|钱包)[^,。]{0,3}$|"
    r"(?:抽|吸|香|油|香烟|二手|炒菜|做饭|烧烤|香火|燃放|鞭炮|放)[^,。]{0,3}$"
)


@dataclass(frozen=True)
class DangerEvidence:
    """What is dangerous: the ``kind`` (shock, fallen_line, smoke …), and the ``words`` of the text that say so.

    ``chance``: how probable a classifier holds danger, 0 to 1; None where only words were looked at.
    """

    kind: str
    words: tuple[str, ...]
    chance: float | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Sign:
    kind: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None


def find_danger(text: str) -> DangerEvidence | None:
    """The danger that ``text`` reports, with the words that say so; None when it reports none.

    Denied (没有冒烟), supposed (如果触电), settled (上次冒烟已经修好了) and figurative (气得冒烟) dangers are none;
    what to do after a shock (触电了怎么办) counts as one, because whoever asks may stand beside it.
    """
    plain = normalize_characters(text).text
    found = _find(plain)
    if not found and plain.count(" ") * 3 >= len(plain) - plain.count(" "):  # 电表 有 烟 出来
        plain = plain.replace(" ", "")
        found = _find(plain)
    if not found or _is_over(plain) or _UNREAL.search(plain) or other_context(plain):
        return None
    return DangerEvidence(found[0][0], tuple(dict.fromkeys(words for _, words in found)))


def _find(plain: str) -> list[tuple[str, str]]:
    return [
        (kind, match.group())
        for kind, match in (*_find_signs(plain), *find_scenes(plain))
        if not _is_discounted(plain, kind, match)
        and not _is_past(plain, match)
        and not _is_another_matter(plain, kind, match.group())
    ]


def _find_signs(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    for sign in _signs():
        if sign.needs is None or sign.needs.search(plain):
            yield from ((sign.kind, match) for match in sign.pattern.finditer(plain))


def _is_discounted(text: str, kind: str, match: re.Match[str]) -> bool:
    """Whether the words around a sign deny it, suppose it, study it, or use it as a figure of speech."""
    before = re.split(r"[,。!?;\s]", text[: match.start()])[-1][-16:]
    after = re.split(r"[,。!?;\s]", text[match.end() :])[0]
    if _DENIED_INSIDE.search(match.group()):
        return True
    if _DENIED.search(before) or _DENIED_LIST.search(before) or _FADED.search(after):
        return True
    figurative = kind in _BURNING and _FIGURE.search(before) is not None
    return figurative or bool(_SUPPOSED.search(before) or _ACADEMIC.search(after))


def _is_past(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence up to the sign speaks of an earlier time, and nothing says that it goes on."""
    sentence = re.split(r"[。!?;]", text[: match.start()])[-1][-_SENTENCE:]
    return _PAST.search(sentence) is not None and not _STILL.search(text)


def _is_another_matter(text: str, kind: str, words: str) -> bool:
    """Whether the text talks of a bill, a claim, theft, arrears or a kitchen rather than of a danger of this kind."""
    if re.fullmatch(r"漏[电店典]", words):  # as a guess at why a bill is high or a breaker trips
        tripping = _TRIPPED.search(text) is not None and _ASKED.search(text) is not None
        return tripping or _BILL_TALK.search(text) is not None
    if kind == "medical":
        arrears = _ARREARS.search(text) is not None and _SUFFERING.search(text) is None
        return arrears or (_CLAIM.search(text) is not None and not _STILL.search(text))
    if kind in {"fallen_line", "entangled", "flooded"}:
        claimed = _CLAIM.search(text) is not None and not _STILL.search(text)
        return claimed or _THEFT.search(text) is not None
    if kind in {"smoke", "fire", "burning_smell"}:
        return _NO_POWER_TALK.search(text) is not None and not _POWER_WORD.search(text)
    return False


def _is_over(text: str) -> bool:
    """Whether the text tells of something settled, and nothing says that it goes on."""
    return _SETTLED.search(text) is not None and not _STILL.search(text)


@lru_cache(maxsize=1)
def _signs() -> tuple[_Sign, ...]:
    signs = []
    for row in rows("danger.tsv"):
        kind, pattern, needs = (*row, "")[:3]
        signs.append(_Sign(kind, _compiled(pattern), _compiled(needs) if needs else None))
    return tuple(signs)


def _compiled(pattern: str) -> re.Pattern[str]:
    for macro, expansion in _MACROS.items():
        pattern = pattern.replace(macro, expansion)
    return re.compile(pattern)
