"""A drawing to start from: a five, by hand."""

from collections.abc import Sequence

import numpy as np

from ae.data.drawing.canvas import Stroke

Point = tuple[float, float]


def smooth(points: Sequence[Point], between: int = 8) -> tuple[Point, ...]:
    """Return a smooth path through points: a Catmull-Rom spline, as a hand moves.

    Args:
        between: how many steps from one point to the next.
    """
    given = np.asarray(points, float)
    if len(given) < 3:
        return tuple(map(tuple, given.tolist()))
    ends = 2 * given[[0, -1]] - given[[1, -2]]
    p0, p1, p2, p3 = (
        np.concatenate([ends[:1], given, ends[1:]])[i : len(given) - 1 + i, None] for i in range(4)
    )
    t = np.arange(between)[:, None] / between
    path = p1 + t * (p2 - p0) / 2 + t**2 * (p0 - 2.5 * p1 + 2 * p2 - p3 / 2)
    path = path + t**3 * (1.5 * (p1 - p2) + (p3 - p0) / 2)
    found = np.concatenate([path.reshape(-1, 2), given[-1:]])
    return tuple(map(tuple, found.round(1).tolist()))


EXAMPLE = (
    Stroke(
        "pen",
        22.0,
        smooth([(124, 62), (119, 92), (112, 125)], 4)
        + smooth(
            [(112, 125), (143, 113), (172, 127), (184, 160), (170, 200), (134, 219), (94, 208)]
        ),
    ),
    Stroke("pen", 22.0, smooth([(122, 62), (152, 60), (188, 54)], 4)),
)
"""A five in two strokes."""
