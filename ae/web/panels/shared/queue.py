"""What runs and what waits, so that waiting has a reason."""

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs import jobs
from ae.web.server import store


def show_queue(config: RunConfig) -> None:
    """List what runs and what waits, so that waiting has a reason."""
    lines = []
    for key, spec in jobs.specs(store()).items():
        job = jobs.snapshot(store(), key)
        if spec.kind == "train" and job.active:
            what = _describe(spec.config)
            mine = _("**yours**") if key == config.key() else ""
            lines.append((job.place, f"- {_place(job)}: {what} {mine}"))
    st.markdown("\n".join(line for _place_number, line in sorted(lines)))


def _place(job: jobs.Snapshot) -> str:
    return _("running") if job.state == "running" else _("place {n}").format(n=job.place)


def _describe(config: RunConfig) -> str:
    dataset = _(datasets.DATASETS[config.dataset].label)
    return f"{_(REGISTRY[config.architecture.name].words.label)}, {config.latent_dim}-d, {dataset}"
