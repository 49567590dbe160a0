"""The server of one model as a process that does not outlive this one."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from .failure import Failure
from .key import Key
from .vllm_command import installed_parsers, parser_for, vllm_arguments

Kind = Literal["vllm", "swirl_trainer"]
PR_SET_PDEATHSIG = 1
END_SECONDS = 10


def base_url_of(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class ServerProcess(AbstractContextManager["ServerProcess"]):
    """`origin` is where it listens; leaving the context ends it."""

    def __init__(self, command: list[str], environment: dict[str, str], *, origin: str, served_name: str, kind: Kind):
        self.origin = origin
        self.served_name = served_name
        self.kind: Kind = kind
        self._process = subprocess.Popen(command, env=environment, preexec_fn=_end_with_parent(os.getpid()))

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    @property
    def pid(self) -> int:
        return self._process.pid

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_server(model: str, *, host: str, kind: str, key_variable: str | None, gpus: float) -> ServerProcess:
    """`kind` auto: vLLM where it is installed and there is a GPU, else the trainer's own server, which takes a folder.

    `gpus`: how many of them the job was given. Raises Failure where the model or the key cannot be had.
    """
    key = None if key_variable is None else _key_of(key_variable)
    chosen: Kind = ("vllm" if _has_vllm() else "swirl_trainer") if kind == "auto" else kind  # type: ignore[assignment]
    port = free_port(host)
    name = Path(model).name
    environment = dict(os.environ)
    if chosen == "vllm":
        parser, reason = parser_for(model, installed_parsers())
        if parser is None:
            print(f"Native tool calls of {name} cannot be served: {reason}", flush=True)
        command = vllm_arguments(model, served_name=name, gpus=gpus, parser=parser)
        if key is not None:
            environment["VLLM_API_KEY"] = key
    else:
        folder = Path(model)
        if not folder.is_dir():
            raise Failure(
                "model",
                f"There is no folder {model} on the cluster's machine. Without a GPU and vLLM the studio serves models "
                "from folders that hold their weights.",
            )
        command = ["-m", "swirl_trainer", "serve", "--root", str(folder.parent), "--device", _device()]
        if key_variable is not None:
            command += ["--key-variable", key_variable]
    command = [sys.executable, *command, "--host", host, "--port", str(port)]
    return ServerProcess(command, environment, origin=base_url_of(host, port), served_name=name, kind=chosen)


def free_port(host: str) -> int:
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as taken:
        return taken.getsockname()[1]


def _key_of(variable: str) -> str:
    return Key(variable, "server's").headers()["Authorization"].removeprefix("Bearer ")


def _has_vllm() -> bool:
    return importlib.util.find_spec("vllm") is not None and _device() == "cuda"


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _end_with_parent(parent: int):
    """On Linux the kernel ends the server when this process is gone, also when it was killed."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # Gone already, before this was asked for.
        if os.getppid() != parent:
            os._exit(1)

    return ask
