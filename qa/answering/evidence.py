"""How well a sentence answers a question, and how sure that makes us.

The scale of an encoder's similarities says little: those of multilingual-e5 lie between .75 and .92 whatever
is asked. So confidence counts from a background, the mean similarity of the question to the sentences
retrieved and to a few about nothing in particular, up to the similarity 1 of a text to itself.
"""

from __future__ import annotations

import numpy as np

from embeddings.protocols import Vectors

THRESHOLD = 0.2
"""The confidence below which a sentence is not quoted, and a question without a quote is refused.

Chosen on the project's own questions (``corpus/questions.jsonl``) with the bundled encoder.
"""

ANCHORS = (
    "The train to the coast leaves at nine in the morning.",
    "She bought bread, milk and apples at the market.",
    "Water boils faster with a lid on the pot.",
    "The orchestra played two symphonies last night.",
    "火车早上九点开往海边。",
    "她在市场买了面包、牛奶和苹果。",
    "盖上锅盖，水开得更快。",
    "昨晚乐团演奏了两首交响曲。",
    "Chuyến tàu ra biển khởi hành lúc chín giờ sáng.",
    "Cô ấy mua bánh mì, sữa và táo ở chợ.",
    "Đậy nắp nồi thì nước sôi nhanh hơn.",
    "Tối qua dàn nhạc đã chơi hai bản giao hưởng.",
)


def sentence_scores(sentences: Vectors, passages: Vectors) -> Vectors:
    """The mean of the similarities of sentences and of the passages they lie in; float32, of one shape."""
    return (sentences + passages) / np.float32(2)


def confidences(scores: Vectors, anchors: Vectors) -> Vectors:
    """The confidence in [0, 1] that each sentence answers: float32 ``(n,)``, rising with its score.

    ``scores`` float32 ``(n,)`` are those of all sentences retrieved for a question, ``anchors`` float32
    ``(len(ANCHORS),)`` the similarities of the question to ``ANCHORS``.
    """
    background = np.concatenate([scores, anchors]).mean()
    return ((scores - background) / np.maximum(1 - background, np.float32(1e-6))).clip(0, 1)
