"""One run of the list: what it is, what it makes of ten samples, what can be done with it."""

import time

import numpy as np
import streamlit as st

from ae import config as configs
from ae.data import datasets
from ae.i18n import _, listed, ngettext
from ae.runs import jobs, shelves
from ae.runs.evaluation import RECONSTRUCTIONS
from ae.runs.store import Run, StoreError
from ae.web import figures
from ae.web.controls import given
from ae.web.foreign import foreign
from ae.web.panels.library.chosen_runs import MOST, chosen, mark
from ae.web.panels.library.entries import Entry, headline_text, own_name
from ae.web.panels.shared.pace import duration
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.server import store
from ae.web.visitor import visitor
from ae.web.wording import named


def show_row(entry: Entry) -> None:
    """Show one run."""
    run = entry.run
    with st.container(border=True, key=f"library-{run.key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            _offer_choice(run)
            pin = ":material/keep: " if entry.pinned else ""
            own = foreign(entry.name, shelves.LONGEST) if entry.named else entry.name
            dataset = _(datasets.DATASETS[run.config.dataset].label)
            st.markdown(f"{pin}**{own}** · {dataset}", width="stretch")
            _link(run)
            _menu(entry)
        left, right = st.columns([3, 2], vertical_alignment="center")
        if run.has_array(RECONSTRUCTIONS) and run.config.data.kind != "ratings":
            left.html(_strip(run))
        right.markdown(headline_text(run))
        right.caption(_facts(entry))


def _offer_choice(run: Run) -> None:
    marked = run.key in chosen()
    st.checkbox(
        _("Compare"),
        marked,
        disabled=not marked and len(chosen()) >= MOST,
        **given.wired(f"library-mark-{run.key}", marked, lambda wanted: mark(run.key, wanted)),
    )


def _link(run: Run) -> None:
    """Offer to see the run on the page that is about such data."""
    page = "recommend" if run.config.data.kind == "ratings" else "reconstruct"
    flat = {name: str(value) for name, value in run.config.flat().items() if value != ""}
    st.page_link(
        f"pages/{page}.py", label=_("Open"), icon=":material/visibility:", query_params=flat
    )


def _menu(entry: Entry) -> None:
    """Offer what else can be done; it is built when it is opened."""
    key = entry.run.key
    menu = st.popover(
        _("More"), icon=":material/more_horiz:", key=f"library-more-{key}", on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        st.text_input(
            _("Your name for it"),
            entry.name if entry.named else "",
            max_chars=shelves.LONGEST,
            key=f"library-name-{key}",
            on_change=lambda: _rename(key),
            help=_("Shown to you alone, in this browser."),
        )
        st.toggle(
            _("Keep it on top"),
            entry.pinned,
            key=f"library-pin-{key}",
            on_change=lambda: _pin(key),
        )
        st.caption(_("Key: `{key}`").format(key=key))
        _offer_deletion(entry)


def _offer_deletion(entry: Entry) -> None:
    """Offer to delete the visitor's own run; of another, say why not."""
    if not entry.mine:
        text = _("Only whoever had it trained can delete it.")
        st.caption(_("It ships with the app and stays.") if entry.run.shipped else text)
        return
    others = len(jobs.had_trained(store(), entry.run.key)) - 1
    st.button(
        _("Give it up") if others else _("Delete it"),
        icon=":material/delete:",
        key=f"library-delete-{entry.run.key}",
        on_click=lambda: _forgo(entry.run.key),
        help=ngettext(
            "{n} other had it trained, too: for them it stays.",
            "{n} others had it trained, too: for them it stays.",
            others,
        )
        if others
        else _("There is no way back but to train it again."),
    )


def _rename(key: str) -> None:
    name = str(st.session_state[f"library-name-{key}"])
    shelf = shelves.read(store(), visitor())
    _keep(shelf.with_name(key, name))


def _pin(key: str) -> None:
    wanted = bool(st.session_state[f"library-pin-{key}"])
    _keep(shelves.read(store(), visitor()).with_pin(key, wanted))


def _keep(shelf: shelves.Shelf) -> None:
    try:
        shelves.write(store(), visitor(), shelf)
    except StoreError as error:
        st.error(foreign(error), icon=":material/warning:")


def _forgo(key: str) -> None:
    try:
        jobs.forgo(store(), key, visitor())
    except StoreError as error:
        st.error(foreign(error), icon=":material/warning:")
        return
    mark(key, False)


def _strip(run: Run) -> str:
    """Return ten held-out samples as the run rebuilds them, beside each other as one picture."""
    pictures = drawn(run, run_array(run, RECONSTRUCTIONS))
    text = named(_("ten held-out {samples} as this run rebuilds them"), run)
    return figures.strip(np.concatenate(list(pictures), axis=1), text)


def _facts(entry: Entry) -> str:
    """Say how the run was trained, by whom and when."""
    run, config = entry.run, entry.run.config
    flat = config.flat()
    parts = [own_name(entry).strip(" ·")]
    parts.append(ngettext("{n} number", "{n} numbers", config.latent_dim))
    if "training_noise" in configs.option_fields(config.architecture.name):
        parts.append(_("noise {level}").format(level=flat["training_noise_level"]))
    epochs = ngettext("{n} epoch", "{n} epochs", run.epochs)
    parts.append(_("{epochs} in {time}").format(epochs=epochs, time=duration(run.seconds)))
    parts.append(_whose(entry))
    return " · ".join(part for part in parts if part)


def _whose(entry: Entry) -> str:
    if entry.run.shipped:
        return _("ships with the app")
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.run.made))
    return listed([_("yours"), day]) if entry.mine else day
