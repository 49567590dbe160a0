"""The lab's commands: `python -m swirl_lab pretrain | questions | teacher | evaluate`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .sizes import SIZES


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
    questions.add_argument("--collection", choices=("lab", "sample"), default="lab")
    questions.set_defaults(run=_questions)

    teacher = commands.add_parser("teacher", help="serve the judge who knows, and errs as often as it is told to")
    teacher.add_argument("--host", default="127.0.0.1")
    teacher.add_argument("--port", type=int, default=8766, help="0 takes a free one; the first line printed names it")
    teacher.add_argument("--error-rate", type=float, default=0.03, help="share of its rulings that are wrong")
    teacher.add_argument("--false-reasonable", type=float, help="that of the unreasonable steps alone")
    teacher.add_argument("--false-unreasonable", type=float, help="that of the reasonable steps alone")
    teacher.add_argument(
        "--error-rate-of",
        type=_named_rate,
        action="append",
        default=[],
        metavar="NAME=RATE",
        help="that of the judge of this name alone, such as teacher-2=0.12",
    )
    teacher.add_argument("--seed", type=int, default=1, help="which steps it errs at")
    teacher.add_argument("--shuffled", action="store_true", help="rule by lot: the control")
    teacher.add_argument("--base-rate", type=float, default=0.5, help="share of reasonable rulings by lot")
    teacher.set_defaults(run=_teacher)

    evaluate = commands.add_parser("evaluate", help="a model on held-out questions, by the rules, as a JSON line")
    evaluate.add_argument("--model", type=Path, required=True)
    evaluate.add_argument("--family", choices=("arithmetic", "encyclopedia"), default="arithmetic")
    evaluate.add_argument("--questions", type=int, default=300)
    evaluate.add_argument("--temperature", type=float, default=0)
    evaluate.set_defaults(run=_evaluate)
    return parser


def _pretrain(options: argparse.Namespace) -> None:
    import torch

    from .pretrain import pretrain

    torch.set_num_threads(options.threads)
    pretrain(options.out, options.size, options.seed)


def _questions(options: argparse.Namespace) -> None:
    from .questions import write_questions

    for path in write_questions(options.out, options.collection):
        print(path)


def _teacher(options: argparse.Namespace) -> None:
    from aiohttp import web

    from swirl_trainer.serving.listen import listen

    from .teacher import Teacher
    from .teacher_app import make_teacher_app

    def rate(own: float | None) -> float:
        return options.error_rate if own is None else own

    teacher = Teacher(
        false_reasonable=rate(options.false_reasonable),
        false_unreasonable=rate(options.false_unreasonable),
        seed=options.seed,
        is_shuffled=options.shuffled,
        base_rate=options.base_rate,
    )
    app = make_teacher_app(teacher, dict(options.error_rate_of))
    socket = listen(options.host, options.port)
    web.run_app(app, sock=socket, print=None, access_log=None, shutdown_timeout=2)


def _named_rate(text: str) -> tuple[str, float]:
    name, _, rate = text.partition("=")
    return name, float(rate)


def _evaluate(options: argparse.Namespace) -> None:
    import dataclasses
    import json

    import torch

    from swirl_trainer.serving.models import load

    from .evaluate import evaluate
    from .questions import answered

    torch.set_num_threads(1)
    model = load(options.model.name, options.model, torch.device("cpu"), ())
    questions = answered(options.family, "held-out", options.questions)
    print(json.dumps(dataclasses.asdict(evaluate(model, questions, options.temperature))))


if __name__ == "__main__":
    main()
