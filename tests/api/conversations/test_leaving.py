import pytest

from api.conversations.leaving import leaving_words


@pytest.mark.parametrize(
    "text",
    [
        "不等了，继续问机器人",
        "不等了",
        "我不等了",
        "算了不等了",
        "不排队了",
        "不排了",
        "不转人工了",
        "不用转人工了",
        "不要人工了",
        "不用人工了，谢谢",
        "不需要人工客服了",
        "取消排队",
        "退出排队",
        "取消转人工",
        "取消",
        "算了",
        "算了吧",
        "继续问你吧",
        "还是问机器人吧",
        "回到机器人",
        "返回机器人",
        "机器人回答就行",
        "我还是跟机器人说吧",
        "不想等了",
        "别排队了",
        "让机器人来吧",
        "转回机器人",
        "不等人工了，继续用智能客服",
    ],
)
def test_these_words_leave_the_queue(text):
    assert leaving_words(text) == "", leaving_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "还要等多久",
        "等了半天了",
        "快点啊等不及了",
        "我等着",
        "好的",
        "我家停电了",
        "继续等吧",
        "转人工",
        "不要机器人，我要人工",
        "我要投诉，等不了了",
        "为什么还没人",
        "人呢",
        "我已经等了不止半小时了",
        "不用机器人",
        "电费怎么取消代扣",
        "取消预约怎么办",
        "怎么还不来人",
        "不能不等吗",
        "我继续等",
    ],
)
def test_these_words_stay(text):
    assert leaving_words(text) is None


def test_what_else_was_said_is_kept():
    assert leaving_words("不等了，阶梯电价什么时候清零") == "阶梯电价什么时候清零"
    assert leaving_words("不等了。我想问一下峰谷电价怎么申请") == "我想问一下峰谷电价怎么申请"
