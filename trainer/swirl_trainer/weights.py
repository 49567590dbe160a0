"""A model's weights: where they lie, and the hash that tells models apart."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .failure import Failure

CHUNK = 1 << 22
# Everything that a model needs but its weights
SMALL_FILES = ["*.json", "*.txt", "*.model", "*.jinja"]


def weight_files(folder: Path) -> list[Path]:
    """The *.safetensors, or else the *.bin, in the order of their names. A LoRA adapter's are weights too."""
    for pattern in ("*.safetensors", "*.bin"):
        files = sorted(
            (file for file in folder.glob(pattern) if file.name != "training_args.bin"), key=lambda file: file.name
        )
        if files:
            return files
    return []


def weights_hash(folder: Path) -> str:
    """sha256 over the weight files: of each its name, a newline, its bytes. Raises Failure where there are none."""
    files = weight_files(folder)
    if not files:
        raise Failure("model", f"There are no weights in {folder}: give the folder of a saved model.")
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\n".encode())
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def locate_model(path: str) -> Path:
    """The folder of a model: the path itself, or where the files of a Hugging Face model lie, fetched if need be."""
    folder = Path(path)
    if folder.is_dir():
        return folder
    if folder.is_absolute():
        raise Failure("model", f"There is no folder {path} on this machine: is the storage mounted here?")
    from huggingface_hub import snapshot_download

    try:
        found = Path(snapshot_download(path, allow_patterns=[*SMALL_FILES, "*.safetensors"]))
        if not weight_files(found):
            found = Path(snapshot_download(path, allow_patterns=[*SMALL_FILES, "*.bin"]))
    except Exception as error:  # the hub's errors have no common class
        reason = " ".join(str(error).split())[:300]
        raise Failure(
            "model", f'The model "{path}" is neither a folder here nor can it be fetched: {reason}'
        ) from error
    return found
