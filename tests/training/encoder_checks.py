"""Real small trainings of the encoder; run by the training environment, which has torch: see test_encoder.py."""

from __future__ import annotations

import itertools
import json
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel, BertTokenizer

from nlu.experts.characters import Alphabet
from nlu.experts.encoder import Encoder as ServedEncoder
from nlu.experts.lexicon import Lexicon
from nlu.experts.reading import TextReader
from training.encoder.bundle import Bundle
from training.encoder.contrastive import ContrastivePlan, Pairs
from training.encoder.export import export, round_tables
from training.encoder.finetune import FinetunePlan
from training.encoder.masked import MaskedPlan, Source
from training.encoder.model import Channels, Reader, Size, build_encoder
from training.encoder.pretrained import UnsuitableModel, pretrained_encoder
from training.encoder.rows import TaskRows, Wordings
from training.encoder.stages import EncoderStages

WISHES = {
    "pay": ["电费怎么交", "我要交电费", "在哪里缴费", "电费能用微信付吗", "怎么缴上个月的电费", "可以网上交费吗"],
    "outage": ["家里停电了", "整栋楼没电", "什么时候来电", "突然断电了", "我们这停电到几点", "又停电了怎么回事"],
    "meter": ["电表坏了", "表不走字", "电表屏幕黑了", "想换个电表", "电表转得太快", "表箱在哪里"],
}
TEXTS = [text for texts in WISHES.values() for text in texts]
ALPHABET = Alphabet(sorted(set("".join(TEXTS))))
LEXICON = Lexicon({"money": ["电费", "交费", "缴费"], "device": ["电表", "表"]})
READER = TextReader(ALPHABET, LEXICON)
PLAN = FinetunePlan(epochs=20, batch=9, rate=2e-3, head_rate=2e-3, twice=0.5, pairs=0.1)


def as_tensors(texts: list[str]) -> list[torch.Tensor]:
    """What a reader takes of the texts."""
    return [torch.from_numpy(part) for part in READER.read(texts)]


def tiny_bundle() -> Bundle:
    """Eighteen messages as one task, every third held out by fold 0; their texts to pretrain on; pairs of a label."""
    truth = np.repeat(np.arange(len(WISHES)), 6)
    swapped = [[text, text.replace("电费", "钱")] for text in TEXTS]
    wordings = Wordings.of(swapped, 1, READER)
    row = Wordings.of([[text] for text in TEXTS], 0, READER).numbers
    return Bundle(
        characters="".join(ALPHABET.characters),
        sound_of=ALPHABET.sounds(),
        counts=np.bincount(row, minlength=len(ALPHABET)),
        sources={"own": Source(np.tile(row, 20), np.ones(row.size * 20, bool), 1.0)},
        concepts=len(LEXICON.names),
        pairs=Pairs(Wordings.of(list(itertools.pairwise(TEXTS)), 0, READER), truth[:-1]),
        tasks={"wishes": TaskRows.all_of(wordings, {"wishes-label": truth})},
        folds={"wishes": np.arange(len(TEXTS)) % 6},
    )


def check_every_stage_lowers_its_loss(folder: Path) -> None:
    """Masked words, pairs, then messages: each starts from the file of the one before."""
    torch.manual_seed(1)
    stages = EncoderStages(tiny_bundle(), lambda text: None)
    curve = stages.pretrain("tiny", MaskedPlan(seconds=600, steps=41, rows=1), None, folder / "masked.pt")
    assert curve[-1]["loss"] < curve[0]["loss"], curve
    pairs = stages.contrast(
        "tiny", ContrastivePlan(epochs=4, batch=17, seconds=600), folder / "masked.pt", folder / "pairs.pt"
    )
    assert len(pairs) == 4
    answers = stages.hold_out("tiny", PLAN, folder / "pairs.pt", fold=0)["wishes/wishes-label"]
    assert answers.shape == (3, 3)
    assert np.allclose(np.exp(answers).sum(1), 1, atol=1e-4)
    reader = stages.finetune("tiny", PLAN, folder / "pairs.pt", {"wishes": np.arange(len(TEXTS))})
    with torch.no_grad():
        given = reader(*as_tensors(TEXTS))["wishes-label"].argmax(1).numpy()
    assert (given == np.repeat(np.arange(3), 6)).mean() > 0.9, given


def check_what_is_served_is_what_was_trained(folder: Path) -> None:
    """The stored file gives the trained scores, for a text alone and beside a longer one; eight bits stay near."""
    torch.manual_seed(2)
    channels = Channels(concepts=len(LEXICON.names), grams=64, gram_width=16)
    encoder = build_encoder(Size(1, 32, 2, 32), torch.from_numpy(ALPHABET.sounds()), channels=channels)
    reader = round_tables(Reader(encoder, {"wishes-label": 3}).eval())
    texts = [*TEXTS, "电表" * 90, "电"]
    with torch.no_grad():
        trained = reader(*as_tensors(texts))["wishes-label"].numpy()
    for eight_bits, allowed in ((False, 1e-4), (True, 0.2)):
        export(reader, folder / "encoder.onnx", eight_bits)
        ALPHABET.save(folder / "alphabet.txt")
        (folder / "concepts.tsv").write_text("concept\tforms\nmoney\t电费|交费|缴费\ndevice\t电表|表\n", "utf-8")
        files = {"alphabet": "alphabet.txt", "lexicon": "concepts.tsv", "file": "encoder.onnx"}
        card = json.dumps({**files, "longest": 192})
        (folder / "card.json").write_text(card, "utf-8")
        served = ServedEncoder.load(folder)
        together = served.scores(texts, ["wishes-label"])["wishes-label"]
        alone = np.concatenate([served.scores([text], ["wishes-label"])["wishes-label"] for text in texts])
        assert np.abs(together - trained).max() < allowed
        assert np.abs(together - alone).max() < allowed


def _save_bert(folder: Path, **changed: int) -> None:
    """A tiny BERT and its vocabulary in the hub's file format; 表 is missing from it."""
    known = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join(TEXTS)) - {"表"})]
    (folder / "vocab.txt").write_text("\n".join(known), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(known), **sizes, **changed)).save_pretrained(folder)


def check_a_pretrained_bert_reads_as_it_did(folder: Path) -> None:
    """A BERT in the file format of the hub gives, through our alphabet, the states it gives through its tokenizer."""
    _save_bert(folder)
    sound_of = torch.from_numpy(ALPHABET.sounds())
    channels = Channels(concepts=len(LEXICON.names))
    ours = pretrained_encoder(str(folder), ALPHABET.characters, sound_of, channels=channels).eval()
    theirs, tokenizer = AutoModel.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
    for text in (TEXTS[0], TEXTS[12]):  # the second holds 表, which that vocabulary lacks
        with torch.no_grad():
            expected = theirs(**tokenizer(text, return_tensors="pt")).last_hidden_state
            _, given = ours(*as_tensors([text]))
        assert torch.allclose(expected, given, atol=1e-5), text
    stages = EncoderStages(tiny_bundle(), lambda text: None)
    reader = stages.finetune(str(folder), replace(PLAN, epochs=2), None, {"wishes": np.arange(len(TEXTS))})
    assert set(reader(*as_tensors(TEXTS))) == {"wishes-label", "embedding"}


def check_a_bert_that_reads_too_little_is_refused(folder: Path) -> None:
    """It would fail on the first long ticket."""
    _save_bert(folder, max_position_embeddings=64)
    try:
        pretrained_encoder(str(folder), ALPHABET.characters, torch.from_numpy(ALPHABET.sounds()))
    except UnsuitableModel as error:
        assert "64" in str(error)
    else:
        raise AssertionError("a model of 64 characters was taken")


CHECKS = {name.removeprefix("check_"): check for name, check in list(globals().items()) if name.startswith("check_")}


def run_all() -> dict[str, str]:
    """What went wrong in each check; empty where nothing did."""
    wrong = {}
    for name, check in CHECKS.items():
        with tempfile.TemporaryDirectory() as scratch:
            try:
                check(Path(scratch))
            except Exception:  # noqa: BLE001 - one check's failure must not hide the others'
                wrong[name] = traceback.format_exc()
            else:
                wrong[name] = ""
    return wrong


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("RESULT" + json.dumps(run_all()))
