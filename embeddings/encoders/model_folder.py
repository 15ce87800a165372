"""Where a sentence-transformers model lies: a folder of the user's, or a copy fetched from the model hub."""

from __future__ import annotations

import hashlib
from pathlib import Path

from embeddings.encoders.bundled import BundledEncoder
from embeddings.encoders.errors import EncoderError

_MARKS = ("modules.json", "config.json")
_FILES = ("*.json", "*.safetensors", "*.txt", "*.model")
_SECONDS_TO_REACH_THE_HUB = 5
_OTHERWISE = f"give the folder of a downloaded model, or use the bundled {BundledEncoder.name}"


def model_folder(model: str) -> Path:
    """The folder of ``model``: itself if it is one, else a copy of that hub id, fetched unless there is one.

    ``EncoderError`` if there is no such folder, no such model, or the hub cannot be reached.
    """
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        if not any((folder / name).is_file() for name in _MARKS):
            raise _unusable(model, f"the folder has no {' or '.join(_MARKS)}")
        return folder.resolve()
    if _is_path(model):
        raise _unusable(model, "there is no such folder")
    return _hub_folder(model)


def revision(folder: Path) -> str:
    """The hub's commit if ``folder`` is a hub copy, else a hash of file names, sizes and configuration."""
    if folder.parent.name == "snapshots":
        return folder.name
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _FILES for path in folder.rglob(pattern)):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
    for path in sorted(folder.rglob("*config.json")):
        digest.update(path.read_bytes())
    return f"files-{digest.hexdigest()[:16]}"


def _unusable(model: str, why: str, mend: str = _OTHERWISE) -> EncoderError:
    return EncoderError(f"cannot load the model {model!r}", why, mend)


def _is_path(model: str) -> bool:
    return model.startswith((".", "~", "/")) or "\\" in model or model.count("/") > 1


def _hub_folder(model: str) -> Path:
    repository = model if "/" in model else f"sentence-transformers/{model}"
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        return _kept_copy(repository) or _fetched_copy(repository)
    except HFValidationError as error:
        raise _unusable(model, "it is neither a folder nor the id of a hub model") from error
    except RepositoryNotFoundError as error:
        raise _unusable(model, "the hub has no such model, or it is private") from error
    except Exception as error:  # the hub's client raises what its HTTP library of the day does
        reason = str(error).partition("\n")[0] or type(error).__name__
        why = f"there is no such folder, and the model hub cannot be reached: {reason}"
        raise _unusable(model, why, f"try again online, {_OTHERWISE}") from error


def _kept_copy(repository: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(repository, allow_patterns=list(_FILES), local_files_only=True))
    except LocalEntryNotFoundError:
        return None
    return folder if any(folder.rglob("*.safetensors")) else None


def _fetched_copy(repository: str) -> Path:
    """Asks the hub something within a time limit first: the requests of a download have none."""
    from huggingface_hub import HfApi, snapshot_download

    HfApi().model_info(repository, timeout=_SECONDS_TO_REACH_THE_HUB)
    return Path(snapshot_download(repository, allow_patterns=list(_FILES)))
