"""Picture files that are hard to read, made by code: each shows a digit, or nothing, or is refused.

As a program it prints what each costs: `python -m tests.data.hard_pictures`.
"""

import gc
import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from ae.data import drawing

WIDTH, HEIGHT = 640, 480
DIGIT = (220, 100, 500, 380)
"""Where the example lies in every picture that shows it: left, top, right, bottom."""


def light_on_dark():
    """Return the example in a picture of WIDTH×HEIGHT, uint8, white on black."""
    whole = np.zeros((HEIGHT, WIDTH), np.uint8)
    left, top, right, bottom = DIGIT
    whole[top:bottom, left:right] = drawing.paint(drawing.EXAMPLE, "pen")
    return whole


def paper(strength=0.7, dimmest=0.4, noise=4.0, dark=False, seed=0):
    """Return the example on paper or a blackboard in uneven light, as a camera sees it, uint8.

    Args:
        strength: how much of the light the ink takes; 0 for blank paper.
        dimmest: the light in the darkest corner, as a share of that in the brightest.
    """
    ink = light_on_dark() / 255.0
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
    light = 1 - (1 - dimmest) * (0.6 * x + 0.4 * y**2)
    levels = 50 + 170 * strength * ink if dark else 225 * (1 - strength * ink)
    levels = levels * light + np.random.default_rng(seed).normal(0, noise, ink.shape)
    return np.clip(levels, 0, 255).astype(np.uint8)


def encoded(picture, kind, **options):
    """Return a picture, or an array of grey levels, as a file's bytes."""
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture)
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png(width, height, body, depth=8, colour=0, extra=b""):
    """Return a PNG whose header says what is given, whatever its compressed body holds."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + extra + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(name, content):
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def black(width, height, depth=8):
    """Return the compressed rows of a black PNG, a row at a time: it may be a bomb."""
    packer, row = zlib.compressobj(1), bytes(1 + (width * depth + 7) // 8)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def showing():
    """Return files that show the example, by name."""
    ink, dark_on_light = light_on_dark(), 255 - light_on_dark()
    grey, clear = Image.fromarray(dark_on_light), Image.new("L", (WIDTH, HEIGHT), 0)
    colour = Image.merge("RGB", [grey, grey, Image.new("L", grey.size, 255)])
    on_nothing = Image.merge("RGBA", [clear, clear, clear, Image.fromarray(ink)])
    white = Image.new("L", (WIDTH, HEIGHT), 255)
    white_on_nothing = Image.merge("LA", [white, Image.fromarray(ink)])
    turned = Image.Exif()
    turned[0x0112] = 6
    others = [Image.new("L", grey.size, level) for level in (0, 255)]
    deep = (dark_on_light.astype(np.uint16) << 4) + 100
    huge = Image.fromarray(paper()).resize((8000, 6000))
    key = grey.convert("P")
    return {
        "light on dark": encoded(ink, "PNG"),
        "dark on light": encoded(dark_on_light, "PNG"),
        "paper in uneven light": encoded(paper(), "JPEG"),
        "pencil on paper": encoded(paper(strength=0.35, dimmest=0.6), "JPEG"),
        "chalk on a blackboard": encoded(paper(dark=True), "JPEG"),
        "a phone's photo": encoded(huge, "JPEG", quality=60),
        "turned by EXIF": encoded(np.rot90(paper()), "JPEG", exif=turned),
        "colour": encoded(colour, "PNG"),
        "CMYK": encoded(colour.convert("CMYK"), "JPEG"),
        "progressive": encoded(colour, "JPEG", progressive=True),
        "16 bits": encoded(deep, "PNG"),
        "one bit": encoded(grey.convert("1", dither=Image.Dither.NONE), "PNG"),
        "palette": encoded(colour.quantize(8), "PNG"),
        "transparent palette": encoded(key, "PNG", transparency=255),
        "transparent paper": encoded(on_nothing, "PNG"),
        "white on transparent paper": encoded(white_on_nothing, "PNG"),
        "two pictures in one JPEG": encoded(grey, "MPO", save_all=True, append_images=others),
        "GIF": encoded(grey, "GIF"),
        "animated GIF": encoded(grey, "GIF", save_all=True, append_images=others),
        "animated WebP": encoded(grey, "WEBP", save_all=True, append_images=others),
        "animated PNG": encoded(grey, "PNG", save_all=True, append_images=others),
        "WebP": encoded(colour, "WEBP", lossless=True),
        "BMP": encoded(colour, "BMP"),
        "a large screenshot": encoded(
            colour.resize((3328, 2496)).convert("RGBA"), "PNG", compress_level=1
        ),
        "a large progressive": encoded(huge.resize((4000, 3000)), "JPEG", progressive=True),
        "a few pixels": encoded(Image.fromarray(ink).crop(DIGIT).reduce(10), "PNG"),
    }


def blank():
    """Return files that are read, and show nothing that could be a digit, by name."""
    return {
        "white": encoded(np.full((50, 40), 255, np.uint8), "PNG"),
        "black": encoded(np.zeros((50, 40), np.uint8), "PNG"),
        "one pixel": encoded(np.full((1, 1), 7, np.uint8), "PNG"),
        "blank paper in uneven light": encoded(paper(strength=0.0), "JPEG"),
        "blank 16 bits": encoded(np.full((50, 40), 40_000, np.uint16), "PNG"),
        "all transparent": encoded(Image.new("RGBA", (50, 40)), "PNG"),
        "large and black": png(6000, 3000, black(6000, 3000)),
        "long and black": png(60_000, 1, black(60_000, 1)),
    }


def refused():
    """Return files that cannot be used, by name."""
    good, photo = encoded(light_on_dark(), "PNG"), encoded(paper(), "JPEG")
    whole = {
        "PNG": good,
        "JPEG": photo,
        "WebP": encoded(paper(), "WEBP"),
        "GIF": encoded(paper(), "GIF"),
        "BMP": encoded(paper(), "BMP"),
    }
    size = photo.index(b"\xff\xc0") + 5
    scans = encoded(Image.fromarray(paper()).convert("RGB"), "JPEG", progressive=True)
    packed = zlib.compress(bytes(1_000_000))
    texts = b"".join(_chunk(b"zTXt", b"%d\0\0" % i + packed) for i in range(60))
    noise = np.random.default_rng(0).integers(0, 256, (1500, 2000, 3), np.uint8)
    whole["large PNG"] = encoded(noise, "PNG", compress_level=1)
    return {
        **{f"half a {name}": content[: len(content) // 2] for name, content in whole.items()},
        "nothing": b"",
        "zeros": bytes(1000),
        "a text": b"Not a picture at all.",
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>",
        "a program": b"\x7fELF\x02\x01\x01" + bytes(500),
        "PDF": b"%PDF-1.7\n" + bytes(500),
        "TIFF": encoded(light_on_dark(), "TIFF"),
        "a flipped byte": good[:50] + bytes([good[50] ^ 255]) + good[51:],
        "PNG bomb": png(13_000, 13_000, black(13_000, 13_000)),
        "PNG bomb of one bit": png(40_000, 40_000, black(40_000, 40_000, 1), depth=1),
        "PNG of 30 million colours": png(6000, 5000, b"", colour=2),
        "PNG with 60 MB of text": png(9, 9, black(9, 9), extra=texts),
        "PNG of no size": png(0, 0, b""),
        "JPEG bomb": photo[:size] + struct.pack(">HH", 65_500, 65_500) + photo[size + 4 :],
        "JPEG of 100 scans": scans[:-2] + 100 * scans[scans.rindex(b"\xff\xda") :],
        "GIF bomb": b"GIF89a" + struct.pack("<HH", 65_500, 65_500) + whole["GIF"][10:],
        "BMP bomb": whole["BMP"][:18] + struct.pack("<ii", 30_000, 30_000) + whole["BMP"][26:],
        "WebP of 16 million": encoded(
            Image.new("L", (4000, 4000)), "WEBP", lossless=True, method=0
        ),
        "50 MB": bytes(50_000_000),
    }


def heavy():
    """Return files made to take long, by name: whether they are read or refused, at once."""
    small, dot = black(9, 9), _chunk(b"tEXt", b"a\0b")
    noise = np.random.default_rng(1)
    grain = noise.integers(0, 256, (3000, 4000), np.uint8)
    smooth = Image.fromarray(grain[::8, ::8]).resize((8000, 6000))
    photo, gif = encoded(paper(), "JPEG"), encoded(paper(), "GIF")
    pieces = [_chunk(b"IDAT", small[at : at + 1]) for at in range(len(small))]
    comment = b"\xff\xfe" + struct.pack(">H", 3) + b"x"
    frames = [Image.fromarray(paper(seed=seed)) for seed in range(12)]
    zipped = zlib.compress(bytes(900_000))
    colours = Image.fromarray(grain).convert("RGB")
    return {
        "PNG of 400,000 texts": png(9, 9, small, extra=400_000 * dot),
        "PNG of 600,000 empty pieces": png(9, 9, small, extra=600_000 * _chunk(b"IDAT", b"")),
        "PNG of pieces of a byte": png(9, 9, b"", extra=b"".join(pieces)),
        "PNG of 500,000 unknown parts": png(9, 9, small, extra=500_000 * _chunk(b"zzZz", b"")),
        "PNG of 9 million points of noise": encoded(grain[:3000, :3000], "PNG", compress_level=1),
        "PNG of 44 million black": png(6600, 6600, black(6600, 6600)),
        "PNG of 44 million, two colours": png(6600, 6600, black(6600, 6600, 1), depth=1),
        "PNG of 16 bits": png(3800, 3800, black(3800, 3800, 16), depth=16),
        "PNG with 31 packed texts": png(9, 9, small, extra=31 * _chunk(b"zTXt", b"a\0\0" + zipped)),
        "PNG with a long profile": png(9, 9, small, extra=_chunk(b"iCCP", b"a\0\0" + zipped)),
        "PNG with a large EXIF": png(9, 9, small, extra=_chunk(b"eXIf", _entries(65_000))),
        "PNG of 12 moving pictures": encoded(
            frames[0], "PNG", save_all=True, append_images=frames[1:]
        ),
        "JPEG of 64 million points": encoded(smooth.resize((10_000, 6_400)), "JPEG", quality=70),
        "JPEG of 48 million points": encoded(smooth, "JPEG", quality=85),
        "JPEG of 12 million points of noise": encoded(colours, "JPEG", quality=60),
        "JPEG of 12 million, every point coded": encoded(
            Image.fromarray(grain), "JPEG", quality=90, progressive=True
        ),
        "JPEG of a million comments": photo[:2] + 1_000_000 * comment + photo[2:],
        "JPEG with a large EXIF": _with_exif(photo, _entries(5_000)),
        "JPEG with 150 profiles": photo[:2] + 150 * _profile() + photo[2:],
        "GIF of 200,000 comments": gif[:-1] + 200_000 * b"!\xfe\x01x\0" + b";",
        "GIF of 12 pictures": encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "GIF of 9 million points": encoded(Image.fromarray(grain[:3000, :3000]), "GIF"),
        "BMP of 9 million points": encoded(Image.fromarray(grain[:3000, :3000]), "BMP"),
        "WebP of 2 million points of noise": encoded(
            Image.fromarray(grain[:1400, :1600]), "WEBP", quality=90, method=0
        ),
        "WebP without loss": encoded(Image.fromarray(grain[:1400, :1600]), "WEBP", lossless=True),
    }


def _entries(count):
    """Return EXIF of so many entries, all of which name the same place."""
    entry = struct.pack("<HHII", 0x9286, 7, 60_000, 8)
    return b"II*\0" + struct.pack("<IH", 8, count % 65_536) + count * entry + bytes(4)


def _with_exif(jpeg, entries):
    content = b"Exif\0\0" + entries
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(content)) + content + jpeg[2:]


def _profile():
    content = b"ICC_PROFILE\0\1\1" + bytes(60_000)
    return b"\xff\xe2" + struct.pack(">H", 2 + len(content)) + content


STATUS = Path("/proc/self/status")
"""Where Linux tells a process its largest memory; `getrusage` would tell its parent's, too."""


def memory(field="VmRSS"):
    """Return this process's memory in bytes: now, or the largest since it was last forgotten."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def cost(content):
    """Return the seconds that a file takes, the bytes it takes at its height, and its answer."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forget the largest memory so far
    before, start = memory(), time.perf_counter()
    try:
        answer = f"ink {drawing.photo(content).mean() / 255:.0%}"
    except drawing.DrawingError as error:
        answer = str(error)
    return time.perf_counter() - start, memory("VmHWM") - before, answer


def write(folder):
    """Write the whole corpus, a numbered file each, small ones first."""
    every = {**showing(), **blank(), **refused(), **heavy()}
    for number, (name, content) in enumerate(sorted(every.items(), key=lambda one: len(one[1]))):
        (folder / f"{number:02} {name}").write_bytes(content)


def main(folder):
    """Print a table of costs; the last line is the largest memory that one file took, in bytes."""
    drawing.photo(encoded(paper(), "JPEG"))  # what the first call loads is no picture's cost
    drawing.photo(encoded(paper(), "WEBP"))
    largest = 0
    for path in sorted(folder.iterdir()):
        seconds, grown, answer = cost(path.read_bytes())
        largest = max(largest, grown)
        print(f"{path.name[3:]:<28} {seconds * 1000:6.0f} ms {grown / 1e6:6.1f} MB  {answer}")
    print(largest)


def in_own_process(folder):
    """Run `main` where memory that is given back really goes, and return what it printed."""
    settings = os.environ | {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.data.hard_pictures", str(folder)]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name))
            print(in_own_process(name))
