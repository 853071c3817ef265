"""Invented people with hidden tastes, who rate things that everybody knows; always here."""

import numpy as np

from ae.caching import cached
from ae.config import DataSpec
from ae.data import ratings
from ae.data.datasets import rating_splits
from ae.data.datasets.base import Dataset, Made, Split, SplitName
from ae.i18n import N_

TASTES = (N_("sweet"), N_("hearty"), N_("outdoors"), N_("quiet"))
"""The hidden tastes: how much somebody likes each is drawn from a normal distribution."""
THINGS: dict[str, tuple[float, ...]] = {
    N_("Apples"): (0.5, -0.2, 0.3, 0.0),
    N_("Bananas"): (0.7, 0.0, 0.2, 0.0),
    N_("Strawberries"): (1.0, -0.2, 0.1, 0.1),
    N_("Cherries"): (0.9, 0.0, 0.0, 0.2),
    N_("Grapes"): (0.8, 0.0, 0.0, 0.1),
    N_("Oranges"): (0.5, -0.3, 0.2, 0.0),
    N_("Lemons"): (-1.1, -0.2, 0.0, 0.0),
    N_("Grapefruit"): (-1.1, -0.4, 0.0, 0.0),
    N_("Mangoes"): (0.9, 0.0, 0.2, 0.0),
    N_("Pineapple"): (0.8, 0.1, 0.1, -0.2),
    N_("Melon"): (0.7, -0.3, 0.2, 0.0),
    N_("Peaches"): (0.9, -0.1, 0.0, 0.1),
    N_("Ice cream"): (1.1, 0.2, 0.0, -0.2),
    N_("Chocolate cake"): (1.2, 0.3, -0.2, 0.1),
    N_("Pancakes"): (1.0, 0.4, 0.0, 0.0),
    N_("Apple pie"): (1.0, 0.4, 0.0, 0.2),
    N_("Doughnuts"): (1.1, 0.3, -0.3, -0.1),
    N_("Rice pudding"): (0.9, 0.1, -0.1, 0.3),
    N_("Steak"): (-0.3, 1.1, 0.2, -0.2),
    N_("Hamburgers"): (0.1, 1.1, 0.0, -0.3),
    N_("Sausages"): (-0.1, 1.2, 0.1, -0.1),
    N_("Roast chicken"): (0.0, 0.9, 0.0, 0.0),
    N_("Lasagne"): (0.1, 0.9, -0.2, 0.1),
    N_("Pizza"): (0.2, 0.9, -0.1, -0.3),
    N_("Chilli"): (-0.3, 1.1, 0.2, -0.2),
    N_("Curry"): (0.0, 0.9, 0.1, 0.1),
    N_("Fried potatoes"): (0.1, 1.0, -0.1, -0.2),
    N_("Meatballs"): (0.0, 1.1, -0.1, 0.0),
    N_("Goulash"): (-0.2, 1.1, 0.0, 0.1),
    N_("Lentil soup"): (-0.5, 0.3, 0.0, 0.1),
    N_("Green salad"): (-0.4, -1.1, 0.1, 0.0),
    N_("Tofu"): (-0.3, -1.2, 0.0, 0.0),
    N_("Steamed fish"): (-0.5, -1.0, 0.0, 0.0),
    N_("Blue cheese"): (-1.1, 0.3, 0.0, 0.0),
    N_("Hiking"): (0.0, 0.0, 1.1, 0.2),
    N_("Cycling"): (0.0, -0.1, 1.1, -0.1),
    N_("Swimming"): (0.1, 0.0, 0.9, -0.1),
    N_("Football"): (-0.1, 0.2, 0.8, -1.0),
    N_("Climbing"): (-0.1, 0.0, 1.1, -0.2),
    N_("Running"): (-0.1, -0.3, 1.0, 0.0),
    N_("Skiing"): (0.1, 0.2, 1.1, -0.3),
    N_("Sailing"): (0.0, 0.1, 1.0, 0.1),
    N_("Camping"): (0.0, 0.4, 1.1, 0.0),
    N_("Fishing"): (-0.1, 0.5, 0.7, 0.5),
    N_("Gardening"): (0.2, 0.0, 0.6, 0.7),
    N_("Birdwatching"): (0.0, -0.1, 0.8, 0.9),
    N_("Dancing"): (0.0, -0.2, -0.1, -1.1),
    N_("Board games"): (0.0, 0.0, -1.0, 0.1),
    N_("Chess"): (-0.2, -0.1, -0.7, 0.7),
    N_("Reading novels"): (0.2, -0.1, -0.1, 1.1),
    N_("Poetry"): (0.1, -0.3, 0.0, 1.2),
    N_("Painting"): (0.1, -0.1, 0.1, 1.0),
    N_("Knitting"): (0.4, 0.0, -0.2, 1.0),
    N_("Pottery"): (0.1, 0.0, 0.1, 0.9),
    N_("Playing the piano"): (0.1, 0.0, -0.1, 1.0),
    N_("Choir singing"): (0.3, 0.0, 0.0, 0.6),
    N_("Museums"): (0.0, -0.1, 0.1, 1.1),
    N_("Theatre"): (0.1, 0.0, -0.1, 0.9),
    N_("Crosswords"): (0.0, 0.0, -1.0, 0.5),
    N_("Jigsaw puzzles"): (0.0, 0.0, -1.0, 0.5),
    N_("Karaoke"): (0.1, 0.1, -0.4, -1.2),
    N_("Rock concerts"): (-0.1, 0.1, -0.1, -1.2),
    N_("Fairgrounds"): (0.4, 0.1, -0.1, -1.1),
    N_("Video games"): (0.0, 0.1, -1.2, -0.6),
    N_("Cinema"): (0.1, 0.0, -1.1, -0.1),
    N_("Baking"): (0.9, 0.2, -0.2, 0.6),
}
"""How much each hidden taste makes somebody like a thing."""
SPEC = DataSpec(
    name="tastes",
    kind="ratings",
    shape=(len(THINGS),),
    train_size=2000,
    scale="small",
    value_range=ratings.STARS,
)
SEED = 20
USUAL, OF_THINGS, OF_PEOPLE, CHANCE = 3.1, 0.3, 0.25, 0.45
"""The usual rating; how far things, people and single ratings deviate from it (one σ)."""
KNOWN, MORE_IF_LIKED = 0.5, 0.1
"""Which share of things somebody has rated, and how much more likely one is that is liked."""


def _read(split: SplitName) -> Split:
    return rating_splits.split(_listed(), (SPEC.train_size, SPEC.size), split)


@cached(1)
def _listed() -> ratings.Ratings:
    people, things = hidden()
    rng = np.random.default_rng(SEED + 1)
    shape = (len(people), len(things))
    like = people @ things.T
    usual = USUAL + OF_THINGS * rng.standard_normal(shape[1])
    usual = usual + OF_PEOPLE * rng.standard_normal((shape[0], 1))
    stars = usual + like + CHANCE * rng.standard_normal(shape)
    stars = np.clip(np.rint(2 * stars) / 2, *ratings.STARS).astype(np.float32)
    known = rng.random(shape) < KNOWN + MORE_IF_LIKED * np.clip(like, -2, 2)
    rows, columns = np.nonzero(known)
    return ratings.Ratings(rows, columns, stars[known], tuple(THINGS), len(people))


def hidden() -> tuple[np.ndarray, np.ndarray]:
    """Return the hidden tastes of the people (2000, 4), and what they do for things (66, 4)."""
    people = np.random.default_rng(SEED).standard_normal((SPEC.train_size, len(TASTES)))
    return people, np.array(list(THINGS.values()))


DATASET = Dataset(
    spec=SPEC,
    label=N_("Invented tastes"),
    credit=N_(
        "2,000 invented people with four hidden tastes who rate 66 fruits, dishes and hobbies: "
        "made by the app, the same every time."
    ),
    read=_read,
    splits=("train", "validation", "test"),
    sample=N_("person"),
    samples=N_("people"),
    columns=lambda: tuple(THINGS),
    made=Made(
        words=N_(
            "Each person was given four numbers, drawn from a normal distribution: how much they "
            "are for what is sweet, hearty, outdoors and quiet. Each thing has four weights, set "
            "by hand. A rating is 3.1 stars, plus what the thing deviates from that (σ = 0.3), "
            "plus what the person does (σ = 0.25), plus taste times weight, plus chance "
            "(σ = 0.45), to the nearest half star. About half of the things are rated, liked ones "
            "more often."
        ),
        names=TASTES,
        hidden=hidden,
    ),
)
