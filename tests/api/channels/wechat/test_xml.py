from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.channels.wechat.errors import BadXml
from api.channels.wechat.xml import read_xml, write_xml

SAFE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=200)


@given(SAFE)
def test_whatever_is_written_is_read_back(text):
    document = write_xml({"Content": text, "CreateTime": 5})
    assert read_xml(document.encode())["Content"] == text
    assert ElementTree.fromstring(document).findtext("Content") == text


def test_the_end_of_a_section_cannot_break_out():
    document = write_xml({"Content": "a]]></Content><Evil>1</Evil><![CDATA["})
    assert read_xml(document.encode()) == {"Content": "a]]></Content><Evil>1</Evil><![CDATA["}


def test_characters_that_xml_cannot_hold_are_left_out():
    assert read_xml(write_xml({"Content": "a\x00\x0bb\ufffe"}).encode()) == {"Content": "ab"}


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not xml",
        b"<html></html>",
        b"<xml><a></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><c>&a;</c></xml>',
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml/>',
        b"<xml>" + b"<a>" * 20 + b"</a>" * 20 + b"</xml>",
        b"<xml><a>\xff</a></xml>",
    ],
)
def test_anything_else_is_refused(document):
    with pytest.raises(BadXml):
        read_xml(document)


def test_what_lies_deeper_is_not_taken_for_a_field():
    assert read_xml(b"<xml><Event><MsgId>1</MsgId></Event><MsgId>2</MsgId></xml>")["MsgId"] == "2"
