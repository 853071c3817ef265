"""Reading a set of pictures that somebody brings: NumPy arrays, or a zip of picture files."""

from ae.data.pictures_file.limits import Limits, Pictures, PicturesError
from ae.data.pictures_file.reading import read

__all__ = ["Limits", "Pictures", "PicturesError", "read"]
