"""Tables of ratings: read as they are, or refused with a sentence that says what to do."""

import tracemalloc

import numpy as np
import pytest

from ae.data import ratings_file
from ae.data.ratings_file import Limits, RatingsError, read

HEAD = "userId,movieId,rating\n"


def body(people=120, things=30, each=10, form="{u},{i},{r}\n"):
    """Return lines of ratings: each person rates some of the things."""
    rng = np.random.default_rng(0)
    return "".join(
        form.format(u=f"u{person}", i=f"m{thing}", r=0.5 * rng.integers(1, 11))
        for person in range(people)
        for thing in rng.permutation(things)[:each]
    )


WHOLE = HEAD + body()


def test_a_table_comes_as_it_is():
    table = HEAD + "a,x,4.5\na,y,1\n" + body()
    found = read(table.encode())
    assert found.count == 121 and len(found.names) == 32
    assert found.names[:2] == ("x", "y")
    np.testing.assert_array_equal(found.stars[:2], [4.5, 1.0])
    np.testing.assert_array_equal(found.people[:3], [0, 0, 1])
    np.testing.assert_array_equal(found.things[:2], [0, 1])


@pytest.mark.parametrize(
    "table",
    [
        "\ufeff" + WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace(",", ";"),
        WHOLE.replace(",", "\t"),
        WHOLE.replace("userId,movieId,rating", "USER , item_id,Stars"),
        WHOLE + "\n\n",
        HEAD.replace("\n", ",timestamp\n") + body(form="{u},{i},{r},964982703\n"),
        HEAD + body(form='"{u}","{i}","{r}"\n'),
    ],
    ids=["mark", "crlf", "semicolons", "tabs", "names", "empty lines", "more columns", "quoted"],
)
def test_other_ways_of_writing_the_same_table(table):
    np.testing.assert_array_equal(read(table.encode()).stars, read(WHOLE.encode()).stars)


def test_utf_16_with_its_mark_is_read():
    assert read(WHOLE.encode("utf-16")).count == 120


def test_names_come_from_a_column_or_from_elsewhere():
    table = "userId,movieId,rating,title\n" + body(form='{u},{i},{r},"The ""{i}"", again"\n')
    assert read(table.encode()).names[0].startswith('The "m')
    titles = ratings_file.read_titles(b'movieId,title\nm1,"One, two"\nm2\n')
    assert titles == {"m1": "One, two"}
    assert "One, two" in read(WHOLE.encode(), titles=titles).names


def test_names_lose_what_moves_a_cursor_and_what_is_too_long():
    table = "userId,movieId,rating,title\n" + body(
        form="{u},{i},{r},\x1b[2J\u202e{i}" + "x" * 300 + "\n"
    )
    name = read(table.encode()).names[0]
    assert len(name) == ratings_file.LONGEST_NAME and name.isprintable()


BAD = {
    "empty": (b"", "an empty file"),
    "blanks only": (b" \n\n  \n", "an empty file"),
    "header only": (HEAD.encode(), "Expected 1,000 ratings or more. Received: 0"),
    "one column": (b"userId\n1\n2\n", "no movieid or movie"),
    "no header": (body().encode(), "Expected a first line that names the columns"),
    "another table": (b"a,b,c\n1,2,3\n", "no userid or user"),
    "no ratings column": (b"userId,movieId\n1,2\n", "no rating or stars"),
    "ratings in words": (WHOLE.replace(",4.0", ",four").encode(), "expected a rating from 0.5 to"),
    "a rating of NaN": ((WHOLE + "u1,new,nan\n").encode(), "Received: 'nan'"),
    "an infinite rating": ((WHOLE + "u1,new,inf\n").encode(), "Received: 'inf'"),
    "no rating": ((WHOLE + "u1,new,\n").encode(), "Received: ''"),
    "a rating of 0": ((WHOLE + "u1,new,0\n").encode(), "Received: '0'"),
    "a rating of 10": ((WHOLE + "u1,new,10\n").encode(), "Received: '10'"),
    "a negative rating": ((WHOLE + "u1,new,-3\n").encode(), "Received: '-3'"),
    "a comma for a point": ((WHOLE + 'u1,new,"3,5"\n').encode(), "Received: '3,5'"),
    "a line cut short": ((WHOLE + "u1,new\n").encode(), "expected 3 columns. Received: 2"),
    "no person": ((WHOLE + ",new,4\n").encode(), "expected a person and a thing"),
    "no thing": ((WHOLE + "u1,,4\n").encode(), "expected a person and a thing"),
    "rated twice": ((WHOLE + "u0,n,4\nu0,n,5\n").encode(), "Received: two of 'n' by one"),
    "all ratings equal": ((HEAD + body(form="{u},{i},3\n")).encode(), "3 stars, each time"),
    "few people": ((HEAD + body(50, 60, 40)).encode(), "Expected 100 people or more"),
    "few things": ((HEAD + body(200, 10)).encode(), "Expected 20 things or more"),
    "a million columns": (b"userId,movieId,rating" + b",x" * 1_000_000, "lines of at most"),
    "a line of megabytes": ((HEAD + "a" * 3_000_000).encode(), "lines of at most"),
    "a quoted bomb": ((HEAD + '"' + "a,b,c\n" * 500_000).encode(), "cannot be read"),
    "quotes that never end": ((WHOLE + '"u1,new,4\n').encode(), "expected 3 columns"),
    "bytes of a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 100, "another encoding"),
    "zeros": (b"\0" * 100_000, "bytes that are none"),
    "a zip": (b"PK\x03\x04\x14\x00\x00\x00" * 1000, "bytes that are none"),
    "latin 1": ((HEAD + body(form="é{u},{i},{r}\n")).encode("latin-1"), "another encoding"),
    "utf-16 without its mark": (WHOLE.encode("utf-16-le"), "bytes that are none"),
    "utf-16 cut short": (WHOLE.encode("utf-16")[:-1], "another encoding"),
    "too large": (HEAD.encode() + b"u,i,4\n" * 1_000_000, "at most 4 MB"),
    "too many people": (
        HEAD.encode() + "".join(f"{n},x{n % 30},4\n" for n in range(5_100)).encode(),
        "at most 5,000 people",
    ),
    "too many things": (
        HEAD.encode() + "".join(f"{n % 200},x{n},4\n" for n in range(2_100)).encode(),
        "at most 2,000 things",
    ),
    "JSON": (b'[{"userId": 1, "movieId": 2, "rating": 3}]', "Expected a first line that names"),
    "a spreadsheet's formula": ((WHOLE + "u1,new,=1+1\n").encode(), "Received: '=1+1'"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_such_table_is_told_in_a_sentence(kind):
    content, said = BAD[kind]
    tracemalloc.start()
    try:
        with pytest.raises(RatingsError) as caught:
            read(content)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    message = str(caught.value)
    assert said in message, message
    assert len(message) < 300 and message.isprintable() and message.endswith((".", "each time."))
    assert most < 50_000_000


def test_people_times_things_have_a_bound():
    small = Limits(cells=3_000)
    with pytest.raises(RatingsError, match="people times things to be at most 3,000"):
        read(WHOLE.encode(), small)


def test_many_ratings_have_a_bound():
    with pytest.raises(RatingsError, match="at most 1,100 ratings"):
        read(WHOLE.encode(), Limits(ratings=1_100))
