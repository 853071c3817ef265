"""What students are called: an animal and a colour, by their seats. Nobody gives a name."""

from ae.i18n import N_, _

ANIMALS = (
    N_("fox"),
    N_("owl"),
    N_("bear"),
    N_("hare"),
    N_("seal"),
    N_("crow"),
    N_("wolf"),
    N_("frog"),
    N_("deer"),
    N_("swan"),
)
COLOURS = {
    N_("red"): "#d6453d",
    N_("orange"): "#ef8a1d",
    N_("yellow"): "#e3c01c",
    N_("green"): "#3f9b46",
    N_("turquoise"): "#1fa7a0",
    N_("blue"): "#3874d8",
    N_("violet"): "#8453c6",
    N_("pink"): "#df62a8",
    N_("brown"): "#8d6239",
    N_("grey"): "#80858f",
}


def name_of(seat: int) -> str:
    """Return what the student of a seat is called."""
    colour = list(COLOURS)[seat // len(ANIMALS) % len(COLOURS)]
    animal = ANIMALS[seat % len(ANIMALS)]
    return _("{colour} {animal}").format(colour=_(colour), animal=_(animal))


def colour_of(seat: int) -> str:
    """Return the colour of a student's name, as CSS writes it."""
    return list(COLOURS.values())[seat // len(ANIMALS) % len(COLOURS)]
