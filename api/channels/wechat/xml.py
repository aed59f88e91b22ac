"""WeChat's XML: flat, CDATA everywhere. Read without entities, written so that no text can break out."""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

from api.channels.wechat.errors import BadXml

DEEPEST = 8
# characters that XML 1.0 cannot hold
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(content: bytes) -> dict[str, str]:
    """The texts below the root by name. Raises BadXml; document types and entities are refused, never resolved."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadXml("not the XML that WeChat sends") from error
    if reader.root != "xml":
        raise BadXml("the root is not <xml>")
    return reader.found


def write_xml(values: dict[str, str | int]) -> str:
    """A flat document; numbers as they are, texts in CDATA."""
    fields = "".join(f"<{name}>{_content(value)}</{name}>" for name, value in values.items())
    return f"<xml>{fields}</xml>"


def cdata(text: str) -> str:
    """A text in CDATA; ``]]>`` in it is split over two sections."""
    safe = _IMPOSSIBLE.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"


def _content(value: str | int) -> str:
    return str(value) if isinstance(value, int) else cdata(value)


def _refuse(*_: object) -> NoReturn:
    raise BadXml("document types and entities are not accepted")


class _Reader:
    """Collects the direct children of the root."""

    def __init__(self) -> None:
        self.root = ""
        self.found: dict[str, str] = {}
        self._path: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if not self._path:
            self.root = name
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise BadXml("nested too deeply")
        if len(self._path) == 2:
            self.found.setdefault(name, "")

    def end(self, _name: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        if len(self._path) == 2:
            self.found[self._path[1]] += text
