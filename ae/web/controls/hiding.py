"""Which controls a link may hide, so that a class sees only what its lesson is about."""

from ae.i18n import N_

HIDEABLE: dict[str, str] = {
    "run": N_("the form of the run"),
    "latent_dim": N_("latent size"),
    "words": N_("words explained"),
    "share": N_("link for a class"),
    "train": N_("Train"),
    "digits": N_("which held-out samples"),
    "noise": N_("kind of noise"),
    "level": N_("noise level"),
    "pca": N_("beside PCA"),
    "beside": N_("beside other runs"),
    "view": N_("which view of Latent space"),
    "way": N_("which way to generate"),
    "source": N_("what codes are drawn from"),
    "about": N_("about the family"),
}
"""By name, each the key of its control, with its words; in an address as `hide`."""


def style(names: str) -> str:
    """Return CSS that hides controls.

    Args:
        names: of `HIDEABLE`, with commas between them; none where empty.
    """
    chosen = [f".st-key-{name}" for name in names.split(",") if name in HIDEABLE]
    return f"{', '.join(chosen)} {{ display: none; }}" if chosen else ""
