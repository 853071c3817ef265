"""One file → a set of pictures, whichever of both kinds it is."""

from collections.abc import Callable

from ae.data.pictures_file import arrays, folders
from ae.data.pictures_file.directory import opened
from ae.data.pictures_file.limits import LIMITS, Limits, Pictures, PicturesError, checked
from ae.i18n import N_


def read(
    content: bytes, limits: Limits = LIMITS, progress: Callable[[float], None] = lambda done: None
) -> Pictures:
    """Read a set of pictures. Nothing is unpacked that could be too much.

    Args:
        content: an `.npz` with `images` or `x_train`, and maybe `labels` or `y_train`; or a zip of
            PNG and JPEG files, of which folders are classes.
        progress: told from time to time which part is done, 0 to 1.

    Raises:
        PicturesError: for anything else, with a sentence.
    """
    if len(content) > limits.bytes:
        raise PicturesError(
            N_(
                "Expected a file of at most {most:g} MB. Received: more. Bring fewer "
                "or smaller pictures."
            ),
            most=limits.bytes / 1e6,
        )
    with opened(content, limits) as archive:
        if any(info.filename.endswith(".npy") for info in archive.infolist()):
            return checked(arrays.read(archive, limits), limits)
        return checked(folders.read(archive, limits, progress), limits)
