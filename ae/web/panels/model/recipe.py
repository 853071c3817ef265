"""What trains a run again, here or elsewhere: its command, configuration, optimizer."""

import streamlit as st

from ae.config import RunConfig, command
from ae.i18n import _
from ae.models.standalone import optimizer_call, optimizer_name
from ae.web import exports


def recipe(config: RunConfig) -> None:
    """Show how a configuration is trained in a terminal, and offer that as a file."""
    key = config.key()
    st.header(_("The recipe"), anchor=False)
    st.markdown(
        _("The run's key is `{key}`. Its optimizer is {name}, made by `{call}`.").format(
            key=key, name=optimizer_name(config), call=optimizer_call(config)
        )
    )
    st.code(command(config), language="bash", wrap_lines=True)
    st.caption(_("What the line leaves out has the value tuned for dataset and autoencoder."))
    st.download_button(
        _("Configuration (JSON)"),
        lambda: exports.configuration_json(config),
        f"{key}.json",
        "application/json",
        on_click="ignore",
        icon=":material/download:",
    )
