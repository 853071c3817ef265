"""Sets of pictures as people bring them, and as those bring them who want to do harm.

As a program it prints what each costs: `python -m tests.data.archives`.
"""

import io
import struct
import subprocess
import sys
import zipfile

import numpy as np

from tests.data.hard_pictures import black, encoded, png

COUNT = 130


def digits(count=COUNT, shape=(12, 10), seed=0):
    """Return made pictures with two classes, uint8 (count, h, w), and their labels."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 100, (count, *shape)).astype(np.uint8)
    labels = np.arange(count) % 2
    images[labels == 1, : shape[0] // 2] += 150
    return images, labels


def npz(**arrays):
    """Return the bytes of an `.npz`."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """Return the bytes of a zip, of names and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def of_files(images, labels=None, kind="PNG"):
    """Return a zip of one file for each picture, in a folder for each class."""
    ending = {"PNG": "png", "JPEG": "jpg"}[kind]
    return zipped(
        (f"{labels[at] if labels is not None else 'all'}/{at}.{ending}", encoded(one, kind))
        for at, one in enumerate(images)
    )


def header(shape, dtype="|u1", order=False):
    """Return the head of an `.npy` that claims what is given."""
    text = repr({"descr": dtype, "fortran_order": order, "shape": shape}).encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def claims(shape, dtype="|u1", body=b"", name="images.npy", order=False):
    """Return an `.npz` whose array claims a shape and type that its bytes do not have."""
    return zipped([(name, header(shape, dtype, order) + body)])


def zeros(length):
    """Return so many zeros as an `.npz` member, packed a thousandfold."""
    return zipped([("images.npy", header((length // 784, 28, 28)) + bytes(length))])


def cut(content, part):
    return content[: int(part * len(content))]


def flipped(content, place):
    at = int(place * len(content))
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def patched(content, signature, offset, form, value):
    """Return a zip in whose first record of a signature one field says something else."""
    at = content.find(signature) + offset
    return content[:at] + struct.pack(form, value) + content[at + struct.calcsize(form) :]


def listing(members):
    """Return a zip that lists so many empty members, made without a zipfile's own patience."""
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0
    )
    directory = b"".join(entry + b"a.png" for _member in range(members))
    shown = min(members, 0xFFFF)
    return directory + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, shown, shown, len(directory), 0, 0
    )


def hostile():
    """Return files that are refused, by name: each with a part of the sentence."""
    images, labels = digits()
    good, files = npz(images=images), of_files(images)
    several = [(f"a/{at}.png", encoded(one, "PNG")) for at, one in enumerate(images)]
    bomb = png(30_000, 30_000, black(30_000, 3_000))
    deep = zipped([("inner.zip", zipped([("more.zip", files)]))])
    objects = np.array([{"a": 1}] * COUNT, object)
    buffer = io.BytesIO()
    np.savez(buffer, images=objects)
    broken, few = "cannot be read", "Expected 120 to 20,000 pictures"
    return {
        "nothing": (b"", broken),
        "a text": (b"hello" * 100, broken),
        "a pickle": (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00.", broken),
        "a picture": (encoded(images[0], "PNG"), broken),
        "an array alone": (header((50, 28, 28)) + bytes(39_200), broken),
        "51 MB": (bytes(51_000_000), "at most 50 MB"),
        "half an npz": (cut(good, 0.5), broken),
        "an npz without its end": (cut(good, 0.99), broken),
        "a flipped byte": (flipped(good, 0.4), broken),
        "a zip without its directory": (cut(files, 0.7), broken),
        "only the end of a zip": (files[-22:], broken),
        "an end that lies about the directory": (
            patched(files, b"PK\x05\x06", 16, "<L", 0xFFFFFFFE), "none that can be"),
        "a directory said to be 4 GB": (patched(files, b"PK\x05\x06", 12, "<L", 0xFFFFFFF0),
            "at most 20,000 pictures"),
        "a million members": (listing(900_000), "at most 20,000 pictures"),
        "60,000 members": (listing(60_000), "at most 20,000 pictures"),
        "20,001 pictures": (
            zipped(((f"a/{at}.png", b"") for at in range(20_001)), zipfile.ZIP_STORED),
            "at most 20,000 pictures"),
        "an empty zip": (zipped([]), "PNG or JPEG files in the zip"),
        "a zip of texts": (zipped([(f"{at}.txt", "a") for at in range(COUNT)]), "Received: none"),
        "a zip in a zip": (deep, "Received: none"),
        "nine pictures": (of_files(images[:9]), few),
        "what systems hide": (
            zipped((f"__MACOSX/._{name}", content) for name, content in several),
            "Received: none"),
        "pictures that are none": (
            zipped((name, b"not a picture") for name, _content in several), "none that can be"),
        "pictures cut in half": (
            zipped((name, cut(content, 0.5)) for name, content in several), "none that can be"),
        "picture bombs": (zipped([(f"{at}.png", bomb) for at in range(COUNT)]), "none that can be"),
        "200 files, small as long as they are packed": (
            zipped([(f"{at}.png", bytes(1_900_000)) for at in range(200)]), "at most 200 MB"),
        "members of 2 MB and more": (
            zipped([(f"{at}.png", bytes(2_100_000)) for at in range(COUNT)]), "none that can be"),
        "a member that claims 4 GB": (
            zipped([("images.npy", header((5_000_000, 28, 28)) + bytes(4_000_000))]), "is there"),
        "one picture over and over": (of_files(np.repeat(images[:1], COUNT, 0)), "that differ"),
        "only black": (npz(images=np.zeros((COUNT, 28, 28), np.uint8)), "that differ"),
        "an array of objects": (buffer.getvalue(), "array of numbers"),
        "a structured array": (
            npz(images=np.zeros(COUNT, [("a", "i4"), ("b", "f8")])), "array of numbers"),
        "texts": (npz(images=np.array(["a"] * COUNT)), "Received: (130,)"),
        "dates": (npz(images=np.zeros((COUNT, 9, 9), "datetime64[s]")), "array of numbers"),
        "complex numbers": (npz(images=np.zeros((COUNT, 9, 9), complex)), "array of numbers"),
        "no array of that name": (npz(pictures=images), "images or x_train"),
        "a name with a path": (npz(**{"../../images": images}), "images or x_train"),
        "two dimensions": (npz(images=images[:, 0]), "(n, height, width)"),
        "five dimensions": (npz(images=np.zeros((COUNT, 9, 9, 1, 1), np.uint8)), "is there"),
        "four channels": (npz(images=np.zeros((COUNT, 9, 9, 4), np.uint8)), "(n, height, width)"),
        "no picture at all": (npz(images=np.zeros((0, 28, 28), np.uint8)), "Expected pictures"),
        "pictures of no size": (npz(images=np.zeros((COUNT, 0, 0), np.uint8)), "Expected pictures"),
        "sides of 7": (npz(images=images[:, :7, :7]), "8 to 64 pixels a side"),
        "sides of 65": (npz(images=np.tile(images, (1, 6, 7))[:, :65]), "8 to 64 pixels a side"),
        "too many": (npz(images=np.tile(images[:, :8, :8], (200, 1, 1))), few),
        "zeros packed a thousandfold": (zeros(300_000_000), "at most 200 MB"),
        "not a number": (npz(images=np.full((COUNT, 9, 9), np.nan)), "0 to 1"),
        "infinity": (npz(images=np.full((COUNT, 9, 9), np.inf)), "0 to 1"),
        "less than nothing": (npz(images=images.astype(float) - 50), "0 to 1"),
        "standardised": (npz(images=np.random.default_rng(0).normal(size=(COUNT, 9, 9))), "0 to 1"),
        "labels for others": (npz(images=images, labels=labels[:-1]), "a label for each of 130"),
        "labels of objects": (_with_objects(images), "array of numbers"),
        "a class for each": (npz(images=images, labels=np.arange(COUNT)), "at most 50 classes"),
        "labels that claim much": (
            zipped([("images.npy", _npy(images)), ("labels.npy", header((10**9,), "<U1000"))]),
            "is there"),
        "a shape that overflows": (claims((2**62, 28, 28)), "is there"),
        "a shape below nothing": (claims((-COUNT, 28, 28), body=bytes(1000)), "cannot be read"),
        "a header of 60 kB": (
            zipped([("images.npy", b"\x93NUMPY\x01\x00\xff\xff" + b" " * 65_535)]), broken),
        "a header that is code": (
            zipped([("images.npy", _raw(b"__import__('os').system('true')"))]), broken),
        "a header 10,000 deep": (zipped([("images.npy", _raw(b"(" * 9_000))]), broken),
        "an encrypted zip": (
            _marked(several, {b"PK\x03\x04": 6, b"PK\x01\x02": 8}, 1), "none that can be"),
        "an unknown packing": (
            _marked(several, {b"PK\x03\x04": 8, b"PK\x01\x02": 10}, 99), "none that can be"),
        "256 folders": (
            zipped((f"{at}/a.png", several[at % COUNT][1]) for at in range(300)),
            "that are classes"),
    }  # fmt: skip


def _npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def _raw(text):
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def _with_objects(images):
    buffer = io.BytesIO()
    np.savez(buffer, images=images, labels=np.array([{}] * len(images), object))
    return buffer.getvalue()


def _marked(files, places, value):
    """Return a zip in whose records of each signature one byte says something else."""
    content = bytearray(zipped(files))
    for signature, offset in places.items():
        at = content.find(signature)
        while at >= 0:
            content[at + offset] = value
            at = content.find(signature, at + 1)
    return bytes(content)


def main():
    """Print seconds and the most memory that each hostile file takes, in a process of its own."""
    for name in hostile():
        command = [sys.executable, "-m", "tests.data.archives", name]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def cost(name):
    """Print what it takes to refuse one file: seconds (median of 5), MB above what there was."""
    import resource
    import time

    from ae.data import pictures_file

    content, expected = hostile()[name]
    _refuse(pictures_file, npz(images=digits()[0][:5]))  # what is imported on the way
    before, seconds = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    for _time in range(5):
        began = time.perf_counter()
        told = _refuse(pictures_file, content)
        seconds.append(time.perf_counter() - began)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    assert expected in told, told
    print(f"| {name} | {sorted(seconds)[2]:.3f} | {grown:.0f} | {told} |")


def _refuse(pictures_file, content):
    try:
        pictures_file.read(content)
    except pictures_file.PicturesError as error:
        return str(error)
    return "read"


if __name__ == "__main__":
    cost(sys.argv[1]) if sys.argv[1:] else main()
