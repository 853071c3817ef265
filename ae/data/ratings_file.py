"""Reading a table of ratings: `userId,movieId,rating`, one rating a line, within bounds.

What is read may come from anyone. A line is looked at before it is taken apart, and nothing is
kept of it but three numbers and, once for each thing, a short name.
"""

import codecs
import csv
import io
import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ae.data.ratings import STARS, Ratings
from ae.i18n import N_
from ae.messages import Message, WordedError, either

LONGEST_LINE, LONGEST_NAME = 2000, 80
"""In characters."""
PEOPLE = ("userid", "user", "user_id", "person")
THINGS = ("movieid", "movie", "movie_id", "itemid", "item", "item_id", "thing")
VALUES = ("rating", "stars")
NAMES = ("title", "name")
"""What the columns may be called, in small letters."""
SEPARATORS = ",;\t"


class RatingsError(WordedError, ValueError):
    """A table of ratings cannot be read; the message says what was expected, and received."""


@dataclass(frozen=True)
class Limits:
    """The most that a table may have, and the least that can be learnt from."""

    bytes: int = 4_000_000
    ratings: int = 200_000
    people: int = 5_000
    things: int = 2_000
    cells: int = 8_000_000
    least_ratings: int = 1_000
    least_people: int = 100
    least_things: int = 20


@dataclass
class _Listed:
    """What has been read so far."""

    people: array = field(default_factory=lambda: array("i"))
    things: array = field(default_factory=lambda: array("i"))
    stars: array = field(default_factory=lambda: array("f"))
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def read(
    content: bytes, limits: Limits = Limits(), titles: Mapping[str, str] | None = None
) -> Ratings:
    """Read ratings.

    Args:
        content: UTF-8, or UTF-16 with its mark; a header names the columns, among others one of
            `PEOPLE`, one of `THINGS` and one of `VALUES`, and maybe one of `NAMES`.
        titles: names of the things by their ids, where they stand elsewhere.

    Raises:
        RatingsError: for anything else, with a sentence.
    """
    lines = _lines(content, limits.bytes)
    header, separator = _header(lines)
    places = [_place(header, names) for names in (PEOPLE, THINGS, VALUES)]
    name_at = next((at for at, name in enumerate(header) if name in NAMES), None)
    found = _Listed()
    for number, cells in _cells(lines, separator):
        if not any(cells):
            continue
        if len(cells) <= max(places):
            raise RatingsError(
                N_("Line {number}: expected {columns} columns. Received: {count}."),
                number=number,
                columns=len(header),
                count=len(cells),
            )
        person, thing, stars = (cells[place].strip() for place in places)
        _add(found, number, person, thing, stars, limits)
        if len(found.names) < len(found.columns):
            own = cells[name_at] if name_at is not None and name_at < len(cells) else ""
            name = own.strip() or (titles or {}).get(thing, thing)
            found.names.append(_printable(name)[:LONGEST_NAME])
    return _checked(found, limits)


def read_titles(content: bytes, most: int = 8_000_000) -> dict[str, str]:
    """Read names of things by their ids: a table with one of `THINGS` and one of `NAMES`."""
    lines = _lines(content, most)
    header, separator = _header(lines)
    thing, name = _place(header, THINGS), _place(header, NAMES)
    return {
        cells[thing].strip(): cells[name].strip()
        for _number, cells in _cells(lines, separator)
        if len(cells) > max(thing, name)
    }


def _lines(content: bytes, most: int) -> Iterator[str]:
    """Yield the lines of a text, none longer than `LONGEST_LINE`."""
    if len(content) > most:
        raise RatingsError(
            N_("Expected a table of at most {most:g} MB. Received: more. Leave ratings out."),
            most=most / 1e6,
        )
    if not content.strip():
        raise RatingsError(N_("Expected a table of ratings. Received: an empty file."))
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if "\0" in line:
                raise RatingsError(N_("Expected a text. Received: bytes that are none."))
            if len(line) > LONGEST_LINE:
                raise RatingsError(
                    N_("Expected lines of at most {most} characters. Received: a longer one."),
                    most=LONGEST_LINE,
                )
            yield line
    except UnicodeError as error:
        raise RatingsError(
            N_("Expected a text in UTF-8. Received: another encoding. Save the table as UTF-8.")
        ) from error


def _header(lines: Iterator[str]) -> tuple[list[str], str]:
    """Return the columns' names in small letters, and what separates them."""
    first = next(lines)
    separator = max(SEPARATORS, key=first.count)
    cells = next(csv.reader([first], delimiter=separator))
    return [cell.strip().lower() for cell in cells], separator


def _place(header: list[str], names: tuple[str, ...]) -> int:
    for place, name in enumerate(header):
        if name in names:
            return place
    received = ", ".join(_printable(name)[:20] for name in header[:6])
    raise RatingsError(
        N_(
            "Expected a first line that names the columns userId, movieId and rating. "
            "Received: no {names} in {received!r}."
        ),
        names=either(names[:2]),
        received=received,
    )


def _cells(lines: Iterator[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line's number, from 2 on, and its cells."""
    rows = csv.reader(lines, delimiter=separator)
    try:
        for cells in rows:
            yield rows.line_num + 1, cells
    except csv.Error as error:
        raise RatingsError(
            N_("Line {number} cannot be read: {error}."), number=rows.line_num + 1, error=error
        ) from error


def _add(found: _Listed, number: int, person: str, thing: str, stars: str, limits: Limits) -> None:
    """Take one rating in."""
    if not person or not thing:
        raise RatingsError(
            N_("Line {number}: expected a person and a thing. Received: an empty one."),
            number=number,
        )
    try:
        value = float(stars)
    except ValueError:
        value = math.nan
    if not STARS[0] <= value <= STARS[1]:
        raise RatingsError(
            N_(
                "Line {number}: expected a rating from {least} to {most:g}. Received: {received!r}."
            ),
            number=number,
            least=STARS[0],
            most=STARS[1],
            received=_printable(stars)[:20],
        )
    found.people.append(found.rows.setdefault(person[:LONGEST_NAME], len(found.rows)))
    found.things.append(found.columns.setdefault(thing[:LONGEST_NAME], len(found.columns)))
    found.stars.append(value)
    most = {
        N_("ratings"): (len(found.stars), limits.ratings),
        N_("people"): (len(found.rows), limits.people),
        N_("things"): (len(found.columns), limits.things),
    }
    for what, (count, limit) in most.items():
        if count > limit:
            raise RatingsError(
                N_("Expected at most {limit:,} {what}. Received: more."),
                limit=limit,
                what=Message(what),
            )


def _checked(found: _Listed, limits: Limits) -> Ratings:
    _require_size(found, limits)
    people, things = (np.frombuffer(part, np.int32).copy() for part in (found.people, found.things))
    _require_one_each(people, things, found.names)
    stars = np.frombuffer(found.stars, np.float32).copy()
    if stars.min() == stars.max():
        raise RatingsError(
            N_("Expected ratings that differ. Received: {stars:g} stars, each time."),
            stars=stars[0],
        )
    return Ratings(people, things, stars, tuple(found.names), len(found.rows))


def _require_size(found: _Listed, limits: Limits) -> None:
    counts = {
        N_("ratings"): (len(found.stars), limits.least_ratings),
        N_("people"): (len(found.rows), limits.least_people),
        N_("things"): (len(found.columns), limits.least_things),
    }
    for what, (count, least) in counts.items():
        if count < least:
            raise RatingsError(
                N_("Expected {least:,} {what} or more. Received: {count:,}."),
                least=least,
                what=Message(what),
                count=count,
            )
    if len(found.rows) * len(found.columns) > limits.cells:
        raise RatingsError(
            N_(
                "Expected people times things to be at most {most:,}. Received: "
                "{people:,} times {things:,}. Leave out who or what is rare."
            ),
            most=limits.cells,
            people=len(found.rows),
            things=len(found.columns),
        )


def _require_one_each(people: np.ndarray, things: np.ndarray, names: Sequence[str]) -> None:
    cells, counts_of = np.unique(people.astype(np.int64) * len(names) + things, return_counts=True)
    if len(cells) < len(people):
        twice = int(cells[np.argmax(counts_of > 1)])
        thing = names[twice % len(names)]
        raise RatingsError(
            N_("Expected one rating of each thing by a person. Received: two of {thing!r} by one."),
            thing=thing,
        )


def _printable(text: str) -> str:
    """Return a text without what moves a cursor or turns the direction of writing."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
