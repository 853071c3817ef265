"""Take it home: everything of a run as files, in one place, each with what it is for."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _
from ae.runs.store import Run
from ae.web import exports
from ae.web.language import in_this
from ae.web.live import when_awake
from ae.web.runs import find_run
from ae.web.take_home import (
    FORMATS,
    Format,
    all_files,
    code_files,
    network_files,
    whole_archive,
)
from ae.web.wording import named

Make = Callable[[], Mapping[str, bytes]]
"""Makes a format's files, by name."""
MIMES = {
    "py": "text/x-python",
    "ipynb": "application/x-ipynb+json",
    "html": "text/html",
    "csv": "text/csv",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}
ZIPPED = ("projector",)
"""Formats of files that are of use only together."""


@st.fragment
def take_home(config: RunConfig) -> None:
    """Offer a configuration's code, and of a finished run everything else."""
    st.header(_("Take it home"), anchor=False)
    run = find_run(config.key())
    if run is None:
        st.markdown(
            _("Until it is trained there is its code. The network, its codes and figures follow.")
        )
        _row("code", config, code_files(config), lambda: code_files(config))
    elif _wanted(run):
        _offer(run)


def _wanted(run: Run) -> bool:
    """Tell whether somebody wants the files, or ask: they take the server a moment."""
    wanted = st.session_state.setdefault("taken-home", {})
    if run.identity not in wanted:
        st.markdown(
            _(
                "Code, one page to draw on, models for Keras and ONNX, tables and figures: all of "
                "this run as files, each with what it is for."
            )
        )
        label = _("Make the files (a few seconds)")
        st.button(
            label,
            icon=":material/deployed_code:",
            key="take-home",
            on_click=wanted.__setitem__,
            args=(run.identity, True),
        )
    return run.identity in wanted


def _offer(run: Run) -> None:
    """Show each format with a button for each of its files, which are made again when clicked.

    So no session holds them: what takes long to make is kept once, for all.
    """
    with st.spinner(_("The files are being made: models, page, tables and figures…")):
        network = when_awake(lambda: network_files(run))
        files = all_files(run, network) if network is not None else None
    if files is None:  # why is said already
        _row("code", run.config, code_files(run.config), lambda: code_files(run.config))
        return
    text = _("Everything in one zip, with a README that says how each is used.")
    size = _size(sum(len(data) for some in files.values() for data in some.values()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{text}** {size}", width="stretch")
        name = f"{run.config.architecture.name}-{run.key}.zip"
        _button(name, lambda: whole_archive(run), _("All of it (ZIP)"))
    for name, one in FORMATS.items():
        _row(name, run.config, files.get(name, {}), partial(_made, one, run))


def _made(one: Format, run: Run) -> dict[str, bytes]:
    return one.make(run, network_files(run))


def _one(make: Make, file: str) -> bytes:
    return make()[file]


def _row(name: str, config: RunConfig, files: Mapping[str, bytes], make: Make) -> None:
    """Show one format: what it is for, its size, and a button for each file; or why not."""
    one = FORMATS[name]
    with st.container(horizontal=True, vertical_alignment="center", key=f"take-home-{name}"):
        text = _("**{label}.** {use}").format(label=_(one.label), use=named(_(one.use), config))
        if why := one.why_not(config):
            st.markdown(f"{text} *{named(why, config)}*", width="stretch")
            return
        st.markdown(f"{text} {_size(sum(map(len, files.values())))}", width="stretch")
        if name in ZIPPED:
            _button(f"{name}-{config.key()}.zip", lambda: exports.archive(make()), _("ZIP"))
            return
        for file in files:
            _button(file, partial(_one, make, file), _short(file))


def _short(file: str) -> str:
    """Return what a button says: of code, whose name is long, its kind."""
    words = {"ipynb": _("Notebook"), "py": _("Script")}
    return words.get(file.rpartition(".")[2], file)


def _button(file: str, data: Callable[[], bytes], label: str) -> None:
    st.download_button(
        label,
        in_this(data),
        file,
        MIMES.get(file.rpartition(".")[2], "application/octet-stream"),
        key=f"take-home-{file}",
        on_click="ignore",
        icon=":material/download:",
    )


def _size(count: int) -> str:
    """Return how large something is, in words."""
    if count < 100_000:
        return _("{n:.1f} kB").format(n=count / 1000)
    return _("{n:.1f} MB").format(n=count / 1e6)
