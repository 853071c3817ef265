"""Simulated beats, after McSharry, Clifford, Tarassenko & Smith 2003.

"A dynamical model for generating synthetic electrocardiogram signals", IEEE Transactions on
Biomedical Engineering 50 (3). A point goes round a circle once a beat; the voltage is pushed up
and down as the point passes the places of the waves P, Q, R, S and T. Their table 1 is a normal
beat; the other forms here are ours, made by changing its numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

STEPS = 2
"""Steps of the integration from one sample to the next."""
LEAD = 0.7
"""Seconds before the window from which the voltage is followed, to be free of its start."""
MILLIVOLTS = 29.0
"""From the model's units to millivolts: then a normal R wave reaches about 1.1 mV."""

Waves = np.ndarray
"""Place (radians), strength and width (radians) of each wave: (waves, 3)."""

NORMAL: Waves = np.array(
    [
        (-np.pi / 3, 1.2, 0.25),  # P
        (-np.pi / 12, -5.0, 0.1),  # Q
        (0.0, 30.0, 0.1),  # R
        (np.pi / 12, -7.5, 0.1),  # S
        (np.pi / 2, 0.75, 0.4),  # T
        (np.pi / 4, 0.0, 0.3),  # between S and T: flat where nothing is wrong
    ]
)
P, Q, R, S, T, ST = range(6)


@dataclass(frozen=True)
class Form:
    """One form of beat.

    Args:
        waves: of its beat; those before and after it are normal.
        early: by which share of a usual interval it follows the beat before it.
    """

    waves: Waves
    early: float = 1.0


def _changed(changes: Mapping[int, tuple[float, float, float]]) -> Waves:
    waves = NORMAL.copy()
    for wave, numbers in changes.items():
        waves[wave] = numbers
    return waves


VENTRICULAR = _changed(
    {
        P: (-np.pi / 3, 0.0, 0.25),  # none: the beat does not begin in the atria
        Q: (-np.pi / 6, 0.0, 0.1),
        R: (0.0, 5.5, 0.28),  # broad and tall
        S: (np.pi / 4, -2.6, 0.3),
        T: (np.pi / 1.7, -0.9, 0.45),  # against the main wave
    }
)
RAISED, LOWERED = (_changed({ST: (np.pi / 4, sign * 0.7, 0.34)}) for sign in (1, -1))
ATRIAL = _changed({P: (-np.pi / 3, 0.2, 0.2)})
BLOCK = _changed({R: (-0.04, 22.0, 0.11), S: (0.3, 3.0, 0.15)})

FORMS: tuple[tuple[Form, ...], ...] = (
    (Form(NORMAL),),
    (Form(VENTRICULAR, early=0.62),),
    (Form(RAISED), Form(LOWERED)),
    (Form(ATRIAL, early=0.68), Form(BLOCK)),
)
"""The forms of each class: normal, early ventricular, shifted ST, other."""


def simulate(
    classes: np.ndarray, length: int, rate: float, before: float, rng: np.random.Generator
) -> np.ndarray:
    """Simulate one beat of each given class.

    Args:
        classes: int (n,), indices into `FORMS`; which form of a class it is, is drawn.
        length: samples of a window.
        rate: samples a second.
        before: seconds of the window before the R wave.

    Returns:
        float32 (n, length), millivolts.
    """
    forms = [FORMS[one][rng.integers(len(FORMS[one]))] for one in classes]
    interval = np.clip(rng.normal(0.8, 0.07, len(forms)), 0.6, 1.05)  # seconds: 57 to 100 a minute
    early = np.array([form.early for form in forms])
    waves = np.stack([_vary(form.waves, rng) for form in forms])
    around = _vary(np.broadcast_to(NORMAL, waves.shape), rng)
    volts = _follow(waves, around, interval * early, interval, length, rate, before)
    drift = 0.04 * np.sin(
        2 * np.pi * (rng.uniform(0.2, 0.4, (len(forms), 1)) * np.arange(length) / rate)
        + rng.uniform(0, 2 * np.pi, (len(forms), 1))
    )
    found = MILLIVOLTS * rng.normal(1.0, 0.08, (len(forms), 1)) * volts + drift
    return (found + rng.normal(0.0, 0.01, found.shape)).astype(np.float32)


def _vary(waves: Waves, rng: np.random.Generator) -> Waves:
    """Return waves as they differ from beat to beat and from person to person."""
    shift = rng.normal(0.0, 1.0, waves.shape) * (0.03, 0.0, 0.0)
    return (waves + shift) * np.exp(rng.normal(0.0, 1.0, waves.shape) * (0.0, 0.12, 0.08))


def _follow(
    waves: Waves,
    around: Waves,
    since: np.ndarray,
    interval: np.ndarray,
    length: int,
    rate: float,
    before: float,
) -> np.ndarray:
    """Integrate the voltage of beats whose R wave comes at time 0, in the model's units.

    Args:
        waves, around: of each beat, and of those before and after it, (n, waves, 3).
        since: seconds from the beat before, (n,).
        interval: seconds between usual beats, (n,).
    """
    step = 1.0 / (rate * STEPS)
    lead = round(LEAD * rate)
    times = np.arange(-(lead + round(before * rate)) * STEPS, 0) * step
    times = np.concatenate([times, np.arange((length - round(before * rate)) * STEPS) * step])
    volts, kept = np.zeros(len(waves)), []
    for number, time in enumerate(times):
        if number % STEPS == 0 and number // STEPS >= lead:
            kept.append(volts)
        angle, own = _angle(time, since, interval)
        now = np.where(own[:, None, None], waves, around)
        away = (angle[:, None] - now[:, :, 0] + np.pi) % (2 * np.pi) - np.pi
        push = now[:, :, 1] * away * np.exp(-(away**2) / (2 * now[:, :, 2] ** 2))
        volts = volts - step * (push.sum(axis=1) + volts)
    return np.stack(kept, axis=1)


def _angle(time: float, since: np.ndarray, interval: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where on the circle each point is, and whether that is the beat at time 0."""
    usual = 2 * np.pi * time / interval
    if time >= 0:
        return (usual + np.pi) % (2 * np.pi) - np.pi, usual < np.pi
    # The stretch since the beat before takes its own time; its second half is this beat's.
    late = np.where(time > -since, 2 * np.pi * time / since, 2 * np.pi * (time + since) / interval)
    return (late + np.pi) % (2 * np.pi) - np.pi, late > -np.pi
