"""Trains a policy on sub-trajectories, by SWiRL or on the recorded actions, and serves what comes of it."""
