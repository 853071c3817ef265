"""What a browser may tell of each component: the shapes that its messages are checked against.

A browser may send anything. `ae.web.door` checks every message against these before Streamlit or
a page walks it; what a page alone can know, such as which things there are to pick, it asks itself.
"""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, FailFast, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

MOST_BYTES = 1_000_000
"""So long is the JSON of one component at most, in bytes: twenty thousand points take a fifth."""
LARGEST = 1e30
"""No number from a browser is taken that is larger, nor one that is none."""

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=-(2**53), le=2**53)]
Text = Annotated[str, Field(max_length=1_000)]
Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]
_FIRST = FailFast()  # a list of a million wrong things is wrong at its first
_CLOSED = ConfigDict(extra="forbid", strict=True)


class Stroke(TypedDict):
    """A stroke on the canvas; `ae.data.drawing.strokes` says what else holds of it."""

    tool: Text
    size: Number
    points: Annotated[list[Number], Field(max_length=100_000), _FIRST]


class Drawing(TypedDict):
    """What has changed on the canvas: see `ae.web.components.canvas.told`."""

    version: Count
    turn: NotRequired[Count]
    ground: Count
    since: NotRequired[Count]
    strokes: Annotated[list[Stroke], Field(max_length=10_000), _FIRST]


class Marks(TypedDict):
    """Pins and path on the plane of an explorer."""

    name: Text
    pins: Annotated[list[Pair], Field(max_length=10_000), _FIRST]
    path: Annotated[list[Pair], Field(max_length=10_000), _FIRST]


class Seen(TypedDict):
    """The window of an explorer; None for the whole plane."""

    name: Text
    window: Annotated[list[Number], Field(min_length=4, max_length=4)] | None


class Hand(TypedDict):
    """Where sliders were left."""

    version: Text
    values: Annotated[list[Number], Field(max_length=1_000), _FIRST]


class Rated(TypedDict):
    """One rating, in stars."""

    id: Count
    stars: Number


class Kept(TypedDict):
    """What a browser keeps of a class."""

    code: Text
    host: Text
    student: Text


class Told(TypedDict, total=False):
    """The state of a component: what each name that a script of ours sets may hold."""

    drawing: Drawing | None
    marks: Marks | None
    window: Seen | None
    hand: Hand | None
    kept: Kept | None
    seen: Count | None


class Picked(TypedDict):
    """A picture was picked, by its id."""

    event: Literal["picked"]
    value: Count


class Turned(TypedDict):
    """A presenter went on, back, or to the end."""

    event: Literal["turned"]
    value: Literal[1, 0, -1]


class Changed(TypedDict):
    """Something of a class has changed: its version."""

    event: Literal["changed"]
    value: Text


class Rating(TypedDict):
    """Something was rated."""

    event: Literal["rated"]
    value: Rated


class Back(TypedDict):
    """The connection was lost, and is there again."""

    event: Literal["back"]
    value: Literal[1]


Event = Annotated[Picked | Turned | Changed | Rating | Back, Field(discriminator="event")]
_STATE: TypeAdapter[Any] = TypeAdapter(Told | None, config=_CLOSED)
_EVENTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[list[Event], Field(max_length=16), _FIRST], config=_CLOSED
)


def fits(json: str, events: bool) -> bool:
    """Tell whether what a browser sent has a declared shape.

    It is read and checked in one go, and no deeper than the shapes are: JSON that is nested a
    hundred thousand deep costs nothing.

    Args:
        json: as it came.
        events: whether it tells of events, or else of a component's state.
    """
    if len(json) > MOST_BYTES:
        return False
    try:
        (_EVENTS if events else _STATE).validate_json(json)
    except ValidationError:
        return False
    return True
