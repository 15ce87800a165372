"""What the machine could do: operations and bytes a second, and what passages and queries need of them; JSON.

    python benchmarks/limits.py [--runs 5] > limits.json

``gigaflops``: products of square matrices on all processors, float32 in NumPy and in OpenVINO, bfloat16 in
OpenVINO where the processor computes in it. ``gigabytes_per_second``: all processors find the greatest number
(``read``) of arrays that no cache holds, or copy them. ``tokens_per_second``: the best run of the former in a
number format, over the multiplications and additions that multilingual-e5-small needs for a token of a
passage. ``exact_milliseconds``: every float32 vector of a library read once, by the best run of the latter.
No program reaches these; they say how far away the end is.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from embedding import LONGEST, SHORTEST, machine, spread

from embeddings.encoders import BundledEncoder
from embeddings.encoders.e5 import bundled_weights
from embeddings.encoders.e5.weights import Weights

SIDE = 2048
"""Rows and columns of the matrices that are multiplied."""
STREAM = 1 << 29
"""Bytes that each processor reads in one go, more than caches hold."""
SIZES = (1_000, 10_000, 100_000, 1_000_000)
TOKENS = (SHORTEST + LONGEST) // 2


def operations_per_token(weights: Weights, tokens: int) -> int:
    """Multiplications and additions of the linear layers, and of attention among ``tokens``."""
    matrices = sum(tensor.size for tensor in weights.tensors.values() if tensor.ndim == 2)
    attention = 2 * tokens * weights.embedding.dim * weights.layers
    return 2 * (matrices + attention)


def rates(work: Callable[[], object], amount: float, runs: int) -> dict[str, float]:
    """``amount`` a second over so many runs, after one that is not counted."""
    work()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(amount / (time.perf_counter() - start))
    return spread(found, 1)


def products(runs: int) -> dict[str, dict[str, float]]:
    """10⁹ operations a second by number format and library."""
    square = np.random.default_rng(0).standard_normal((SIDE, SIDE)).astype(np.float32)
    amount = 2 * SIDE**3 / 1e9
    found = {"f32 numpy": rates(lambda: square @ square, amount, runs)}
    for precision in openvino_precisions():
        multiply = openvino_product(square, precision)
        found[f"{precision} openvino"] = rates(multiply, amount, runs)
    return found


def openvino_precisions() -> Sequence[str]:
    import openvino

    native = "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return ("f32", "bf16") if native else ("f32",)


def openvino_product(square: Any, precision: str) -> Callable[[], object]:
    """Multiplies by ``square`` four times in a row, as the layers of a model do, and takes a quarter."""
    import openvino
    from openvino import opset13

    rows = opset13.parameter([SIDE // 4, SIDE], np.float32)
    result = rows
    for _ in range(4):
        result = opset13.matmul(result, opset13.constant(square / SIDE), False, False)
    settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    compiled = openvino.Core().compile_model(openvino.Model([result], [rows], "product"), "CPU", settings)
    request, some = compiled.create_infer_request(), square[: SIDE // 4]
    return lambda: request.infer([some], share_inputs=True)


def streams(runs: int) -> dict[str, dict[str, float]]:
    """10⁹ bytes a second that all processors together read, and that they copy (read and written)."""
    processors = os.cpu_count() or 1
    sources = [np.ones(STREAM // 4, np.float32) for _ in range(processors)]
    targets = [np.empty_like(source) for source in sources]
    amount = processors * STREAM / 1e9
    with ThreadPoolExecutor(processors) as pool:
        return {
            "read": rates(lambda: list(pool.map(np.max, sources)), amount, runs),
            "copy": rates(lambda: list(pool.map(np.copyto, targets, sources)), 2 * amount, runs),
        }


def measured(runs: int) -> dict[str, Any]:
    """The peaks, and the limits that follow from them."""
    before = machine()
    gigaflops, gigabytes = products(runs), streams(runs)
    operations = operations_per_token(bundled_weights(), TOKENS)
    fastest = {
        precision: max(rate["max"] for name, rate in gigaflops.items() if name.startswith(precision))
        for precision in sorted({name.split()[0] for name in gigaflops})
    }
    bandwidth = max(rate["max"] for rate in gigabytes.values()) * 1e9
    row = BundledEncoder.dim * 4
    return {
        "machine": before,
        "load_average_after": os.getloadavg()[0],
        "versions": {name: importlib.metadata.version(name) for name in ("numpy", "openvino")},
        "runs": runs,
        "gigaflops": gigaflops,
        "gigabytes_per_second": gigabytes,
        "tokens_of_a_passage": TOKENS,
        "operations_per_token": operations,
        "tokens_per_second": {name: round(rate * 1e9 / operations) for name, rate in fastest.items()},
        "bytes_per_vector": row,
        "exact_milliseconds": {str(size): round(size * row / bandwidth * 1000, 4) for size in SIZES},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    print(json.dumps(measured(parser.parse_args().runs), indent=2))


if __name__ == "__main__":
    main()
