"""What is raised when a drawing or picture cannot be used."""


class DrawingError(ValueError):
    """A drawing or picture cannot be used; the message says why and what to do."""
