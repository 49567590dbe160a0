"""The command: train, events, hash, serve, serve-job."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from pathlib import Path

from .failure import Failure, StopAsked
from .stop import StopGuard


def main() -> int:
    if sys.argv[1:2] == ["serve"]:
        from .serve import main as serve

        return serve(sys.argv[2:]) or 0
    if sys.argv[1:2] == ["serve-job"]:
        from .serve_job import main as serve_job

        return serve_job(sys.argv[2:])
    arguments = parse_arguments()
    if arguments.command == "hash":
        from .weights import weights_hash

        print(weights_hash(arguments.path))
        return 0
    if arguments.command == "events":
        from .events import read_lines

        sys.stdout.writelines(line + "\n" for line in read_lines(arguments.folder, arguments.start))
        return 0
    return run_training(arguments)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="swirl_trainer")
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="carry out one attempt of a training run")
    training.add_argument("--config", type=Path, required=True)
    training.add_argument("--attempt", type=int, default=1)
    training.add_argument("--resume", action="store_true", help="go on from the newest checkpoint, if there is one")
    events = commands.add_parser("events", help="print a run's events from a line on")
    events.add_argument("--folder", type=Path, required=True)
    events.add_argument("--from", dest="start", type=int, default=0)
    digest = commands.add_parser("hash", help="print the hash of a model's weights")
    digest.add_argument("path", type=Path)
    commands.add_parser("serve", help="serve models over HTTP (serve --help)")
    commands.add_parser("serve-job", help="serve one model for as long as it is wanted (serve-job --help)")
    return parser.parse_args()


def run_training(arguments: argparse.Namespace) -> int:
    """0 where the run is done or was stopped, 1 where it failed; the last event says which."""
    guard = StopGuard()
    guard.install()
    events = None
    folder = None
    try:
        from .config import read_config
        from .events import Events

        config = read_config(arguments.config)
        folder = Path(config.output.folder)
        refuse_used_folder(folder, arguments.resume)
        guard.hold()
        events = Events(folder)
        events.repeat_earlier()
        guard.release()
        # One process on one device: the transformers library would spread batches over all it sees.
        os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # TRL's rollout function may change: its version is pinned, and tests hold what it does.
        os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")
        from .train import train

        train(config, arguments.config, arguments.attempt, arguments.resume, events, guard)
        return 0
    except StopAsked:
        say_stopped(folder, events)
        return 0
    except Exception as error:
        traceback.print_exc()
        failure = failure_of(error)
        say(events, "failed", kind=failure.kind, message=str(failure))
        return 1


def refuse_used_folder(folder: Path, is_resumed: bool) -> None:
    if not is_resumed and ((folder / "final").exists() or any(folder.glob("checkpoint-*"))):
        raise Failure("config", f"{folder} holds the checkpoints of another training run: choose an empty folder.")


def say_stopped(folder: Path | None, events) -> None:
    step = 0
    if folder is not None:
        from .checkpoints import complete_checkpoints

        step = max((each.step for each in complete_checkpoints(folder)), default=0)
    say(events, "stopped", step=step)


def say(events, event: str, **values) -> None:
    """Where a run's folder cannot be written to, standard output still holds the event."""
    if events is not None:
        events.write(event, **values)
        return
    import json
    import time

    print(json.dumps({"event": event, "seq": 0, "time": round(time.time(), 3), **values}), flush=True)


def failure_of(error: Exception) -> Failure:
    if isinstance(error, Failure):
        return error
    text = " ".join(str(error).split())[:500]
    name = type(error).__name__
    if name == "OutOfMemoryError" or isinstance(error, MemoryError) or "can't allocate memory" in text:
        return Failure(
            "memory",
            "The memory was not enough. Lower optimiser.device_batch, data.max_context_tokens or "
            f"policy.max_action_tokens, set optimiser.gradient_checkpointing, or use lora. ({text[:200]})",
        )
    if isinstance(error, OSError) and error.errno == 28:
        return Failure("other", "The disk of the run's folder is full: make room, then resume the run.")
    return Failure("other", f"The trainer broke off: {name}: {text}")


if __name__ == "__main__":
    sys.exit(main())
