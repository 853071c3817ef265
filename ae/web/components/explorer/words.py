"""What the explorer says, in the browser too; names in braces are filled in there."""

from ae.i18n import _


def words(sample: str, samples: str) -> dict[str, str]:
    """Return the explorer's words by their names in its JavaScript.

    Args:
        sample, samples: what one, or several, held-out samples are called.
    """
    texts = {
        "plane": _(
            "Plane of the code. Arrow keys move, with Shift farther; Enter sets a pin; Space plays "
            "and stops; plus, minus and 0 zoom."
        ),
        "tools": _("What the map shows and plays"),
        "zooming": _("Zoom"),
        "place": _("{across} = {x}, {up} = {y}"),
        "like": _(
            "{place}: nearest on the map is a held-out {label} (number {number}), {away} away"
        ),
        "nearest": _("Nearest on the map: a {label} (number {number}), {away} away"),
        "original": _("Held-out {sample}"),
        "again": _("Its reconstruction"),
        "closer": _("Zoom in"),
        "farther": _("Zoom out"),
        "whole": _("Whole map"),
        "dots": _("Points"),
        "key": _("Colours of the classes"),
        "only": _("Show only the points of {label}"),
        "draw": _("Draw a path"),
        "playPath": _("Play the path"),
        "playPins": _("Play through the pins"),
        "stop": _("Stop"),
        "clear": _("Remove pins and path"),
        "pin": _("Pin {number}: {place}"),
        "remove": _("Remove pin {number}"),
        "wait": _("Decoding this part more finely…"),
        "hint": _(
            "Move over the map: the large picture is what the decoder makes of that place. Tap to "
            "pin it; turn the wheel or pinch to zoom; hold Shift to move the map."
        ),
    }
    return {
        name: text.replace("{sample}", sample).replace("{samples}", samples)
        for name, text in texts.items()
    }
