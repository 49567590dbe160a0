"""Figures of an update's actions."""

import pytest

from swirl_trainer.actions import SampledAction
from swirl_trainer.metrics import Scored, action_metrics


def scored(context, *rewards):
    action = SampledAction(ids=[1], text="<answer>1</answer>", ended=True)
    return [Scored(context, action, None if reward is None else 1, reward) for reward in rewards]


@pytest.mark.parametrize(
    ("groups", "share"),
    [
        ([(0, 1.0, 0.0)], 0),
        ([(0, 1.0, 1.0)], 1),
        ([(0, None, None)], 1),
        ([(0, None, 1.0)], 1),
        ([(0, 1.0, 0.0), (1, 0.0, 0.0), (2, None, None), (3, 0.0, 1.0)], 0.5),
        # The same context twice in an update: either group is measured against its own mean.
        ([(0, 1.0, 1.0), (0, 0.0, 0.0)], 1),
    ],
)
def test_the_share_of_groups_that_move_nothing(groups, share):
    actions = [each for group in groups for each in scored(*group)]
    assert action_metrics(actions, False, 2)["frac_reward_zero_std"] == share
