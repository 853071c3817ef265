"""What is raised when a drawing or picture cannot be used."""

from ae.messages import WordedError


class DrawingError(WordedError, ValueError):
    """A drawing or picture cannot be used; the message says why and what to do."""
