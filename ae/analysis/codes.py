"""What each dimension of a code is worth."""

ACTIVE_NATS = 0.01
"""A code's dimension whose mean KL to the prior is larger than this is active."""
