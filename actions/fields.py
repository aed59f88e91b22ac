"""The pieces of information a form asks for, and how each is read out of a customer's answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nlu.text.normalize import normalize

# An answer read as free words, though understood as some wish, is only taken below this confidence of that wish.
UNSURE = 0.75
_PLACE = re.compile(r"[省市区县镇乡村路街道巷弄栋幢楼座单元室号苑园庄屯组湾坊]|小区|大厦|广场|学校|工厂")
_NAME_PREFIX = re.compile(
    r"^(我?(的)?(户名|户主|名字|姓名|户头)?(就)?(叫做?|是|为)|(户名|户主|姓名|名字)[是叫::]*|我是|叫)"
)
_NAME_SUFFIX = re.compile(r"(就是|是)?(户主|本人|的名字|的户名)$|[吧呀啊哦的]$")
_PERSON = re.compile(r"^[一-鿿·]{2,5}$")
_COMPANY = re.compile(r"^[一-鿿A-Za-z0-9()·]{4,40}(公司|厂|店|部|院|校|社|中心|集团|合作社|超市|酒店|宾馆|局|所)$")
_QUESTION = re.compile(r"[?吗呢么]$|怎么|什么|为啥|为什么|多少|哪里|哪儿|啥|如何|谁|几时|咋")
_REFUSAL = re.compile(r"不(?:想|愿|方便|要|用|必|给|留|便|告诉)|没有|没电话|匿名|保密|别问")
LONGEST_REFUSAL = 14
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?[2-8]\d{6,7}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True)
class Answer:
    """A customer's message as an answer to a form: the text normalised, entities found, how it was understood."""

    text: str
    entities: Mapping[str, str]
    intent: str
    confidence: float

    @property
    def is_free(self) -> bool:
        """Whether the words may be taken as they stand: no other wish is clearly in them."""
        return self.intent in ("inform", "out_of_scope") or self.confidence < UNSURE

    @property
    def is_refusal(self) -> bool:
        """Whether the customer would rather not say (不想留电话)."""
        return len(self.text) <= LONGEST_REFUSAL and bool(_REFUSAL.search(self.text))

    @property
    def is_question(self) -> bool:
        """Whether it asks something."""
        return is_question(self.text)


@dataclass(frozen=True)
class FormField:
    """A field: ``entity`` that fills it wherever it appears, ``read`` for the answer to its own question."""

    entity: str | None
    read: Callable[[Answer], str | None]
    optional: bool = False


def read_field(name: str, answer: Answer, asked: bool) -> str | None:
    """The value of field ``name`` in ``answer``; when it was ``asked`` for, plain words count too."""
    field = FIELDS[name]
    if field.entity and field.entity in answer.entities:
        return answer.entities[field.entity]
    return field.read(answer) if asked else None


def is_question(text: str) -> bool:
    """Whether a text asks something, by its words."""
    return bool(_QUESTION.search(clean(text)))


def clean(text: str) -> str:
    """The text normalised, without marks at its ends."""
    return normalize(text).text.strip(" 。,!~、;:\n")


def _read_name(answer: Answer) -> str | None:
    words = _NAME_SUFFIX.sub("", _NAME_PREFIX.sub("", answer.text.replace(" ", "")))
    if _COMPANY.match(words):
        return words
    return words if answer.is_free and not answer.is_question and _PERSON.match(words) else None


def _read_account_number(answer: Answer) -> str | None:
    digits = re.sub(r"[\s-]", "", answer.text)
    found = re.search(r"(?<!\d)(\d{13}|\d{10})(?!\d)", digits)
    return found.group(1) if found else None


def _read_address(answer: Answer) -> str | None:
    if answer.is_question or not 2 <= len(answer.text) <= 100:
        return None
    words = re.sub(r"^(我家)?(的)?(用电)?(地址|住址|位置)?(就)?(是|在|住在?)?[::]?", "", answer.text)
    if _PLACE.search(words) and (answer.is_free or re.search(r"\d|路|街|村|小区", words)):
        return words
    return words if answer.intent == "inform" and len(words) >= 3 and not words.isdigit() else None


def _read_phone(answer: Answer) -> str | None:
    digits = re.sub(r"(?<=\d)[\s-](?=\d)", "", answer.text)
    found = _MOBILE.search(digits) or _LANDLINE.search(answer.text) or _LANDLINE.search(digits)
    return found.group(0) if found else None


def _read_description(answer: Answer) -> str | None:
    return answer.text if len(answer.text) >= 4 else None


FIELDS: Mapping[str, FormField] = {
    "name": FormField("person_name", _read_name),
    "account_number": FormField("account_number", _read_account_number),
    "address": FormField("address", _read_address),
    "phone": FormField("phone", _read_phone, optional=True),
    "new_phone": FormField("phone", _read_phone),
    "description": FormField(None, _read_description),
    "own_contact": FormField(None, lambda answer: None),
}
