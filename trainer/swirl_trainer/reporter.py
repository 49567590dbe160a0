"""Turns what happens in the trainer into events, and lets a stop come only between updates."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from .checkpoints import RandomState, complete, thin_out
from .config import TrainingConfig
from .dataset import Context
from .events import Events
from .failure import Failure
from .metrics import Scored, action_metrics, trainer_metrics
from .stop import StopGuard

NOT_FINITE = (
    "The loss or its gradient was not a finite number in update {step}, so that the weights are broken. Launch the "
    "run again with a lower optimiser.learning_rate or optimiser.max_grad_norm, or with more optimiser.warmup_steps; "
    "where model.dtype is bfloat16 or float16, try float32. Checkpoints from before that update are whole."
)


class Reporter(TrainerCallback):
    """`contexts` are those that actions are sampled at; none for the baseline."""

    def __init__(
        self,
        events: Events,
        guard: StopGuard,
        config: TrainingConfig,
        contexts: Sequence[Context],
        judge_calls: Callable[[], int] = lambda: 0,
    ):
        self._events = events
        self._guard = guard
        self._output = config.output
        self._contexts = contexts
        self._is_native = config.protocol.kind == "native"
        self._samples_per_context = config.optimiser.samples_per_context
        self._judge_calls = judge_calls
        self._calls_before = 0
        self._shown = events.seen_contexts()
        by_fingerprint = sorted(range(len(contexts)), key=lambda index: contexts[index].row.fingerprint)
        self._watched = set(by_fingerprint[: config.output.watched_contexts])
        self._begun_at = time.monotonic()
        self.sampled: list[Scored] = []
        """What the update under way has sampled"""
        self.begun: RandomState | None = None

    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._begun_at = time.monotonic()
        self.begun = RandomState.now()
        self._guard.release()

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        # From here until the next update begins: the weights change, then metrics and checkpoints are written.
        self._guard.hold()

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        if not logs or "loss" not in logs:
            return
        values = trainer_metrics(logs)
        values["step_seconds"] = time.monotonic() - self._begun_at
        if self._contexts:
            values |= action_metrics(self.sampled, self._is_native, self._samples_per_context)
            calls = self._judge_calls()
            values["judge_calls"] = calls - self._calls_before
            self._calls_before = calls
        self._events.write("metrics", step=state.global_step, values=values)
        self._write_samples(state.global_step)
        self.sampled = []
        # With float16 a gradient may overflow: that update is skipped, and the next scaled down.
        finite = ("loss",) if args.fp16 else ("loss", "grad_norm")
        if not all(math.isfinite(logs.get(name, 0.0)) for name in finite):
            raise Failure("other", NOT_FINITE.format(step=state.global_step))

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        folder = Path(args.output_dir)
        path = folder / f"checkpoint-{state.global_step}"
        digest = complete(path, state.global_step, is_hashed=True)
        thin_out(folder)
        self._events.write("checkpoint", step=state.global_step, path=str(path), weights_hash=digest, is_final=False)

    def _write_samples(self, step: int) -> None:
        others = self._output.other_contexts
        for index, group in groupby(sorted(self.sampled, key=lambda each: each.context), lambda each: each.context):
            is_watched = index in self._watched
            if not is_watched:
                if others == 0:
                    continue
                others -= 1
            self._write_context(step, index, is_watched, list(group))

    def _write_context(self, step: int, index: int, is_watched: bool, scored: list[Scored]) -> None:
        row = self._contexts[index].row
        is_new = row.fingerprint not in self._shown
        self._shown.add(row.fingerprint)
        self._events.write(
            "samples",
            step=step,
            context=row.fingerprint,
            watched=is_watched,
            trajectory=row.trajectory,
            step_index=row.step,
            question=row.question,
            prompt=row.prompt if is_new else None,
            actions=[
                {
                    "text": each.action.text,
                    "reward": each.reward,
                    "tokens": len(each.action.ids),
                    "ended": each.action.ended,
                }
                for each in scored
            ],
        )
