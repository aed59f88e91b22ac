"""Reading a value out of a customer's answer to the question that was just asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlu.text.addresses import parse_address
from nlu.text.names import is_person_name
from nlu.text.normalize import normalize

# An answer read as free words, though understood as some wish, is only taken below this confidence of that wish.
UNSURE = 0.75
LONGEST_REFUSAL = 14  # characters
LONGEST_PLAIN_ADDRESS = 40
_QUESTION = re.compile(
    r"(?:钱|电|行|能|要|会|可以|对|是|有|划算|好|了|通知|办|省|收|费)(?:点|我|你)?(?:不|没|冇|啵)$|"
    r"[?吗呢么]$|怎么|什么|为啥|多少|哪|啥|如何|谁|几时|几点|咋|是不是|有没有|能不能"
)
_REFUSAL = re.compile(r"不(?:想|愿|方便|要|用|必|给|留|便|告诉)|没有|没电话|匿名|保密|别问")
_COMPANY = re.compile(
    r"[一-鿿A-Za-z0-9()·]{2,30}(?:公司|工厂|厂|商店|便利店|店|超市|酒店|宾馆|学校|小学|中学|医院|集团|合作社|事务所|工作室|村委会|居委会)"
)
_ABOUT_THE_NAME = re.compile(
    r"^(?:这|那|我|我们|咱|俺)*(?:的|家|爸|妈|老公|老婆|爱人|公司)*(?:的)?(?:户主|户名|名字|姓名|户头|公司)*(?:就)*(?:名叫|叫做|叫|是|为|姓|:)+"
    r"|^(?:户主|户名|姓名|名字)"
)
_AFTER_A_NAME = re.compile(r"(?:就是)?(?:户主|本人|的名字|的户名|的)$|[吧呀啊哦]$")
_KIN = re.compile(
    r"[他她我]?(?:的)?(?:儿子|女儿|闺女|老婆|老公|爱人|爸爸?|妈妈?|家属|亲戚|邻居|租客|房东|业主|户主|本人|朋友)"
)
_NAME = re.compile(r"[一-鿿·]{2,12}")
_BEFORE_AN_ADDRESS = re.compile(
    r"^(?:我家|我们家|俺家|我|俺)?(?:的)?(?:用电)?(?:地址|住址|位置)?(?:就)?(?:是|在|住在|住)?[::]?"
)
_PLACE = re.compile(r"[省市区县镇乡村路街道巷弄栋幢楼座单元室号苑园庄屯组湾坊里]|小区|大厦|广场|学校|工厂")
_OTHER_NUMBER = re.compile(r"户号|工单|编号|表号|身份证|尾号")
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


def clean(text: str) -> str:
    """The text normalised, without marks at its ends."""
    return normalize(text).text.strip(" 。,!~、;:\n")


def is_question(text: str) -> bool:
    """Whether a text asks something, by its words."""
    return bool(_QUESTION.search(normalize(text).text.strip(" 。,!~、;:\n")))


def read_name(answer: Answer) -> str | None:
    """The account holder's name: a company anywhere, else the first piece that is a name once 我叫 is gone."""
    if answer.is_question:
        return answer.entities.get("person_name")
    pieces = [_bare_name(piece) for piece in re.split(r"[,。;、:\s]", answer.text)]
    company = next((found.group(0) for piece in pieces if (found := _COMPANY.fullmatch(piece))), None)
    person = next((piece for piece in pieces if _NAME.fullmatch(piece) and is_person_name(piece)), None)
    known = answer.entities.get("person_name")
    longer = next((piece for piece in pieces if known and piece.startswith(known) and _NAME.fullmatch(piece)), None)
    if company and (answer.is_free or known == company):
        return company
    if longer or known:
        return longer or known
    if answer.is_free and person:
        return person
    alone = pieces[0] if len(pieces) == 1 and not _KIN.fullmatch(pieces[0]) else ""
    return alone if answer.intent == "inform" and re.fullmatch(r"[一-鿿·]{2,10}", alone) else None


def read_account_number(answer: Answer) -> str | None:
    """Ten or thirteen digits, however they are spaced."""
    found = re.search(r"(?<!\d)(\d{13}|\d{10})(?!\d)", re.sub(r"(?<=\d)[\s-](?=\d)", "", answer.text))
    return found.group(1) if found else None


def read_address(answer: Answer) -> str | None:
    """The address as written when the message is nothing else, else the part of it that is one."""
    known = answer.entities.get("address")
    if answer.is_question or (answer.intent != "inform" and not answer.is_free):
        return known
    words = _BEFORE_AN_ADDRESS.sub("", answer.text)
    if (
        re.search(r"[,;。]", words)
        or len(words) > LONGEST_PLAIN_ADDRESS
        or set(answer.entities) - {"address", "province"}
    ):
        words = known or ""
    is_place = bool(_PLACE.search(words)) and not parse_address(words).is_empty
    return words if known or is_place else _read_loose_address(answer)


def read_phone(answer: Answer) -> str | None:
    """A mobile number, or a landline that is not said to be another kind of number."""
    digits = re.sub(r"(?<=\d)[\s-](?=\d)", "", answer.text)
    found = _MOBILE.search(digits)
    if found is None and not _OTHER_NUMBER.search(answer.text):
        found = _LANDLINE.search(answer.text) or _LANDLINE.search(digits)
    return found.group(0) if found else None


def read_description(answer: Answer) -> str | None:
    """Any words of some length."""
    return answer.text if len(answer.text) >= 4 else None


def _bare_name(piece: str) -> str:
    return _AFTER_A_NAME.sub("", _ABOUT_THE_NAME.sub("", piece, count=1))


def _read_loose_address(answer: Answer) -> str | None:
    """水塔旁边那个蓝顶子的棚: crews find what no gazetteer knows, when the customer clearly answers."""
    words = _BEFORE_AN_ADDRESS.sub("", answer.text)
    is_number = re.fullmatch(r"[\d\s*-]+", words) or _OTHER_NUMBER.search(words)
    only_other_facts = bool(set(answer.entities) - {"address", "province"})
    return words if answer.intent == "inform" and len(words) >= 4 and not is_number and not only_other_facts else None
