"""What a component shows in bulk, sent as bytes once: a mount of its own for each part."""

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component("ae_feed", html="", js=joined(_FOLDER / "feed.js"))


@dataclass(frozen=True)
class Packed:
    """Arrays, deflated after each other, and the header that says what they are."""

    header: dict[str, Any]
    body: bytes = field(repr=False)

    def message(self, name: str, kind: str) -> bytes:
        header = json.dumps({**self.header, "name": name, "kind": kind}).encode()
        return struct.pack("<I", len(header)) + header + self.body


@dataclass(frozen=True, eq=False)
class Part:
    """What is fed, packed when it is made.

    Not by `functools.cached_property`: on Python 3.11 its lock is one for the whole class, so that
    all visitors' parts would be packed one after the other.
    """

    packed: Packed = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", self._packed())

    def _packed(self) -> Packed:
        raise NotImplementedError


def pack(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> Packed:
    """Deflate arrays after each other; those of wider numbers come first, to lie aligned.

    Repeated bytes are all that is looked for: of pictures and of differences that is nearly all
    there is to find, and takes a fifth of the time.

    Args:
        header: what else the browser is told, as JSON takes it.
        arrays: uint8, uint16, int32 or float32.
    """
    whole = b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())
    deflate = zlib.compressobj(strategy=zlib.Z_RLE)
    body = deflate.compress(whole) + deflate.flush()
    described = [
        {"name": name, "type": str(array.dtype), "shape": array.shape}
        for name, array in arrays.items()
    ]
    stamp = hashlib.blake2b(body + json.dumps(header).encode(), digest_size=8).hexdigest()
    return Packed({**header, "arrays": described, "stamp": stamp}, body)


def feed(part: Packed, name: str, kind: str, key: str) -> None:
    """Send a part to whichever component shows what has this name."""
    _mount(key=key, data=part.message(name, kind))
