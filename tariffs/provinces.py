"""Province names as people write them, brought to the one form that the tables use."""

from __future__ import annotations

import unicodedata

from .errors import InvalidInput

_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市", "电网")
_MENGXI = {"蒙西", "内蒙古西部", "内蒙西部", "内蒙古蒙西", "内蒙古（西部）", "内蒙古(西部)"}


def canonical_province(name: str) -> str:
    """``湖北省`` → ``湖北``. Western Inner Mongolia is a grid of its own (蒙西); plain 内蒙古 stays ambiguous."""
    text = unicodedata.normalize("NFKC", name).strip()
    for suffix in _SUFFIXES:
        if len(text) > len(suffix) + 1 and text.endswith(suffix):
            text = text.removesuffix(suffix)
    return "蒙西" if text in _MENGXI else text


def require_province(name: str, field: str = "province") -> str:
    """The canonical name, or InvalidInput when it is empty or names two grids at once."""
    province = canonical_province(name)
    if not province:
        raise InvalidInput(field, "请填写省份，例如“湖北”")
    if province == "内蒙古":
        raise InvalidInput(field, "内蒙古分蒙西、蒙东两个电网，电价不同，请写明“蒙西”或“蒙东”")
    return province
