"""Getting a dataset: the button, the progress, and what to do when it fails."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.data import datasets
from ae.data.datasets import Dataset, DatasetError, Download
from ae.i18n import _, sentences
from ae.runs import jobs
from ae.web import asking
from ae.web.foreign import foreign
from ae.web.server import store

ALWAYS_OFFERED = {"picture": "mnist", "ratings": "movielens"}
"""Of each kind of data the set that is offered to whoever has chosen another, too."""


def offer(chosen: str, row: DeltaGenerator, form: DeltaGenerator, shown: tuple[str, ...]) -> None:
    """Where a dataset is not on this machine, say how that stands, with a button.

    Args:
        chosen: the dataset that is chosen now.
        row: where its button stands, and one that opens terms to be read first.
        form: where the button of another stands, in a popover.
        shown: the datasets that the page can show.
    """
    also = ALWAYS_OFFERED.get(datasets.DATASETS[chosen].spec.kind, chosen)
    for name in dict.fromkeys((chosen, *({also} & {*shown}))):
        dataset = datasets.DATASETS[name]
        if dataset.download is not None:
            place = row if name == chosen or dataset.cite else form
            _offer_one(dataset, dataset.download, name == chosen, place)
        elif datasets.availability(name).state != "ready":
            _say_where_from(dataset)


def _say_where_from(dataset: Dataset) -> None:
    """Say how a dataset that has no button comes to this machine, or what is wrong with it."""
    try:
        datasets.load(dataset.spec.name, dataset.held_out)
    except DatasetError as error:
        st.info(sentences([str(error), _(dataset.credit)]), icon=":material/folder_open:")


def _offer_one(dataset: Dataset, source: Download, chosen: bool, place: DeltaGenerator) -> None:
    name, label = dataset.spec.name, _(dataset.label)
    state = datasets.availability(name)
    if state.state == "ready":
        return
    job = jobs.snapshot(store(), jobs.download(name).key)
    if job.active:
        st.fragment(_progress, run_every=0.5)(name, label)
        return
    if state.state == "broken":
        st.warning(foreign(str(state.message)), icon=":material/warning:")
    if job.state == "failed":
        st.warning(foreign(str(job.message)), icon=":material/warning:")
    if job.state == "interrupted":
        st.warning(_("The download was interrupted."), icon=":material/warning:")
    again = job.state in ("failed", "interrupted")
    if chosen and not again:
        text = _("{name} is not on this machine yet. What is built in works meanwhile.")
        st.info(sentences([text.format(name=label), _(dataset.credit)]))
    text = _("Try again: get {name} ({size} MB)") if again else _("Get {name} ({size} MB)")
    if dataset.cite:  # terms that a person has to agree to are read first
        place = place.popover(_("Get {name}…").format(name=label), icon=":material/gavel:")
        place.markdown(
            _("**Its licence.** {licence}. To be cited: {cite}").format(
                licence=_(source.licence), cite=_(dataset.cite)
            )
        )
        text = _("I keep to this: get {name} ({size} MB)")
    place.button(
        text.format(name=label, size=round(source.size / 1e6)),
        key=f"get-{name}",
        icon=":material/download:",
        help=_("Licence: {licence}.").format(licence=_(source.licence)),
        on_click=asking.clicked(asking.ask),
        args=(jobs.download(name),),
    )
    asking.show_refusal(jobs.download(name))


def _progress(name: str, label: str) -> None:
    spec = jobs.download(name)
    job = jobs.snapshot(store(), spec.key)
    if not job.active:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        text = _("Getting {name}… {percent} %")
        st.progress(job.fraction, text.format(name=label, percent=round(100 * job.fraction)))
        asking.show_stake(spec, job, "stake")
