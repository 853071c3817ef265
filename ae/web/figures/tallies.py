"""How often each choice was made, as bars that a whole room can read."""

import html
from collections.abc import Mapping, Sequence

import numpy as np


def tallies(choices: Sequence[str], rounds: Mapping[str, np.ndarray]) -> str:
    """Return bars as HTML: for each choice one of each round, with its number.

    Args:
        choices: plain text, whoever has written it.
        rounds: what a round is called → how often each choice was made, int (n,).
    """
    most = max(1, *(int(counts.max(initial=0)) for counts in rounds.values()))
    cells = [_STYLE]
    for place, choice in enumerate(choices):
        bars = [
            _bar(name if len(rounds) > 1 else "", int(counts[place]), most, number)
            for number, (name, counts) in enumerate(rounds.items())
        ]
        cells.append(f"<dt>{html.escape(choice)}</dt><dd>{''.join(bars)}</dd>")
    return f"<dl class='ae-tallies'>{''.join(cells)}</dl>"


def _bar(name: str, count: int, most: int, number: int) -> str:
    label = f"<small>{html.escape(name)}</small>" if name else ""
    width = f"calc((100% - 10rem) * {count / most:.4f})"
    return (
        f"<div class='ae-bar ae-round-{number}'><span style='width:{width}'></span>"
        f"<b>{count}</b>{label}</div>"
    )


_STYLE = """<style>
.ae-tallies { display: grid; grid-template-columns: minmax(8rem, 2fr) 3fr; gap: 0.9rem 1.2rem;
  align-items: center; margin: 0.5rem 0; font-size: clamp(1rem, 1.7vw, 1.8rem); }
.ae-tallies dt { overflow-wrap: anywhere; line-height: 1.2; font-weight: 400; }
.ae-tallies dd { margin: 0; }
.ae-bar { display: flex; align-items: center; gap: 0.6rem; margin: 0.15rem 0; }
.ae-bar span { height: 1.5em; min-width: 2px; flex: none; border-radius: 4px; background: #3452c7;
  transition: width 0.4s; }
.ae-round-1 span { background: #ef8a1d; }
.ae-bar small { opacity: 0.8; font-size: 0.7em; white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { .ae-bar span { transition: none; } }
@media (forced-colors: active) {
  .ae-bar span { forced-color-adjust: none; border: 1px solid CanvasText; background: CanvasText; }
  .ae-round-1 span {
    background: repeating-linear-gradient(45deg, CanvasText 0 2px, Canvas 2px 6px); }
}
@media (max-width: 640px) { .ae-tallies { grid-template-columns: 1fr; gap: 0.3rem; } }
</style>"""
