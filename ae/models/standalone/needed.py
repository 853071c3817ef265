"""What a script needs: the definitions of ours that it uses, directly or not, and their names."""

import builtins
from collections.abc import Mapping

from ae.models.standalone.free_names import Free
from ae.models.standalone.modules import Inside, Outside, meaning
from ae.models.standalone.pieces import MARKERS, Piece, piece

STAND_INS = {Inside("ae.caching", "cached"): Outside("functools", "lru_cache")}
"""What of ours has an equal outside, as far as a script needs it."""


class Needed:
    """What some texts need.

    Args:
        ends: the texts.
        named: definitions of ours that the texts have their own for, and what they call these.

    Attributes:
        pieces: the definitions, those that a text uses first before those that these use.
        outside: the names to import, and what they stand for.

    Raises:
        LookupError: if a name is used that nothing defines, or two things must have one name.
    """

    def __init__(self, ends: tuple[Piece, ...], named: Mapping[Inside, str]):
        self.own = {name for one in ends for name in one.names}
        self.pieces: list[Piece] = []
        self.outside: dict[str, Outside] = {}
        self._called = dict(named)
        waiting = list(ends)
        while waiting:
            for target in self._used_by(waiting.pop(0)):
                if target not in self._called and piece(target) not in self.pieces:
                    self.pieces.append(piece(target))
                    waiting.append(piece(target))
        for one in [*ends, *self.pieces]:
            self._keep_clear(one)
        for one in self.pieces:
            self._name(one)

    def _used_by(self, one: Piece) -> list[Inside]:
        """Return the definitions that a piece uses; note what it imports from outside."""
        found = []
        for use in one.uses:
            target = self.target(one, use)
            if isinstance(target, Inside):
                found.append(target)
            elif target is not None:
                name = target.name if target in STAND_INS.values() else use.name
                if self.outside.setdefault(name, target) != target:
                    raise LookupError(f"{name}: expected {self.outside[name]}. Received: {target}.")
        return found

    def target(self, one: Piece, use: Free) -> Inside | Outside | None:
        """Return what a use in a piece means; None for what needs no definition."""
        found = one.meaning(use.name)
        if isinstance(found, Inside) and not found.name:
            found = meaning(found.module, use.attribute)
        if found is None or found == Inside("", use.name):
            if use.name not in self.own and not hasattr(builtins, use.name):
                raise LookupError(f"{use.name}: expected a definition in {one.home.name or 'it'}.")
            return None
        if isinstance(found, Inside):
            return None if found in MARKERS else STAND_INS.get(found, found)
        return found

    def called(self, target: Inside) -> str:
        """Return what the script calls a definition."""
        return self._called[target]

    def _keep_clear(self, one: Piece) -> None:
        """Rename what a piece would find another thing for, bound around the use, by its name."""
        for use in one.uses:
            target = self.target(one, use)
            if isinstance(target, Inside) and target.name in use.around:
                self._called.setdefault(target, _with_its_module(target))

    def _name(self, one: Piece) -> None:
        taken = {*self.own, *self.outside, *self._called.values()}
        for name in one.names:
            target = Inside(one.home.name, name)
            if target not in self._called:
                free = name not in taken and not hasattr(builtins, name)
                self._called[target] = name if free else _with_its_module(target)


def _with_its_module(target: Inside) -> str:
    """Return the name of a definition with that of its module before it."""
    where = target.module.rpartition(".")[2]
    name = f"{where}_{target.name.lstrip('_')}"
    return name.upper() if target.name.isupper() else name
