"""The lab's commands: `python -m swirl_lab pretrain | questions | teacher`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .model import SIZES


def main() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    options = _parser().parse_args()
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="swirl_lab", description=__doc__)
    commands = parser.add_subparsers(required=True)

    pretrain = commands.add_parser("pretrain", help="make a base model, from nothing, in minutes")
    pretrain.add_argument("--out", type=Path, required=True)
    pretrain.add_argument("--size", choices=SIZES, default="small")
    pretrain.add_argument("--seed", type=int, default=1)
    pretrain.add_argument("--threads", type=int, default=1)
    pretrain.set_defaults(run=_pretrain)

    questions = commands.add_parser("questions", help="write the question sets, to be imported into the studio")
    questions.add_argument("--out", type=Path, required=True)
    questions.set_defaults(run=_questions)
    return parser


def _pretrain(options: argparse.Namespace) -> None:
    import torch

    from .pretrain import pretrain

    torch.set_num_threads(options.threads)
    pretrain(options.out, options.size, options.seed)


def _questions(options: argparse.Namespace) -> None:
    from .questions import write_questions

    for path in write_questions(options.out):
        print(path)


if __name__ == "__main__":
    main()
