"""Finds and loads a text-generation model: safetensors or GGUF, no pickled weights, none of its code."""

from __future__ import annotations

import importlib.util
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from embeddings.encoders.quiet import quiet
from qa.generation import GenerationError

_SECONDS_TO_REACH_THE_HUB = 5
_GGUF = ".gguf"
_GGUF_PACKAGES = ("gguf", "accelerate")


def check(model: str) -> None:
    """Raises ``InputError`` for what can be told without loading: no such file, a package that is missing."""
    what = f"language model {model!r}"
    if _is_path(model) and not Path(model).expanduser().exists():
        raise InputError(what, "there is no such file or folder", "give a folder, a GGUF file or a hub id")
    missing = [name for name in _GGUF_PACKAGES if importlib.util.find_spec(name) is None]
    if _is_gguf(model) and missing:
        why = f"GGUF files are read with {' and '.join(missing)}"
        raise InputError(what, why, f"run: pip install {' '.join(missing)}")


def name_of(model: str) -> str:
    """What others may see of ``model``: a hub id, or the last part of a file's or a folder's path."""
    return Path(model).name or Path(model).resolve().name if _is_local(model) else model


def load(model: str) -> tuple[Any, Any]:
    """The tokenizer and the model, ready to write, on a GPU if there is one.

    A hub model is fetched once and read from that copy afterwards. Raises ``GenerationError``.
    """
    try:
        with quiet(), redirect_stderr(StringIO()):  # the bar of a GGUF file heeds no setting
            return _local(model) if _is_local(model) else _from_hub(model)
    except GenerationError:
        raise
    except Exception as error:  # a model of anybody's making can raise anything
        raise _unusable(model, error) from error


def _local(model: str) -> tuple[Any, Any]:
    path = Path(model).expanduser().resolve()
    if _is_gguf(model):
        return _pretrained(str(path.parent), gguf_file=path.name)
    return _pretrained(str(path), use_safetensors=True)


def _from_hub(model: str) -> tuple[Any, Any]:
    """From the kept copy, else fetched."""
    try:
        return _pretrained(model, use_safetensors=True)
    except OSError:
        _ask_hub(model)
        return _pretrained(model, use_safetensors=True, local_files_only=False)


def _ask_hub(model: str) -> None:
    """Raises unless the hub has the model and says so in time: the requests of a download have no limit."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        HfApi().model_info(model, timeout=_SECONDS_TO_REACH_THE_HUB)
    except HFValidationError as error:
        raise _no_model(model, "it is neither a folder nor the id of a hub model") from error
    except RepositoryNotFoundError as error:
        raise _no_model(model, "the hub has no such model, or it is private") from error
    except Exception as error:  # the hub's client raises what its HTTP library of the day does
        why = f"there is no such folder, and the model hub cannot be reached: {_first_line(error)}"
        raise _no_model(model, why) from error


def _pretrained(
    name: str, *, local_files_only: bool = True, gguf_file: str | None = None, **of_weights: Any
) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    device, dtype = _device()
    own = {"local_files_only": local_files_only, "gguf_file": gguf_file, "trust_remote_code": False}
    tokenizer = AutoTokenizer.from_pretrained(name, **own)
    model = AutoModelForCausalLM.from_pretrained(name, dtype=dtype, **of_weights, **own)
    return tokenizer, model.to(device).eval()


def _device() -> tuple[Any, Any]:
    """Where the model runs and its type of numbers: 16 bits where the hardware computes with them."""
    import torch

    device = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
    if device.type == "cuda":
        return device, torch.bfloat16 if torch.cuda.is_bf16_supported(
            including_emulation=False
        ) else torch.float16
    native = device.type != "cpu" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return device, torch.bfloat16 if native else torch.float32


def _unusable(model: str, error: Exception) -> GenerationError:
    why = _first_line(error)
    if _is_local(model):
        path = Path(model).expanduser()
        for shown in (str(path.resolve()), str(path)):
            why = why.replace(shown, path.name)
    if isinstance(error, MemoryError) or "out of memory" in why.lower():
        return _no_model(model, "memory ran out", "choose a smaller model")
    mend = "choose a text-generation model that has safetensors and needs no code of its own, or a GGUF file"
    return _no_model(model, why, mend)


def _no_model(model: str, why: str, mend: str = "give a hub id, a folder or a GGUF file") -> GenerationError:
    return GenerationError(f"cannot load the language model {name_of(model)}", why, mend, code="model-failed")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _is_gguf(model: str) -> bool:
    return model.lower().endswith(_GGUF)


def _is_local(model: str) -> bool:
    return _is_path(model) or Path(model).is_dir()


def _is_path(model: str) -> bool:
    return model.startswith((".", "~", "/")) or "\\" in model or model.count("/") > 1 or _is_gguf(model)
