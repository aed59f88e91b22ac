"""Addresses: where one begins and ends in a sentence, and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from nlu.text.areas import Area, area_at, find_areas
from nlu.text.normalize import normalize
from nlu.text.spans import Span

_HAN = "一-鿿"
# words that stand before an address and are no part of it; one of their characters ends the search to the left
_BEFORE = re.compile(
    r".*(?:[我你他她它们个条在住的是到从去了这那把给帮叫就说想跟没查请询写怕搁址为有报修停装问和与被让往看像又还]|"
    r"(?<=[我咱俺自你他老])家|咱家|家住|住址|地址|位于|今天|昨天|明天|后天|前天|昨晚|今早|"
    r"今晚|早上|晚上|下午|中午|上午|刚才|现在|"
    r"一直|整个|整条|整栋|附近|旁边|门口|那边|这边|这里|隔壁|对面|停电|电费|户主|用电|麻烦|"
    r"师傅|你好|您好|紧急|客户|居民|用户|反映|联系|致电|来电|称其|关于|属于|以及|路过|经过|喂|"
    r"俺|咱|嗯|哦|呃|啊|就是|应该|改成|换成|来咱|来我|全(?=小?区|村|镇|县|楼|栋|组|体|市|$)|整|哪|某|几(?!里)|每|各(?!庄)|本(?=小?区|村|单|公|市|县|镇|栋|楼|人|院|$)|"
    r"该|贵(?=司|公|单|局|所|处)|其|不对|称|认|发现|改为|前日|当日|昨日|今日|明日|由|于(?![家都洪庄村])|觉得|地点|什么|年(?=组|$)|段$|妈听|检举|组织|将|拟|套|"
    r"老家|一下|可(?=马)|建议|老旧|城里|村里|好意思|对(?=老)|本公司|我司|有个|有条)"
)
_KEEP = re.compile(
    r"(?:和平|和谐|和顺|和田|和县|和兴|和美|修水|修文|武修|报国|报恩|为民|有色|新修|查济|问津|"
    r"到岸|从化|从江|去往|去疾|全椒|全州|全南|全福|全民|是山|在园|看守|看丹|停车|装饰|装备|"
    r"本溪|各庄|家和|家兴|的卢|住宅|没水|万和|仁和|协和|太和|共和|义和|泰和|永和|祥和|人和|"
    r"中和|三和|嘉和|瑞和|安和|汉全|有为|富有|见义勇为)"
)
_ROAD = (
    r"(?:大道|大街|公路|国道|省道|环路|胡同|里弄|路(?![口灯面边由线程费过障况段])|"
    r"街(?![上边坊头道])|巷(?!子)|"
    r"(?<![楼知渠频管通隧味报人])道(?=\d))(?:(?:[东南西北中][一二三四五六七八九十]?|"
    r"[一二三四五六七八九十])[路街段巷](?!口))?"
)
# a character of a name inside an address: never one of a sentence going on (新华路88号停电了)
_C = (
    rf"(?:(?![的在是了我你他她它这那把给帮说想跟没查请吗呢吧要有不都就也还]|停电|来电|报修|"
    rf"电费|漏电|家里|整个|所有|附近|旁边|门口|今天|昨|住户|户名|户号|线路|变压|电表|路灯|冒|"
    rf"着火|一直|现在|突然)[{_HAN}])"
)
_ROAD_NAME = rf"{_C}{{1,8}}?{_ROAD}"
_COMPOUND_KIND = (
    "小区|花园|家园|花苑|名苑|雅苑|新苑|佳苑|嘉苑|御苑|苑|新村|公寓|大厦|广场|新城|国际城|"
    "华庭|豪庭|公馆|家属院|家属楼|大院|宿舍区?|社区|工业园区?|产业园区?|科技园|开发区|创业园|"
    "批发市场|农贸市场|菜市场|建材市场|家具市场|"
    "庄园|山庄|嘉园|佳园|名都|华府|御府|首府|雅居|半岛|港湾|别墅区?|安置房|安置区|商业街|"
    "步行街|商贸城|公租房|廉租房|老年公寓|职工院|学府|书苑|名城|水岸|云谷|雅筑|城邦|"
    "世纪城|帝景|豪园"
)
_COMPOUND_NAME = (
    rf"(?:{_C}|[A-Za-z0-9]){{2,10}}?(?:{_COMPOUND_KIND})(?:[A-Z]区|[一二三四五六七八九十\d]期|"
    rf"[东西南北]区|[一二三四五六七八九十]区|\d区)?"
)
_TOWN = (
    rf"(?:{_C}{{2,6}}?(?:街道(?:办事处)?|街(?={_C}{{1,6}}?(?:路|街|巷|大道|村))|镇(?![流区路街])|"
    rf"(?<![城老家下进返])乡(?![亲下村里])|苏木|林场|农场))"
)
_VILLAGE = (
    rf"(?:{_C}{{1,6}}?(?:村委会|[东南西北前后上下大小中]?村(?![里民委口头子上路街])|屯(?![里路])|"
    rf"寨(?!子)|庄(?!稼|园|村|路|街|镇)))(?:[东南西北]头)?"
)
_GROUP = r"(?:第?[一二三四五六七八九十\d]{1,3}(?:村民小组|村民组|小组|组(?!织)|社(?!区)|生产队|队(?!伍|友)|屯))"
_NUMBER = (
    r"(?:(?:附)?\d{1,5}(?:-\d{1,4})?(?:号(?:附\d{1,3}号?|院|大院)?(?!楼|栋|幢|线|变|杆|表|桩|"
    r"枪|单元)|弄))(?:(?:-|到|至)\d{1,5}号?)?"
)
_BUILDING = r"(?:[A-Za-z]?\d{1,3}[A-Za-z]?|[A-Za-z甲乙丙丁东西南北])(?:栋|幢|号楼|#楼?|座(?!机|位)|号(?=\d{1,2}单元))"
_TRIPLE = r"\d{1,3}-\d{1,2}-\d{3,4}(?:室|号)?(?!\d)"  # building, unit and room: 15-2-301
_UNIT = r"(?:[\dA-Za-z甲乙丙东西]{1,2}单元)"
_FLOOR = r"(?:\d{1,2}[楼层](?!梯|道|上|下|都|全|所有|以|住户|邻居))"
_ROOM = (
    r"(?:\d{1,2}-\d{3,4}室?|\d{3,4}(?:室|号(?:房|室)?|房(?!子))|"
    r"\d{3,4}(?![\d元块度年千万kK号楼栋多.天个月人户伏V])|\d{1,2}(?:室|"
    r"号(?![楼线变杆表早晚下上])|户(?![人家]))|[东西]户)"
)
_WELL = (
    r"(?:(?:灌溉)?机井\d{1,3}号?|\d{1,3}号(?:机井|台区|大棚|配电室|变压器)|商铺\d{1,4}号?|"
    r"门面\d{0,4}号?|\d{1,4}号(?:商铺|门面|摊位|铺|档口))"
)
_GAP = r"[ ,]?"

_REST = re.compile(
    rf"(?P<town>{_TOWN})?{_GAP}(?P<village>{_VILLAGE})?{_GAP}(?P<group>{_GROUP})?{_GAP}(?P<road>{_ROAD_NAME})?{_GAP}(?:(?P<number>{_NUMBER})"
    rf")?{_GAP}(?P<compound>{_COMPOUND_NAME})?{_GAP}(?P<compound_number>{_NUMBER})?{_GAP}(?P<triple>{_TRIPLE})?{_GAP}(?P<building>{_BUILDING})?{_GAP}(?P<unit>{_UNIT})?{_GAP}(?P<floor>{_FLOOR})?{_GAP}(?P<room>{_ROOM})?"
    rf"(?P<well>{_WELL})?"
)
# the kinds of place whose name stands before them; the name is searched to the left
_KIND = re.compile(
    rf"(?:{_ROAD}|{_COMPOUND_KIND}|街道(?:办事处)?|镇(?![流区路街])|"
    rf"(?<![城老家下进返])乡(?![亲下村里])|村(?![里民委口头子上])|屯(?!里)|寨(?!子)|"
    rf"庄(?![稼园村]))"
)
_PARTS = re.compile(rf"{_BUILDING}{_GAP}(?:{_UNIT}|{_FLOOR}|{_ROOM})|{_UNIT}{_GAP}{_ROOM}")
# an estate whose name has no telling word, before its building (和平里4栋1单元)
_ESTATE = re.compile(rf"[{_HAN}]{{1,7}}[里城湾园府苑郡庭轩阁居坊院寓期墅寨口]$")
_NAME = re.compile(rf"[{_HAN}A-Za-z0-9]{{1,10}}$")
_NO_PLACE = re.compile(
    r".*(?:走路|跑路|马路|让路|半路|绕路|[里趟]山路|挡路|指路|拓宽路|过街|当街|同街|主街|背街|老街|回乡|充电庄|(?:学校|单位|集体|教师|学生|单身)(?:宿舍|公寓)|高层小区|迷路|问路|带路|高速公路|上路|赶路|铺路|修路|堵路|拦路|道路|"
    r"线路|电路|短路|断路|回路|支路|思路|套路|一条路|出路|网路|农村|驻村|集镇|镇区|自然村|跨街|沿街|临街|扫街|新建社区|新建小区|行政村|城中村|全村|"
    r"老旧小区|城里小区|VIP小区|新小区|老小区|(?:职工|员工|学生)宿舍区?|电力市场)"
)
_LONGEST_NAME = 10
_VAGUE = re.compile(
    r"(?:小区|社区|大院|家属院|院|市场|广场|公寓|宿舍|新村|大厦|府|湾|郡|邸|"
    r"(?:[东南西北大小一半后前]|马|公|铁|线|电|出|半|上|下|门|水|网|火|旱|思|退|套|后|少|一条|"
    r"多|近|远|正|弯|大马|过道|人行|管|通|知|味|频|渠|隧|车|街|跑|轨|频)?(?:路|街|巷|道|弄|"
    r"大道|大街|胡同|公路)"
    r"|(?:农|乡|全|整|本|邻|隔壁|一个|各|山|自然|行政|老|新|空心|贫困|老家|外|进|出|回|同)?(?:村|屯|寨|庄|镇|乡))"
)


@dataclass(frozen=True)
class Address:
    """An address by its parts, None where not given; houses ``number`` to ``number_end`` of one ``parity``."""

    province: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None
    village: str | None = None
    group: str | None = None
    road: str | None = None
    number: int | None = None
    number_end: int | None = None
    parity: str | None = None
    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    @property
    def is_precise(self) -> bool:
        """Whether a crew would find the place: a road with a number, a compound, or a village."""
        return bool((self.road and self.number) or self.compound or self.village)

    @property
    def is_empty(self) -> bool:
        """Whether no part is known."""
        return all(getattr(self, field.name) is None for field in fields(self))


def find_addresses(text: str) -> list[Span]:
    """Addresses of a normalised text; each begins at its province, city, district, road or compound."""
    found: list[Span] = []
    at = 0
    for start, area in _beginnings(text):
        if start < at:
            continue
        span = _address_from(text, start, area)
        if span:
            found.append(span)
            at = span.end
    return found


def parse_address(text: str) -> Address:
    """The parts of an address: 湖北省武汉市江汉区新华路80号-120号（双号） → number 80, number_end 120, parity even."""
    plain = re.sub(r"[(),\s]", "", normalize(text).text)
    parity = "even" if "双号" in plain else "odd" if "单号" in plain else None
    area = area_at(plain, 0)
    rest = _REST.match(plain, area.end)
    parts = {name: value or None for name, value in (rest.groupdict() if rest else {}).items()}
    if parts.get("triple"):
        parts["building"], parts["unit"], parts["room"] = str(parts["triple"]).split("-")
    number, end = _numbers(parts.get("number") or parts.get("compound_number"))
    return Address(
        province=area.province,
        city=area.city,
        district=area.district,
        town=parts.get("town"),
        village=parts.get("village"),
        group=parts.get("group"),
        road=parts.get("road"),
        number=number,
        number_end=end,
        parity=parity,
        compound=parts.get("compound"),
        building=_digits(parts.get("building")),
        unit=_digits(parts.get("unit")),
        floor=_digits(parts.get("floor")),
        room=_digits(parts.get("room")) or parts.get("well"),
    )


def _beginnings(text: str) -> list[tuple[int, Area]]:
    """Where an address may begin, from left to right, with the province, city and district that stand there."""
    areas = find_areas(text)
    found = [(area.start, area) for area in areas]
    for match in _KIND.finditer(text):
        if any(area.start <= match.start() < area.end for area in areas):
            continue
        name = _NAME.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
        if name:
            start = _trimmed_start(text, name.start(), match.start())
            if start < match.start():
                found.append((start, Area(start, start)))
    for match in _PARTS.finditer(text):
        name = _ESTATE.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
        start = _trimmed_start(text, name.start(), match.start() - 1) if name else match.start()
        found.append((start, Area(start, match.start())))
    return sorted(found, key=lambda pair: (pair[0], -pair[1].end))


def _address_from(text: str, start: int, area: Area) -> Span | None:
    """The address that begins at ``start``, or None when what stands there is too vague to be one."""
    rest = _REST.match(text, area.end)
    parts = {name for name, value in rest.groupdict().items() if value} if rest else set[str]()
    end = rest.end() if rest and parts else area.end
    value = text[start:end].rstrip(" ,")
    places_named = parts & {"town", "village", "road", "compound"}
    inside = ("building" in parts and parts & {"unit", "room", "floor"}) or {"unit", "room"} <= parts
    if not (area.district or places_named or inside) or _VAGUE.fullmatch(value) or _NO_PLACE.fullmatch(value):
        return None
    return Span("address", re.sub(r"[ ,]", "", value), start, start + len(value))


def _trimmed_start(text: str, start: int, end: int) -> int:
    """Where the address begins within the run of characters found: behind verbs, pronouns and prepositions."""
    run = text[start:end]
    kept = _KEEP.sub(lambda match: "\0" * len(match.group()), run)
    leading = _BEFORE.match(kept)
    return start + (leading.end() if leading else 0)


def _digits(part: str | None) -> str | None:
    """The distinguishing part of a building, unit or room: 3栋 → 3, 501室 → 501, A座 → A."""
    if not part:
        return None
    match = re.match(r"\d{1,2}-\d{3,4}|[A-Za-z]?\d+[A-Za-z]?|[A-Za-z甲乙丙丁东西南北]", part)
    return match.group() if match else part


def _numbers(part: str | None) -> tuple[int | None, int | None]:
    if not part:
        return None, None
    values = [int(value) for value in re.findall(r"\d+", part)]
    ranged = (
        len(values) > 1
        and re.search(r"号?(?:-|到|至)\d+号", part) is not None
        and "附" not in part
        and values[1] > values[0]
    )
    return values[0], values[1] if ranged else None
