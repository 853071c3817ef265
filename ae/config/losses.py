"""The reconstruction losses by name: what each is called, and for which data it makes sense.

What they compute stands in `ae.models.losses`.
"""

from dataclasses import dataclass

from ae.i18n import N_


@dataclass(frozen=True)
class ReconstructionLoss:
    """One entry of the registry.

    Args:
        label: its name for people.
        keras_class: its class in `keras.losses`; empty where `ae.models.losses` has its own.
        of_probabilities: whether it reads values as probabilities, so that they must lie in [0, 1].
        of_choices: whether it reads values as chosen or not, among many: of ratings only.
    """

    label: str
    keras_class: str
    of_probabilities: bool = False
    of_choices: bool = False


LOSSES: dict[str, ReconstructionLoss] = {
    "bce": ReconstructionLoss(N_("BCE"), "BinaryCrossentropy", of_probabilities=True),
    "mse": ReconstructionLoss(N_("MSE"), "MeanSquaredError"),
    "multinomial": ReconstructionLoss(N_("Multinomial"), "", of_choices=True),
}
"""The registry, in the order in which controls show it."""
