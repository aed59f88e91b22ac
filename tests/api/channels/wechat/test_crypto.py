import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto as Oracle
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature as oracle_check

from api.channels.wechat.crypto import WeChatCrypto, check_signature, sign
from api.channels.wechat.errors import BadEncryption, BadSignature

APPID, TOKEN, KEY = "wxdemo0000000000", "dianda-demo", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
LETTERS = "电费多少度停了吗，。abc0123<>&]]>\n😀"


def random_xml(source):
    content = "".join(source.choice(LETTERS) for _ in range(source.randrange(0, 300)))
    return f"<xml><Content>{content.replace('<', '').replace('&', '').replace(']]>', '')}</Content></xml>"


def test_what_we_seal_wechatpy_opens_and_the_other_way_round():
    ours, oracle, source = WeChatCrypto(KEY, APPID), Oracle(TOKEN, KEY, APPID), random.Random(4)
    for _ in range(300):
        plain, nonce, timestamp = random_xml(source), str(source.random()), str(source.randrange(2**31))
        sealed = ours.encrypt(plain)
        envelope = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        signature = sign(TOKEN, timestamp, nonce, sealed)
        assert oracle.decrypt_message(envelope, signature, timestamp, nonce) == plain
        theirs = oracle.encrypt_message(plain, nonce, timestamp)
        sealed = theirs.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
        signature = theirs.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        check_signature(signature, TOKEN, timestamp, nonce, sealed)
        assert ours.decrypt(sealed) == plain


def test_signatures_agree_with_wechatpy():
    source = random.Random(5)
    for _ in range(300):
        timestamp, nonce = str(source.randrange(2**31)), str(source.random())
        oracle_check(TOKEN, sign(TOKEN, timestamp, nonce), timestamp, nonce)
        with pytest.raises(InvalidSignatureException):
            oracle_check(TOKEN, sign("other", timestamp, nonce), timestamp, nonce)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_comes_back_as_it_was(plain):
    crypto = WeChatCrypto(KEY, APPID)
    assert crypto.decrypt(crypto.encrypt(plain)) == plain


@given(st.data())
def test_a_changed_message_is_refused_or_at_least_never_signed(data):
    crypto = WeChatCrypto(KEY, APPID)
    sealed = crypto.encrypt("<xml><Content>查电费</Content></xml>", b"0123456789abcdef")
    place = data.draw(st.integers(0, len(sealed) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJabcdefghij0123456789+/"))
    changed = sealed[:place] + letter + sealed[place + 1 :]
    if changed == sealed:
        return
    with pytest.raises(BadSignature):
        check_signature(sign(TOKEN, "1", "2", sealed), TOKEN, "1", "2", changed)


def test_a_message_for_another_account_is_refused_by_us_as_by_wechatpy():
    sealed = WeChatCrypto(KEY, "wxother").encrypt("<xml/>")
    with pytest.raises(BadEncryption):
        WeChatCrypto(KEY, APPID).decrypt(sealed)
    envelope = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    with pytest.raises(InvalidAppIdException):
        Oracle(TOKEN, KEY, APPID).decrypt_message(envelope, sign(TOKEN, "1", "2", sealed), "1", "2")


@pytest.mark.parametrize("sealed", ["", "AAAA", "not base64!", "QUJD" * 8, "é"])
def test_what_is_not_sealed_is_refused(sealed):
    with pytest.raises(BadEncryption):
        WeChatCrypto(KEY, APPID).decrypt(sealed)


def test_without_a_token_nothing_is_signed_rightly():
    with pytest.raises(BadSignature):
        check_signature(sign("", "1", "2"), "", "1", "2")


def test_a_key_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="43"):
        WeChatCrypto("abcd" * 4 + "abc", APPID)
