"""What a server's fork server does first: it makes sure to end with its supervisor.

Then it imports what they need. It must do nothing else: see `preload`.
"""

from ae.workers.lifeline import die_with_supervisor

die_with_supervisor()

from ae.workers import preload  # noqa: E402

__all__ = ["preload"]
