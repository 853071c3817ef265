"""A link to what is on screen, for a class: with its QR code, and the runs that it needs."""

import io
from collections.abc import Sequence
from urllib.parse import urlencode

import segno
import streamlit as st

from ae import config as configs
from ae.config import RunConfig
from ae.i18n import _
from ae.runs import jobs
from ae.web import asking
from ae.web.controls import address, links
from ae.web.controls.hiding import HIDEABLE
from ae.web.panels.shared import own
from ae.web.panels.shared.pace import duration, expected_seconds
from ae.web.runs import find_run, names_of
from ae.web.server import store

SCALE = 6
"""Pixels of a module of the QR code."""


def offer_link(page: str, needed: Sequence[RunConfig]) -> None:
    """Show the button that opens the dialog.

    Args:
        page: the page's path.
        needed: the configurations whose runs the page shows.
    """
    if st.button(
        _("Copy a link for my class"), icon=":material/qr_code_2:", type="tertiary", key="share"
    ):
        st.dialog(_("A link for my class"), width="medium")(_dialog)(page, needed)


def link_of(page: str, config: RunConfig | None, presents: bool, hidden: Sequence[str]) -> str:
    """Return the address of what is on screen: no longer than it must be.

    Args:
        config: the configuration that the page shows, if it shows one.
    """
    view = {**address.view(), links.PRESENT: "1" if presents else "", links.HIDE: ",".join(hidden)}
    chosen = links.written({name: value for name, value in view.items() if value != ""})
    query = urlencode({**(_unusual(config) if config else {}), **chosen}, safe=",")
    return f"{address_of(page)}?{query}" if query else address_of(page)


def address_of(page: str) -> str:
    """Return the address of a page, as whoever looks at that page reaches this server."""
    base = (st.context.url or "").rstrip("/").removesuffix(f"/{page}")
    return f"{base}/{page}"


def _unusual(config: RunConfig) -> dict[str, str]:
    """Return of a configuration what its dataset and family do not say by themselves."""
    usual = configs.defaults(config.dataset, config.architecture.name)
    return {
        name: str(value)
        for name, value in config.flat().items()
        if value != "" and (name in ("dataset", "architecture") or usual.get(name) != value)
    }


def qr_png(text: str) -> bytes:
    """Return a text's QR code as PNG."""
    target = io.BytesIO()
    segno.make(text, error="l", micro=False).save(target, kind="png", scale=SCALE, border=4)
    return target.getvalue()


def _dialog(page: str, needed: Sequence[RunConfig]) -> None:
    presents = st.toggle(
        _("For a projector: larger, without what stands around; arrow keys turn pages"),
        address.view().get(links.PRESENT) == "1",
        key="link-presents",
    )
    before = [name for name in str(address.view().get(links.HIDE, "")).split(",") if name]
    hidden = st.multiselect(
        _("Hide"),
        list(HIDEABLE),
        before,
        format_func=lambda name: _(HIDEABLE[name]),
        placeholder=_("nothing"),
        key="link-hides",
    )
    shown = needed[0] if needed and links.LESSON not in address.view() else None
    link = link_of(page, shown, presents, hidden)
    st.code(link, language=None, wrap_lines=True)
    st.image(qr_png(link), width=260, alt=_("QR code of this link"))
    _prepare(needed)


def _prepare(needed: Sequence[RunConfig]) -> None:
    """Say which runs are ready, and offer to train those that are not."""
    missing = [one for one in needed if find_run(one.key()) is None]
    if not missing:
        if needed:
            st.success(_("All that it shows is trained."), icon=":material/check:")
        return
    for config, name in zip(missing, names_of(missing), strict=True):
        if jobs.snapshot(store(), config.key(), epochs=False).active:
            st.markdown(_("{name}: in training.").format(name=name))
            continue
        seconds = expected_seconds(config)
        words = _("Train {name} now").format(name=name)
        if seconds is not None:
            words += _(", about {time}").format(time=duration(max(seconds, 1.0)))
        st.button(
            words,
            key=f"prepare-{config.key()}",
            icon=":material/play_arrow:",
            on_click=own.submit,
            args=(config,),
        )
        asking.show_refusal(jobs.training(config))
