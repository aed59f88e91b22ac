import pytest

from knowledge import province_of, provinces_in, short_name


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("家在宁波，今年已经用了4700度", "浙江"),
        ("武汉的阶梯电价", "湖北"),
        ("我在日照住", "山东"),
        ("不是浙江，是江苏", "江苏"),
        ("义乌一度电多少钱", "浙江"),
        ("南阳居民电价", "河南"),
        ("呼和浩特归谁管", "内蒙古"),
        ("北京路12号停电了", None),
        ("光伏日照时间短怎么办", None),
        ("表箱私自开封了", None),
        ("电价多少", None),
        ("浙江和江苏哪个便宜", None),
        ("沭阳一档电价", "江苏"),
        ("安吉的谷电几毛", "浙江"),
        ("开封第二档一度几毛", "河南"),
        ("铅封开封了怎么办", None),
        ("老家监利的电费", "湖北"),
        ("沙县小吃店用电", None),
        ("人在杭州上班，问青岛老房子的电价", "山东"),
        ("我在苏州打工", "江苏"),
        ("苏北农村一度多少", "江苏"),
        ("网上商城怎么买电", None),
        ("电价里的政府基金湖北是多少", "湖北"),
    ],
)
def test_the_province_of_a_text(text, province):
    assert province_of(text) == province


def test_several_provinces_keep_their_order():
    assert provinces_in("江苏跟杭州比，还有苏州") == ("江苏", "浙江")


@pytest.mark.parametrize(
    ("name", "short"), [("湖北省", "湖北"), ("湖北", "湖北"), ("武汉", "湖北"), ("火星", None), (None, None)]
)
def test_a_province_is_known_by_any_of_its_names(name, short):
    assert short_name(name) == short
