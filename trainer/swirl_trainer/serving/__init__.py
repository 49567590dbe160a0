"""The parts of `swirl_trainer serve`: requests, models, batches, and the HTTP application."""
