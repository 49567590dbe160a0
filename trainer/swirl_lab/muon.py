"""Muon in single precision (torch's own works in bfloat16, which is slow on a CPU; github.com/KellerJordan/Muon)."""

from __future__ import annotations

from collections.abc import Iterable

import torch

# Of the quintic iteration that brings all singular values near 1
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ITERATIONS = 5


class Muon(torch.optim.Optimizer):
    """For matrices only: each update is its momentum with all singular values made about equal."""

    def __init__(self, matrices: Iterable[torch.nn.Parameter], lr: float, momentum: float = 0.95):
        super().__init__(matrices, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for matrix in group["params"]:
                momentum = self.state[matrix].setdefault("momentum", torch.zeros_like(matrix))
                momentum.lerp_(matrix.grad, 1 - group["momentum"])
                update = orthogonalise(matrix.grad.lerp(momentum, group["momentum"]))
                stretch = max(1, matrix.shape[0] / matrix.shape[1]) ** 0.5
                matrix.add_(update, alpha=-group["lr"] * stretch)


def orthogonalise(matrix: torch.Tensor) -> torch.Tensor:
    """About the nearest matrix whose singular values are all 1, by Newton and Schulz's iteration."""
    a, b, c = COEFFICIENTS
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if is_tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if is_tall else x
