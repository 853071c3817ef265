"""A model's layers as a diagram and a table."""

from typing import Any

import streamlit as st

from ae.config import RunConfig
from ae.i18n import N_, _, labelled
from ae.web import figures
from ae.web.live import when_awake
from ae.web.runs import find_run
from ae.web.server import workers
from ae.web.wording import named
from ae.workers import inference

PARTS = {"encoder": N_("encoder"), "decoder": N_("decoder")}
"""What `ae.models.layers` calls the parts of a model."""


def layers(config: RunConfig) -> None:
    """Show the layers of a configuration's model, trained or not."""
    found = _layers(config)
    if found is None:
        return
    st.html(figures.layer_diagram(found))
    st.markdown(_table(found))
    st.caption(
        named(
            _(
                "The code has {size} numbers; the {sample} has {all}. Everything that the "
                "decoder knows of a {sample} passes through those {size}."
            ),
            config,
        ).format(size=config.latent_dim, all=config.data.size)
    )


def _layers(config: RunConfig) -> list[dict[str, Any]] | None:
    """Return the layers: from the run where it is trained, else from the worker."""
    run = find_run(config.key())
    if run is not None:
        return run.layers
    return when_awake(lambda: inference.describe(workers(), config))


def _table(rows: list[dict[str, Any]]) -> str:
    """Return the layers as a Markdown table."""
    lines = [f"| {_('Layer')} | {_('Output')} | {_('Parameters')} |", "|---|---|--:|"]
    for row in rows:
        name = f"{row['kind']}, {row['activation']}" if row["activation"] else row["kind"]
        shape = figures.shape_text(row["shape"])
        layer = labelled(_(PARTS[row["part"]]), name)
        lines.append(f"| {layer} | {shape} | {row['parameters']:,} |")
    total = sum(row["parameters"] for row in rows)
    lines.append(f"| **{_('Total')}** | | **{total:,}** |")
    return "\n".join(lines)
