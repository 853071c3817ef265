"""Choices of the view, such as the noise: the session keeps them, and the address carries them."""

from typing import Any

from ae.web.controls import address, given


def wired(name: str, usual: Any) -> dict[str, Any]:
    """Return what a control needs that makes a choice of the view.

    Args:
        name: in `links`; the control's key, too.
        usual: what is chosen at first: the address does not carry it.
    """
    return given.wired(name, value(name, usual), lambda chosen: take(name, chosen, usual))


def take(name: str, chosen: Any, usual: Any) -> None:
    """Take what a person has chosen."""
    if chosen == usual:
        address.view().pop(name, None)
    else:
        address.view()[name] = chosen
    address.follow()


def value(name: str, usual: Any) -> Any:
    """Return what is chosen now: what the control is to show."""
    return address.view().get(name, usual)


def drop(name: str) -> None:
    """Forget a choice that what is shown does not offer."""
    address.view().pop(name, None)


def choose(name: str, value: Any) -> None:
    """Make a choice in a person's place; the control shows it when it is built next."""
    address.view()[name] = value
