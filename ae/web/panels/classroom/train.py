"""A run on the class's own drawings: trained from the host's desk, gone with the class."""

import numpy as np
import streamlit as st

from ae import analysis
from ae import config as configs
from ae.analysis.neighbours import nearest_many
from ae.config import RunConfig
from ae.data import datasets
from ae.data.datasets import DATASETS, DatasetError, class_drawings
from ae.i18n import _, sentences
from ae.runs import jobs
from ae.runs.classes import MOST_TRAINED, Board
from ae.runs.store import Run
from ae.web.foreign import foreign
from ae.web.live import reconstruct, when_awake
from ae.web.panels.classroom.acting import PROBLEM, change
from ae.web.panels.classroom.runs import shown_runs
from ae.web.panels.classroom.sent import Sent
from ae.web.panels.shared import own
from ae.web.panels.shared.training import progress
from ae.web.runs import family_of, find_run
from ae.web.server import store


def train(code: str, secret: str, board: Board, drawings: list[Sent], run: Run) -> None:
    """Offer a training like the board's run on the class's drawings too; show how it came out."""
    few, many = len(drawings) < class_drawings.LEAST, len(board.trained) >= MOST_TRAINED
    st.button(
        _("Train on these drawings, too"),
        icon=":material/model_training:",
        disabled=few or many,
        help=_(
            "A run like the one on the board. Every second drawing is among its training digits, "
            "repeated until they are a tenth of these; the others are held back, to tell whether "
            "it helped. Needs {least} drawings; {most} such runs a class. They end with it."
        ).format(least=class_drawings.LEAST, most=MOST_TRAINED),
        on_click=_begin,
        args=(code, secret, board, drawings, run),
    )
    for key, name in board.trained.items():
        _show(code, secret, board, key, name)


def _begin(code: str, secret: str, board: Board, drawings: list[Sent], run: Run) -> None:
    base = datasets.default_dataset()
    try:
        name = class_drawings.keep(
            base, np.stack([one.image for one in drawings]), _labels(drawings, base)
        )
        size = DATASETS[name].spec.train_size
        flat = run.config.flat() | {"dataset": name, "train_size": size}
        config = datasets.identified(configs.from_flat(flat))
    except DatasetError as error:
        st.session_state[PROBLEM] = str(error)
        return
    change(code, secret, trained={**board.trained, config.key(): name})
    own.submit(config)


def _labels(drawings: list[Sent], base: str) -> np.ndarray:
    """Return which digit each drawing is: as its student says, else as the nearest training digit.

    Nothing is learnt from them; they say which training digits are of one class.
    """
    train = datasets.load(base, "train")
    places, _distances = nearest_many(np.stack([one.image for one in drawings]), train.samples, 1)
    said = [one.digit for one in drawings]
    near = train.labels[places[:, 0]]
    return np.array(
        [other if one is None else one for one, other in zip(said, near, strict=True)], np.uint8
    )


def _show(code: str, secret: str, board: Board, key: str, name: str) -> None:
    """Show how far one of the class's trainings is, or what came of it."""
    run, job = find_run(key), jobs.snapshot(store(), key, epochs=False)
    if run is not None:
        _compare(run, name)
        if board.run != key:
            st.button(
                _("Show this run on the board"),
                key=f"class-show-{key}",
                icon=":material/present_to_all:",
                on_click=change,
                args=(code, secret),
                kwargs={"run": key},
            )
    elif job.active:
        progress(jobs.specs(store())[key].config)
    elif job.message:
        st.warning(foreign(str(job.message)), icon=":material/warning:")


def _compare(run: Run, name: str) -> None:
    """Say how well drawings are rebuilt that neither run has learnt from."""
    held = datasets.to_inputs(class_drawings.held_back(name))
    before = _without(run.config)
    runs = [run] if before is None else [run, before]
    found = when_awake(lambda: [reconstruct(one, held) for one in runs])
    if found is None:
        return
    errors = [float(analysis.squared_error(held, one).mean()) for one in found]
    text = _(
        "{name} with the class's drawings: squared error {now:.1f}, the mean of the {n} drawings "
        "that were held back."
    ).format(name=family_of(run), now=errors[0], n=len(held))
    if before is not None:
        alone = _("The same without them: {before:.1f}.").format(before=errors[1])
        text = sentences([text, alone])
    st.markdown(text)


def _without(config: RunConfig) -> Run | None:
    """Return the run that differs in nothing but the drawings, if it is here."""
    return next(
        (
            one
            for one in shown_runs().values()
            if one.config.flat() | {"dataset": "", "train_size": 0}
            == config.flat() | {"dataset": "", "train_size": 0}
        ),
        None,
    )
