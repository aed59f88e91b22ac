"""Questions as voice input and pinyin keyboards spoil them: homophones in each other's place."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nlu.experts.sounds import sound

_SHARE = 0.2  # of the characters of a spoilt question
# Characters that such errors put there: common ones, not the rare homophones that no keyboard offers first.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表"
    "间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位"
    "入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色"
    "光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目"
    "至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商"
    "非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格"
    "养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞充桩站费缴欠阀闸"
)


def misheard(text: str, seed: int) -> str:
    """The text with some characters replaced by homophones; the same seed gives the same errors."""
    chance = np.random.default_rng(seed)
    table = _homophones()
    return "".join(_other(character, table, chance) if chance.random() < _SHARE else character for character in text)


def _other(character: str, table: dict[str, str], chance: np.random.Generator) -> str:
    same = table.get(sound(character), "").replace(character, "")
    return same[int(chance.integers(len(same)))] if same else character


@lru_cache(maxsize=1)
def _homophones() -> dict[str, str]:
    table: dict[str, str] = {}
    for character in dict.fromkeys(_COMMON):
        table[sound(character)] = table.get(sound(character), "") + character
    return table
