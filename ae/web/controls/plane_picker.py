"""The planes and spaces on which held-out codes are shown, and the choice of one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae.analysis import Projection, latent_grid
from ae.caching import cached
from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.runs import run_array

KINDS = {"axes": N_("Axes of the code"), "pca": N_("PCA of the codes")}
SPREAD = 0.7
"""How far the points of a class spread where the class itself is an axis, of 1 between classes."""


@dataclass(frozen=True, eq=False)
class View:
    """Where each held-out code is shown.

    Args:
        axes: the names of the two or three axes.
        points: float32 (n, 2) or (n, 3).
        plane: gives the code at each place of a plane; None where a place has no code.
        rows: which held-out sample each point is, int (n,); None where they are all, in order.
    """

    axes: tuple[str, ...]
    points: np.ndarray
    plane: Projection | None = None
    rows: np.ndarray | None = None

    def place_of(self, number: int | None) -> np.ndarray | None:
        """Return where a held-out sample is shown, or None if it is not."""
        if number is None:
            return None
        if self.rows is None:
            return self.points[number]
        found = np.flatnonzero(self.rows == number)
        return self.points[found[0]] if len(found) else None


def by_variance(run: Run) -> list[int]:
    """Return the code's axes, those that vary most over the held-out digits first."""
    return np.argsort(-run_array(run, "latents").var(axis=0), kind="stable").tolist()


@cached(64)
def view(run: Run, axes: tuple[int, ...]) -> View:
    """Return the view of up to three of the code's own axes.

    A code of one number is spread by class: otherwise all points would lie in a line.
    """
    codes = run_array(run, "latents")
    plane = latent_grid.axes_plane(codes, axes[:2])
    names = tuple(f"z{axis + 1}" for axis in axes)
    if len(axes) > 1:
        return View(names, codes[:, list(axes)], plane if len(axes) == 2 else None)
    labels = datasets.held_out(run.config.dataset).labels[: len(codes)]
    aside = SPREAD * (np.random.default_rng(0).random(len(codes)) - 0.5)
    return View((*names, _("class")), np.stack([codes[:, axes[0]], labels + aside], 1), plane)


@cached(64)
def pca_view(run: Run, dimensions: int) -> View:
    """Return the view of the directions in which the held-out codes vary most."""
    whole = Projection(run_array(run, "code_mean"), run_array(run, "code_components"))
    plane = Projection(whole.mean, whole.components[:dimensions])
    names = tuple(f"PCA {number + 1}" for number in range(dimensions))
    points = plane.project(run_array(run, "latents")).astype(np.float32)
    return View(names, points, plane if dimensions == 2 else None)


def usual_view(run: Run) -> View:
    """Return the plane that shows most: the code's own where it has no more, else PCA's."""
    size = run.config.latent_dim
    return view(run, tuple(range(size))) if size <= 2 else pca_view(run, 2)


def choose_view(run: Run, key: str, in_space: bool = False) -> View:
    """Let a person choose a plane, or a space of three axes; a short code has but one view."""
    size = run.config.latent_dim
    if size <= 2:
        return usual_view(run)
    kind = st.segmented_control(
        _("Plane"),
        list(KINDS),
        default="pca",
        required=True,
        format_func=lambda name: _(KINDS[name]),
        help=_(
            "Some of the code's own numbers, or the directions in which all of them vary most, "
            "fitted on the held-out codes."
        ),
        key=f"{key}-kind",
    )
    dimensions = 3 if in_space else 2
    if kind == "pca":
        return pca_view(run, dimensions)
    return view(run, _choose_axes(by_variance(run), dimensions, key))


def _choose_axes(axes: Sequence[int], dimensions: int, key: str) -> tuple[int, ...]:
    """Let a person choose axes, by default those that vary most, each another one."""
    chosen: list[int] = []
    for label in [_("Across"), _("Up"), _("Depth")][:dimensions]:
        others = [axis for axis in axes if axis not in chosen]
        chosen.append(
            st.selectbox(
                label,
                others,
                format_func=lambda axis: f"z{axis + 1}",
                width=110,
                key=f"{key}-{label}-{len(axes)}",
            )
        )
    return tuple(chosen)
