"""The directory of a zip, opened only where it is as short as its pictures allow.

Python reads all of it before anything can be asked: a file of 50 MB may list a million members.
"""

import io
import struct
import zipfile

from ae.data.pictures_file.limits import Limits, PicturesError
from ae.i18n import N_

_END = struct.Struct("<4s4H2LH")
"""The record at the end of a zip: signature, numbers of disks and entries, bytes and place of the
directory, bytes of the comment."""
_SIGNATURE = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_ENTRY = 46
_LONGEST_PATH = 200
"""Bytes of an entry without its path, and of a path on average."""


def opened(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return a zip whose directory is no longer than so many pictures need.

    Raises:
        PicturesError: if it is damaged, or lists too much.
    """
    at = content.rfind(_SIGNATURE, max(0, len(content) - _END.size - _LONGEST_COMMENT))
    if at < 0 or at + _END.size > len(content):
        raise unreadable()
    length = _END.unpack_from(content, at)[5]
    most = 2 * limits.pictures  # folders and what systems add to them are listed, too
    if length > most * (_ENTRY + _LONGEST_PATH):
        raise _too_many(limits)
    try:
        found = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # a damaged directory raises anything from BadZipFile to KeyError
        raise unreadable() from error
    if len(found.infolist()) > most:
        raise _too_many(limits)
    return found


def _too_many(limits: Limits) -> PicturesError:
    return PicturesError(
        N_("Expected at most {most:,} pictures in a zip. Received: more."), most=limits.pictures
    )


def unreadable() -> PicturesError:
    """Return the error of a file that is neither kind, or damaged."""
    return PicturesError(
        N_(
            "The file cannot be read: expected an .npz of NumPy arrays, or a zip of "
            "PNG and JPEG files. Received: something else, or a damaged one."
        )
    )
