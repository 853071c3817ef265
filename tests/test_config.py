"""The configuration: stable keys, ranges kept, and refusals that say what to do."""

import json
from typing import ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from ae import config
from ae.config import options
from ae.models.architectures import REGISTRY
from tests.stand_ins import takers

EVERY_ARCHITECTURE = pytest.mark.parametrize("architecture", takers("picture"))
EVERY_DATASET = pytest.mark.parametrize("dataset", ["digits", "mnist"])
PRESETS = [(name, preset) for name in takers("picture") for preset in config.presets(name)]
EVERY_PRESET = pytest.mark.parametrize(("architecture", "name"), PRESETS)

WRONG = [
    ("latent_dim", 0, "a whole number from 1 to 128"),
    ("latent_dim", 129, "a whole number from 1 to 128"),
    ("latent_dim", "many", "a whole number from 1 to 128"),
    ("latent_dim", 2.5, "a whole number from 1 to 128"),
    ("latent_dim", None, "a whole number from 1 to 128"),
    ("latent_dim", [32], "a whole number from 1 to 128"),
    ("epochs", 201, "a whole number from 1 to 200"),
    ("batch_size", "15", "a whole number from 16 to 1024"),
    ("train_size", 1441, "a whole number from 100 to 1440"),
    ("seed", -1, "a whole number from 0 to 999999"),
    ("learning_rate", float("nan"), "a number from 1e-05 to 0.1"),
    ("learning_rate", "nan", "a number from 1e-05 to 0.1"),
    ("learning_rate", float("inf"), "a number from 1e-05 to 0.1"),
    ("learning_rate", 1.0, "a number from 1e-05 to 0.1"),
    ("loss", "hinge", "one of bce, mse"),
    ("activation", "elu", "one of relu, linear, tanh"),
    ("dataset", "cifar", "one of digits, mnist"),
    ("dataset", ["digits"], "one of digits, mnist"),
    ("architecture", "transformer", "one of "),
    ("colour", "red", "one of the fields "),
    ("name", "basic", "one of the fields "),
]


def ids(case):
    return f"{case[0]}={case[1]}"


DIGITS = {
    "dataset": "digits",
    "architecture": "basic",
    "activation": "relu",
    "latent_dim": 32,
    "loss": "bce",
    "train_size": 1440,
    "epochs": 30,
    "batch_size": 32,
    "learning_rate": 0.01,
    "seed": 0,
}
DIGITS_TRAINING = {
    name: DIGITS[name] for name in ("latent_dim", "loss", "epochs", "batch_size", "learning_rate")
}
MNIST = DIGITS | {
    "dataset": "mnist",
    "train_size": 60000,
    "epochs": 6,
    "batch_size": 250,
    "learning_rate": 0.03,
}


@pytest.mark.parametrize(
    ("chosen", "key"), [(DIGITS, "ff69f86578478520"), (MNIST, "374ae0a99cf05e33")]
)
def test_the_keys_of_full_configurations_stay(chosen, key):
    """A changed key orphans everyone's runs: it may change only with FORMAT_VERSION."""
    assert config.from_flat(chosen).key() == key


def test_every_field_is_part_of_the_key():
    base = config.from_flat({"architecture": "basic"})
    others = {
        "dataset": "mnist",
        "latent_dim": 31,
        "loss": "mse",
        "train_size": 1439,
        "epochs": 29,
        "batch_size": 33,
        "learning_rate": 0.0051,
        "seed": 1,
        "activation": "tanh",
    }
    assert set(others) == set(base.flat()) - {"architecture"}
    keys = {config.from_flat(base.flat() | {name: value}).key() for name, value in others.items()}
    assert len(keys | {base.key()}) == len(others) + 1


@pytest.mark.parametrize("case", WRONG, ids=ids)
def test_a_wrong_value_is_refused_in_words(case):
    name, value, expected = case
    with pytest.raises(config.ConfigError) as refused:
        config.from_flat({name: value})
    (problem,) = refused.value.problems
    assert problem.field == name
    message = str(refused.value)
    assert message.startswith(f"{name}: expected {expected}")
    assert message.endswith(f"Received: {str(value)!r}.")


@pytest.mark.parametrize("case", WRONG, ids=ids)
def test_leniently_only_the_wrong_field_falls_back(case):
    name, value, _ = case
    chosen = {"latent_dim": 7, "epochs": 3, "seed": 5, "loss": "mse", "activation": "tanh"}
    chosen.pop(name, None)
    made, problems = config.from_flat_leniently({name: value, **chosen})
    assert [problem.field for problem in problems] == [name]
    assert made.flat() == config.from_flat(chosen).flat()


def test_every_wrong_field_is_named_at_once():
    with pytest.raises(config.ConfigError) as refused:
        config.from_flat({"latent_dim": 0, "seed": "x", "wings": 2})
    assert {problem.field for problem in refused.value.problems} == {"latent_dim", "seed", "wings"}


def test_each_wrong_field_has_a_line_of_its_own():
    with pytest.raises(config.ConfigError) as refused:
        config.from_flat({"latent_dim": 0, "seed": "x", "wings": 2})
    lines = str(refused.value).split("\n")
    assert lines == [str(problem) for problem in refused.value.problems]
    assert lines[1] == "seed: expected a whole number from 0 to 999999. Received: 'x'."


def test_an_unknown_field_is_told_those_of_the_architecture_that_was_chosen():
    _, (problem,) = config.from_flat_leniently({"architecture": "deep", "wings": 2})
    assert "width" in problem.expected.removeprefix("one of the fields ").split(", ")


def test_an_unknown_field_is_told_the_known_ones_in_order():
    names = config.expected("colour").removeprefix("one of the fields ").split(", ")
    assert names == sorted({*config.shared_fields(), "activation"})


def test_a_very_long_value_is_cut_in_the_message():
    with pytest.raises(config.ConfigError) as refused:
        config.from_flat({"loss": "x" * 10_000})
    assert str(refused.value).endswith(f"Received: '{80 * 'x'}'.")
    with pytest.raises(ValueError, match=rf"Received: '{80 * 'x'}'\.$"):
        config.checked_key(10_000 * "x")


def test_numbers_as_text_are_numbers():
    texts = {"latent_dim": "7", "epochs": "3", "learning_rate": "0.01", "seed": "12"}
    numbers = {"latent_dim": 7, "epochs": 3, "learning_rate": 0.01, "seed": 12}
    assert config.from_flat(texts) == config.from_flat(numbers)
    assert config.from_flat(texts).key() == config.from_flat(numbers).key()


def test_the_train_size_may_be_as_large_as_its_dataset():
    assert config.from_flat({"dataset": "mnist", "train_size": 60_000}).train_size == 60_000
    assert config.bounds("train_size", "digits") == (100, 1440)
    assert config.bounds("train_size", "mnist") == (100, 60_000)
    assert config.bounds("train_size") == (100, 60_000)
    assert config.expected("train_size") == "a whole number from 100 to 60000"


def test_classes_are_told_by_their_numbers_where_there_are_any():
    told = "class numbers from 0 to 9 with commas between them, or nothing for all"
    assert config.expected("classes", "digits") == told
    assert config.expected("classes", "tastes") == "nothing: the dataset has no classes"


@EVERY_DATASET
def test_round_trips(dataset):
    made = config.from_flat({"dataset": dataset, "latent_dim": 3, "activation": "linear"})
    assert config.from_json(made.canonical_json()) == made
    assert config.from_flat(made.flat()) == made
    as_text = {name: str(value) for name, value in made.flat().items()}
    assert config.from_flat(as_text).key() == made.key()


@EVERY_DATASET
@EVERY_ARCHITECTURE
def test_the_defaults_of_every_architecture_are_accepted(dataset, architecture):
    chosen = {"dataset": dataset, "architecture": architecture}
    made = config.from_flat(chosen)
    assert made.flat() == config.defaults(dataset, architecture)
    assert config.from_json(made.canonical_json()) == made


def test_own_options_may_have_defaults_for_a_dataset():
    assert config.from_flat({"architecture": "deep"}).architecture.width == 128
    assert config.from_flat({"architecture": "deep"}, "mnist").architecture.width == 256
    assert config.from_flat({"architecture": "deep", "width": 200}).architecture.width == 200


def highest(architecture):
    return 1024 if architecture == "sparse" else 128


@EVERY_DATASET
@EVERY_ARCHITECTURE
def test_the_latent_size_has_the_range_of_its_architecture(dataset, architecture):
    high = highest(architecture)
    chosen = {"dataset": dataset, "architecture": architecture}
    assert config.bounds("latent_dim", dataset, architecture) == (1, high)
    assert config.expected("latent_dim", dataset, architecture).endswith(f" from 1 to {high}")
    assert config.from_flat(chosen | {"latent_dim": high}).latent_dim == high
    for value in (0, high + 1):
        with pytest.raises(config.ConfigError) as refused:
            config.from_flat(chosen | {"latent_dim": value})
        expected = f"expected a whole number from 1 to {high}. Received: '{value}'."
        assert str(refused.value) == f"latent_dim: {expected}"


@EVERY_ARCHITECTURE
def test_json_with_a_latent_size_beyond_its_architecture_is_refused(architecture):
    values = json.loads(config.from_flat({"architecture": architecture}).canonical_json())
    with pytest.raises(ValidationError):
        config.from_json(json.dumps(values | {"latent_dim": highest(architecture) + 1}))


def test_the_order_of_the_values_does_not_matter():
    values = {"latent_dim": 512, "penalty": "l1", "architecture": "sparse", "dataset": "mnist"}
    assert config.from_flat(values) == config.from_flat(dict(reversed(values.items())))


def test_the_linear_architecture_knows_one_loss():
    assert config.choices("loss", architecture="linear") == ("mse",)
    assert config.choices("loss", architecture="basic") == ("bce", "mse")
    with pytest.raises(config.ConfigError) as refused:
        config.from_flat({"architecture": "linear", "loss": "bce"})
    assert str(refused.value) == "loss: expected one of mse. Received: 'bce'."
    values = json.loads(config.from_flat({"architecture": "linear"}).canonical_json())
    with pytest.raises(ValidationError):
        config.from_json(json.dumps(values | {"loss": "bce"}))


@pytest.mark.parametrize(
    ("architecture", "name", "value"),
    [
        ("linear", "loss", "bce"),
        ("basic", "latent_dim", 129),
        ("sparse", "latent_dim", 1025),
        ("sparse", "target", 0.6),
        ("deep", "width", 31),
    ],
)
def test_leniently_falls_back_to_what_suits_the_architecture(architecture, name, value):
    chosen = {"architecture": architecture, "epochs": 3}
    made, problems = config.from_flat_leniently(chosen | {name: value})
    (problem,) = problems
    assert problem.field == name
    assert problem.expected == config.expected(name, "digits", architecture)
    assert made.flat() == config.from_flat(chosen).flat()
    assert made.flat()[name] == config.defaults("digits", architecture)[name] != value


def test_an_architecture_that_is_not_known_has_no_fields():
    with pytest.raises(ValueError, match="no such architecture: 'transformer'"):
        config.option_fields("transformer")


def test_an_architecture_is_known_by_the_name_of_its_options(monkeypatch):
    monkeypatch.setattr(options, "_REGISTERED", dict(options._REGISTERED))

    class Winged(config.Options):
        name: Literal["winged"] = "winged"
        wings: int = Field(2, ge=1, le=8)
        folded: bool = False
        presets: ClassVar = {"soaring": {"wings": 8}, "folded": {"folded": True}}
        training_defaults: ClassVar = {"small": {**DIGITS_TRAINING, "wings": 3}}

    assert config.choices("architecture")[-1] == "winged"
    assert config.bounds("wings", "digits", "winged") == (1, 8)
    assert config.expected("folded", "digits", "winged") == "true or false"
    with pytest.raises(config.ConfigError, match=r"preset: expected one of soaring, folded\. Rec"):
        config.preset("digits", "winged", "gliding")
    made = config.from_flat({"architecture": "winged"})
    assert made.architecture == Winged(wings=3)
    assert config.from_json(made.canonical_json()) == made


def test_there_are_presets():
    assert ("deep", "science-2006") in PRESETS
    assert config.presets("basic") == ()


@EVERY_DATASET
@EVERY_PRESET
def test_every_preset_is_a_configuration_of_its_own(dataset, architecture, name):
    flat = config.preset(dataset, architecture, name)
    made = config.from_flat(flat)
    assert made.flat() == flat
    assert (made.dataset, made.architecture.name) == (dataset, architecture)
    assert made.key() != config.from_flat(config.defaults(dataset, architecture)).key()


@EVERY_DATASET
@EVERY_PRESET
def test_a_preset_changes_only_what_it_names(dataset, architecture, name):
    changed = dict(REGISTRY[architecture].options.presets[name])
    scales = {scale: changed.pop(scale, {}) for scale in ("small", "large")}
    changed |= scales[config.data_spec(dataset).scale]
    plain = config.defaults(dataset, architecture)
    assert config.preset(dataset, architecture, name) == {**plain, **changed}
    assert set(changed) <= set(plain)


def test_a_preset_may_be_tuned_for_a_datasets_scale():
    presets = [config.preset(dataset, "deep", "one-class") for dataset in ("digits", "mnist")]
    assert presets[0]["latent_dim"] == presets[1]["latent_dim"] == 8
    assert presets[0]["batch_size"] < presets[1]["batch_size"]


@EVERY_DATASET
@EVERY_ARCHITECTURE
def test_choices_are_told_even_of_data_that_an_architecture_does_not_take(dataset, architecture):
    for name in config.option_fields(architecture):
        assert config.expected(name, dataset, architecture)


@EVERY_DATASET
@EVERY_ARCHITECTURE
def test_an_unknown_preset_is_refused_naming_the_known_ones(dataset, architecture):
    with pytest.raises(config.ConfigError) as refused:
        config.preset(dataset, architecture, "fastest")
    (problem,) = refused.value.problems
    assert problem.field == "preset"
    message = str(refused.value)
    assert message.startswith("preset: expected ")
    assert message.endswith("Received: 'fastest'.")
    known = config.presets(architecture) or (f"nothing, since {architecture} has no named",)
    assert all(name in message for name in known)


def test_canonical_json_is_sorted_and_tight():
    text = config.from_flat({}).canonical_json()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(
    "damage",
    [
        {"architecture": {"name": "transformer"}},
        {"architecture": {"name": ["basic"]}},
        {"architecture": {}},
        {"architecture": None},
        {"architecture": "basic"},
        {"architecture": {"name": "basic", "wings": 2}},
        {"latent_dim": 0},
        {"learning_rate": None},
        {"extra": 1},
    ],
    ids=str,
)
def test_json_of_another_kind_is_refused(damage):
    values = json.loads(config.from_flat({}).canonical_json()) | damage
    with pytest.raises(ValidationError):
        config.from_json(json.dumps(values))


def test_a_configuration_is_frozen():
    made = config.from_flat({})
    with pytest.raises(ValidationError):
        made.seed = 3
    with pytest.raises(ValidationError):
        made.architecture.activation = "tanh"


@pytest.mark.parametrize("text", ["0123456789abcdef", "f" * 64])
def test_keys_are_keys(text):
    assert config.is_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "../x",
        "../../../../etc/x",
        "0123456789abcdef/..",
        "0123456789ABCDEF",
        "0123456789abcde",
        "f" * 65,
        "0123456789abcdeg",
        "0123456789abcdef\n",
        "٠123456789abcdef",
    ],
)
def test_other_texts_are_not(text):
    assert not config.is_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"architecture": "variational", "beta": 0}, {"architecture": "variational", "beta": -0.0}),
        ({"architecture": "deep", "weight_decay": "0"}, {"architecture": "deep"}),
        (
            {"architecture": "sparse", "penalty": "l1", "target": 0.2},
            {"architecture": "sparse", "penalty": "l1"},
        ),
        (
            {"architecture": "sparse", "penalty_weight": 0, "target": 0.2},
            {"architecture": "sparse", "penalty_weight": 0},
        ),
        (
            {"architecture": "denoising", "training_noise_level": 0, "training_noise": "block"},
            {"architecture": "denoising", "training_noise_level": 0},
        ),
        (
            {"architecture": "variational", "beta": 0, "kl_warm_up": 0.9},
            {"architecture": "variational", "beta": 0},
        ),
        ({"classes": "0,1,2,3,4,5,6,7,8,9"}, {}),
    ],
    ids=lambda values: str(values)[:60],
)
def test_what_makes_no_difference_makes_no_other_key(one, other):
    assert config.from_flat(one).key() == config.from_flat(other).key()


def test_what_makes_a_difference_makes_another_key():
    flats = [
        {"architecture": "sparse", "target": 0.2},
        {"architecture": "sparse"},
        {"architecture": "denoising", "training_noise": "block"},
        {"architecture": "denoising"},
        {"architecture": "variational", "kl_warm_up": 0.9},
        {"architecture": "variational"},
    ]
    assert len({config.from_flat(flat).key() for flat in flats}) == len(flats)


def test_the_content_of_the_data_is_in_the_key_where_it_is_not_the_known_one():
    known = config.from_flat({})
    other = known.model_copy(update={"content": "0123456789abcdef"})
    assert other.key() != known.key()
    assert "content" not in known.canonical_json() and "content" not in other.flat()
    assert config.from_json(other.canonical_json()) == other


def test_nobody_chooses_the_content():
    _, (problem,) = config.from_flat_leniently({"content": "0123456789abcdef"})
    assert problem.field == "content" and "content" not in problem.expected


@pytest.mark.parametrize("name", ["epochs", "latent_dim", "learning_rate", "seed"])
def test_true_is_no_number(name):
    with pytest.raises(config.ConfigError, match=rf"{name}: expected a .*number from .* 'True'"):
        config.from_flat({name: True})
    assert config.from_flat({"architecture": "variational", "binarise": True}).flat()["binarise"]
