"""`swirl_trainer serve`: an OpenAI-compatible server for every model below a folder, for small models and first tries.

vLLM serves large models better. This one needs nothing but what training needs, runs on a CPU, answers for
checkpoints as they are written, and renders prompts by the code that training uses.
"""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

ROOT_HELP = "folder whose models are served under their paths in it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=Path, required=True, help=ROOT_HELP)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765, help="0 takes a free one; the first line printed names it")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads that generation uses")
    parser.add_argument("--max-batch", type=int, default=64, help="replies that are generated at once")
    parser.add_argument("--max-queue", type=int, default=2048, help="requests that may wait before 429 is answered")
    parser.add_argument("--key-variable", help="environment variable with the key that requests must carry")
    parser.add_argument("--kept-models", type=int, default=3, help="models that stay loaded")


def run(options: argparse.Namespace) -> int:
    """Serves until it is stopped by SIGINT or SIGTERM."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from aiohttp import web

    from .key import Key
    from .serving.app import make_app
    from .serving.batcher import Limits
    from .serving.listen import listen

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    socket = listen(options.host, options.port)
    limits = Limits(batch=options.max_batch, queue=options.max_queue)
    key = Key(options.key_variable, "server's")
    app = make_app(options.root, device=options.device, limits=limits, kept_models=options.kept_models, key=key)
    web.run_app(app, sock=socket, print=None, access_log=None, handler_cancellation=True, shutdown_timeout=2)
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="swirl_trainer serve", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
