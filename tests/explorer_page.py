"""A page that mounts the explorer without a run or workers: held-out digits in a plane of PCA."""

import functools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import streamlit as st

from ae import datasets, field, figures
from ae.analysis import Projection
from ae.components import Field, Points, explorer

POINTS, DIGITS = 10_000, 750


@functools.cache
def plane() -> Projection:
    """Return the two directions in which the pictures vary most."""
    flat = datasets.to_inputs(split().images).reshape(len(split().images), -1)
    mean = flat.mean(axis=0)
    return Projection(mean, np.linalg.eigh((flat - mean).T @ (flat - mean))[1][:, :-3:-1].T)


def split() -> datasets.Split:
    return datasets.load(datasets.default_dataset(), "test")


def decoded(positions: np.ndarray) -> np.ndarray:
    pictures = np.clip(field.to_code(positions, plane()), 0, 1)
    return datasets.to_pixels(pictures.reshape(-1, *datasets.SHAPE))


@functools.cache
def part(window: field.Window) -> Field:
    pictures = decoded(field.grid(window, field.SIDE, field.SIDE))
    return Field(pictures.reshape(field.SIDE, field.SIDE, *datasets.SHAPE), window)


@functools.cache
def points() -> Points:
    images, labels = split().images[:POINTS], split().labels[:POINTS]
    places = plane().project(datasets.to_inputs(images)).astype(np.float32)
    numbers = np.arange(min(DIGITS, len(places)), dtype=np.int32)
    return Points(places, labels, numbers, images[numbers], decoded(places[numbers]))


@st.fragment
def show() -> None:
    whole = part(field.window_of(points().positions))
    names = ("PCA 1", "PCA 2")
    found = explorer("pca", names, whole, points(), part, figures.DIGIT_COLOURS, key="explorer")
    zoomed = "zoomed" if found.window else "whole"
    st.text(f"{len(found.pins)} pins, {len(found.path)} places, {zoomed}")


st.set_page_config(layout="wide")
show()
