"""Trains a policy on sub-trajectories, step by step (SWiRL) or on recorded actions (SFT), and serves what comes of it."""
