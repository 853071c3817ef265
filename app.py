"""The app: its pages, and what happens when the server starts and stops.

Streamlit imports this file once as the server's application (the second half), and runs it
as a script on every visit and interaction (`main`).
"""

from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from ae.i18n import N_, _
from ae.web import class_route, frame, language, server, visitor
from ae.web.door import Door
from ae.web.panels.shared import later, own

NAME = N_("Autoencoder Lab")
ICON = Path(__file__).parent / "assets" / "icon.png"


def main() -> None:
    """Show the page that was asked for."""
    language.begin()
    # Before the navigation, which otherwise asks another host for an icon of the page.
    st.set_page_config(page_title=_(NAME), page_icon=str(ICON), layout="wide")
    see = [
        st.Page(
            "pages/reconstruct.py", title=_("Reconstruct"), icon=":material/compare:", default=True
        ),
        st.Page("pages/draw.py", title=_("Draw"), icon=":material/draw:"),
        st.Page("pages/inside.py", title=_("Inside"), icon=":material/search:"),
        st.Page("pages/latent.py", title=_("Latent space"), icon=":material/scatter_plot:"),
        st.Page("pages/generate.py", title=_("Generate"), icon=":material/auto_awesome:"),
        st.Page("pages/model.py", title=_("The model"), icon=":material/account_tree:"),
        st.Page("pages/library.py", title=_("Runs"), icon=":material/inventory_2:"),
    ]
    applications = [
        st.Page("pages/applications.py", title=_("All applications"), icon=":material/apps:"),
        st.Page("pages/anomalies.py", title=_("Anomalies"), icon=":material/crisis_alert:"),
        st.Page("pages/signals.py", title=_("Signals"), icon=":material/cardiology:"),
        st.Page("pages/recommend.py", title=_("Recommend"), icon=":material/recommend:"),
    ]
    learn = [
        st.Page("pages/theory.py", title=_("The theory"), icon=":material/functions:"),
        st.Page("pages/lessons.py", title=_("Lessons"), icon=":material/school:"),
        st.Page("pages/class.py", title=_("A class"), icon=":material/groups:"),
    ]
    pages = [*see, *applications, *learn]
    page = st.navigation({"": see, _("Use"): applications, _("Learn"): learn}, position="top")
    if page != see[0]:
        st.set_page_config(page_title=f"{page.title} · {_(NAME)}")
    frame.begin()
    frame.turn(page, pages)
    above = st.container()
    own.enter(page)
    page.run()
    with above:
        own.show(pages)
        later.show()
    frame.finish(page)


# What the server is made of; `deploy/community-cloud` has the same one in a file of its own.
SERVER: dict[str, Any] = {
    "lifespan": class_route.lifespan,
    "routes": class_route.ROUTES,
    "middleware": [*visitor.MIDDLEWARE, Middleware(Door)],
    "on_script_error": server.on_script_error,
}

if __name__ == "__main__":
    main()
else:
    app = st.App(__file__, **SERVER)
