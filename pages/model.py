"""The model: its layers as a diagram and a table, and the Keras code that builds it."""

from typing import Any

import streamlit as st

from ae import web
from ae.config import RunConfig
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import figures
from ae.workers import inference


def shape(row: dict[str, Any]) -> str:
    """Return a layer's output shape as people write it."""
    return figures.shape_text(row["shape"])


def layers(config: RunConfig, run: Run | None) -> list[dict[str, Any]] | None:
    """Return the layers: from the run where it is trained, else from the worker."""
    if run is not None:
        return run.layers
    return web.when_awake(lambda: inference.describe(web.workers(), config))


def table(rows: list[dict[str, Any]]) -> str:
    """Return the layers as a Markdown table."""
    lines = [f"| {_('Layer')} | {_('Output')} | {_('Parameters')} |", "|---|---|--:|"]
    for row in rows:
        name = f"{row['kind']}, {row['activation']}" if row["activation"] else row["kind"]
        cells = [f"{row['part']}: {name}", shape(row), f"{row['parameters']:,}"]
        lines.append("| " + " | ".join(cells) + " |")
    total = sum(row["parameters"] for row in rows)
    lines.append(f"| **{_('Total')}** | | **{total:,}** |")
    return "\n".join(lines)


st.title(_("The model"), anchor=False)
st.markdown(_("What stands between the digit and its reconstruction, layer by layer."))
config = web.pick()
web.progress(config)
found = layers(config, web.find_run(config.key()))
if found is not None:
    st.html(figures.layer_diagram(found))
    st.markdown(table(found))
    st.caption(
        _(
            "The code has {size} numbers; the digit has 784. Everything that the decoder knows of "
            "a digit passes through those {size}."
        ).format(size=config.latent_dim)
    )
st.subheader(_("Show the Keras code"), anchor=False)
st.markdown(_("These are the functions that build the model here, unchanged."))
st.code(REGISTRY[config.architecture.name].source(), language="python")
