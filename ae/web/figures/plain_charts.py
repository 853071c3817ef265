"""Charts as SVG files, drawn here: a browser that renders Plotly's would have to be installed."""

import html
from collections.abc import Mapping, Sequence
from math import log10

import numpy as np

from ae.web.figures.charts import TEST_COLOUR, TRAIN_COLOUR, class_colours

WIDE, HIGH, EDGE = 640, 420, 56
INK, FAINT = "#1b2230", "#d5d9e2"
PAD = 0.05
"""So much of its reach is left free on every side of a map."""


def losses_svg(history: Sequence[Mapping[str, float]], names: tuple[str, str], up: str) -> bytes:
    """Draw training and held-out loss over the epochs, the loss on a logarithmic scale.

    Args:
        history: of a run: `epoch`, `train_loss`, `test_loss`.
        names: what the two curves are measured on.
        up: what the loss is.
    """
    values = np.array([[one["train_loss"], one["test_loss"]] for one in history], float)
    low, high = np.log10(values.min()) - 0.03, np.log10(values.max()) + 0.03
    last = max(len(history) - 1, 1)
    parts = [_text(EDGE, 24, up), _text(WIDE - 16, HIGH - 12, str(last), "end")]
    parts.append(_text(EDGE, HIGH - 12, "0", "middle"))
    for tick in _ticks(10**low, 10**high):
        y = _down(log10(tick), low, high)
        parts.append(f'<path d="M{EDGE} {y:.1f}H{WIDE - 16}" stroke="{FAINT}"/>')
        parts.append(_text(EDGE - 6, y + 4, f"{tick:g}", "end"))
    for column, colour in enumerate((TRAIN_COLOUR, TEST_COLOUR)):
        points = [
            f"{EDGE + (WIDE - 16 - EDGE) * at / last:.1f} {_down(log10(one), low, high):.1f}"
            for at, one in enumerate(values[:, column])
        ]
        parts.append(f'<path d="M{"L".join(points)}" fill="none" stroke="{colour}" {THICK}/>')
        parts.append(_key(EDGE + 200 * column + 180, 24, names[column], colour))
    return _svg(parts, HIGH, up)


def codes_svg(
    points: np.ndarray, labels: np.ndarray, names: Sequence[str], axes: tuple[str, str]
) -> bytes:
    """Draw points in the plane, float (n, 2), each in the colour of its class, int (n,).

    Args:
        names: of the classes; none where there are none.
        axes: what the two numbers are.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    reach = np.where(high > low, high - low, 1.0)
    places = (points - low) / reach * (1 - 2 * PAD) + PAD
    colours = class_colours(max(len(names), 1))
    parts = [f'<path d="M0.5 0.5H{WIDE - 0.5}V{WIDE - 0.5}H0.5Z" fill="none" stroke="{FAINT}"/>']
    for (across, up), label in zip(places.tolist(), labels.tolist(), strict=True):
        colour = colours[label if names else 0]
        parts.append(
            f'<circle cx="{WIDE * across:.1f}" cy="{WIDE * (1 - up):.1f}" r="2" fill="{colour}"/>'
        )
    parts.append(_text(WIDE - 8, WIDE - 8, axes[0], "end"))
    parts.append(_text(8, 20, axes[1]))
    for number, name in enumerate(names):
        row, column = divmod(number, 5)
        parts.append(_key(16 + 125 * column, WIDE + 22 + 22 * row, name, colours[number]))
    return _svg(parts, WIDE + 12 + 22 * -(-len(names) // 5), f"{axes[0]}, {axes[1]}")


THICK = 'stroke-width="2.5" stroke-linejoin="round"'


def _svg(parts: Sequence[str], height: int, title: str) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height}" role="img"'
    style = 'font-family="sans-serif" font-size="14"'
    ground = '<path d="M0 0H100000V100000H0Z" fill="#fff"/>'
    named = f"<title>{html.escape(title)}</title>"
    return f"{head} {style}>{named}{ground}{''.join(parts)}</svg>\n".encode()


def _down(value: float, low: float, high: float) -> float:
    return HIGH - 32 - (HIGH - 72) * (value - low) / (high - low)


def _ticks(low: float, high: float) -> list[float]:
    """Return the numbers 1, 2 and 5 of every power of ten between two numbers."""
    found = [digit * 10.0**power for power in range(-9, 7) for digit in (1, 2, 5)]
    return [one for one in found if low <= one <= high]


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}"'
    return f"<text {place}>{html.escape(words)}</text>"


def _key(x: float, y: float, words: str, colour: str) -> str:
    return f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{colour}"/>{_text(x + 10, y, words)}'
