"""What is read out of an answer to the question just asked."""

import pytest

from actions import answers, corrections
from actions.answers import Answer


def answer(text, intent="inform", confidence=0.95, **entities):
    return Answer(answers.clean(text), entities, intent, confidence)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王建国", "王建国"),
        ("我叫王建国", "王建国"),
        ("王建国，就是户主", "王建国"),
        ("我爸的名字，李国富", "李国富"),
        ("户名是李秀英", "李秀英"),
        ("户主张桂兰", "张桂兰"),
        ("姓欧阳，欧阳倩", "欧阳倩"),
        ("武汉恒驰汽车零部件有限公司", "武汉恒驰汽车零部件有限公司"),
        ("我是武汉恒驰汽车零部件有限公司", "武汉恒驰汽车零部件有限公司"),
        ("公司名叫宏达五金厂", "宏达五金厂"),
        ("武汉好邻便利店", "武汉好邻便利店"),
    ],
)
def test_a_name_is_read(text, name):
    assert answers.read_name(answer(text)) == name


def test_a_longer_name_than_the_entity_is_kept():
    assert answers.read_name(answer("我叫阿依古丽", person_name="阿依古")) == "阿依古丽"


@pytest.mark.parametrize("text", ["公交卡充值", "嗯那个", "国足又输了吧", "燃气欠费了", "户名在哪里看"])
def test_what_is_no_name_is_not_read_as_one(text):
    assert answers.read_name(answer(text, "out_of_scope")) is None


@pytest.mark.parametrize(
    ("text", "entity", "address"),
    [
        ("翠苑三区17幢2单元402", "17幢2单元402", "翠苑三区17幢2单元402"),
        ("用电地址：银河路88号附2号", "银河路88号附2号", "银河路88号附2号"),
        ("我家在石桥镇青龙村四组", "石桥镇青龙村四组", "石桥镇青龙村四组"),
        ("李庄村东头第二家，门口有棵大槐树", "李庄村东头", "李庄村东头"),
        ("门牌号没有，就是水塔旁边那个蓝顶子的棚", None, "门牌号没有,就是水塔旁边那个蓝顶子的棚"),
    ],
)
def test_an_address_is_read(text, entity, address):
    assert answers.read_address(answer(text, **({"address": entity} if entity else {}))) == address


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("三天两头停电，就这还好意思叫VIP小区", "make_complaint"),
        ("人民医院挂号要排多久的队", "out_of_scope"),
        ("账单最底下写着电费违约金，我没违约啊", "ask_late_fee"),
        ("13800000001", "inform"),
        ("户号后四位是0921", "inform"),
    ],
)
def test_what_is_no_address_is_not_read_as_one(text, intent):
    assert answers.read_address(answer(text, intent)) is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800000001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("027-88886666", "027-88886666"),
        ("6633715", "6633715"),
    ],
)
def test_a_phone_is_read(text, phone):
    assert answers.read_phone(answer(text)) == phone


@pytest.mark.parametrize("text", ["户号70031582", "159开头尾号0348", "12"])
def test_another_number_is_no_phone(text):
    assert answers.read_phone(answer(text)) is None


@pytest.mark.parametrize("text", ["4201060001", "4201 0600 01", "户号是4201060001，谢谢", "四二零一零六零零零一"])
def test_an_account_number_is_read_however_it_is_written(text):
    assert answers.read_account_number(answer(text)) == "4201060001"


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ("新华路88号2栋2单元501室", "3栋", "新华路88号3栋2单元501室"),
        ("新华路88号2号楼501室", "3栋", "新华路88号3栋501室"),
        ("新华路88号", "3栋", "新华路88号3栋"),
        ("新华路88号2栋", "解放路5号", "解放路5号"),
    ],
)
def test_a_part_of_an_address_is_replaced(old, new, merged):
    assert corrections.merge_address(old, new) == merged


def test_a_number_is_swapped_for_the_right_one():
    assert corrections.swap("幸福里小区3栋502", "不是502，是503") == "幸福里小区3栋503"
    assert corrections.swap("幸福里小区3栋502", "不是601，是603") is None


@pytest.mark.parametrize(
    ("core", "question", "asked"),
    [
        ("峰谷", "一度电多少钱", "峰谷电价一度电多少钱"),
        ("峰谷", "阶梯电价怎么算", "峰谷电价怎么算"),
        ("商业用电", "居民电价多少钱", "商业用电电价多少钱"),
    ],
)
def test_the_same_question_about_another_tariff(core, question, asked):
    assert corrections.same_question_about(core, question, "电价") == asked


@pytest.mark.parametrize("text", ["那八月呢", "上个月的呢", "还有九月的", "八月呢？"])
def test_a_follow_up_is_told(text):
    assert corrections.is_follow_up(text)


@pytest.mark.parametrize("text", ["我要查一下我家上个月用了多少度电呢麻烦你", "报修"])
def test_a_message_that_stands_alone_is_no_follow_up(text):
    assert not corrections.is_follow_up(text)
