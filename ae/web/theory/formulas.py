"""The formulas of the theory, each with its symbols named and the function of ours that is it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ae import analysis
from ae.i18n import N_
from ae.models import losses, training
from ae.models.architectures import adversarial, basic, denoising, variational


@dataclass(frozen=True)
class Formula:
    """One formula.

    Args:
        title, words: marked with `N_`; the words are Markdown of ours and name every symbol.
        latex: the formula.
        code: the function of ours that computes it.
    """

    title: str
    latex: str
    words: str
    code: Callable[..., Any]

    def source(self) -> str:
        """Return the function's source."""
        return inspect.getsource(self.code)

    def place(self) -> str:
        """Return where it stands: file and function."""
        return f"{self.code.__module__.replace('.', '/')}.py, {self.code.__name__}"


FORMULAS = (
    Formula(
        N_("Encoder and decoder"),
        r"x \;\longmapsto\; z = f(x) \;\longmapsto\; \hat{x} = g(z)",
        N_(
            "$x$ is a sample, for instance the pixels of a digit; $f$ is the encoder; $z$ is the "
            "code, a few numbers; $g$ is the decoder; $\\hat{x}$ is the reconstruction."
        ),
        basic.build,
    ),
    Formula(
        N_("Squared error"),
        r"\ell(x, \hat{x}) = \sum_{i=1}^{n} (x_i - \hat{x}_i)^2",
        N_(
            "$n$ is how many values a sample has, $x_i$ one of them. Divided by $n$ it is the mean "
            "squared error (MSE)."
        ),
        analysis.squared_error,
    ),
    Formula(
        N_("Binary cross-entropy"),
        r"\ell(x, \hat{x}) = -\sum_{i=1}^{n} \big( x_i \log \hat{x}_i + (1 - x_i)"
        r" \log (1 - \hat{x}_i) \big)",
        N_(
            "Each pixel is taken as the probability of being white, and so is each $\\hat{x}_i$. "
            "Grey pixels leave a rest that no reconstruction can take away."
        ),
        analysis.cross_entropy,
    ),
    Formula(
        N_("What a training looks for"),
        r"\min_{\theta, \phi} \; \mathbb{E}_x \, \ell\big(x, g_\phi(f_\theta(x))\big)",
        N_(
            "$\\theta$ and $\\phi$ are the weights of encoder and decoder; $\\mathbb{E}_x$ is the "
            "mean over the training samples. Each step moves the weights a little down the slope, "
            "for a batch of samples."
        ),
        training.fit,
    ),
    Formula(
        N_("Denoising"),
        r"\min \; \mathbb{E}_x \, \mathbb{E}_{\tilde{x} \sim C(\tilde{x} \mid x)} \,"
        r" \ell\big(x, g(f(\tilde{x}))\big)",
        N_(
            "$C$ damages a sample at random, $\\tilde{x}$ is the damaged one; the error is against "
            "the clean $x$."
        ),
        denoising.inputs_and_targets,
    ),
    Formula(
        N_("Sparse"),
        r"\Omega = \sum_{j=1}^{m} \Big( \rho \log \frac{\rho}{\hat{\rho}_j} + (1 - \rho)"
        r" \log \frac{1 - \rho}{1 - \hat{\rho}_j} \Big)",
        N_(
            "$m$ is how many units the code has, $\\hat{\\rho}_j$ how active unit $j$ is on "
            "average, $\\rho$ how active it should be: seldom. $\\Omega$ is added to the loss, "
            "with a weight."
        ),
        losses.kl_sparsity,
    ),
    Formula(
        N_("Kullback–Leibler divergence"),
        r"\mathrm{KL}\big(\mathcal{N}(\mu, \sigma^2) \,\|\, \mathcal{N}(0, 1)\big) = \tfrac{1}{2}"
        r" \sum_{j=1}^{d} \big( \mu_j^2 + \sigma_j^2 - \log \sigma_j^2 - 1 \big)",
        N_(
            "A variational encoder gives a mean $\\mu_j$ and a standard deviation $\\sigma_j$ for "
            "each of the $d$ numbers of the code. The divergence says, in nats, how far that is "
            "from the prior, the standard normal distribution; it is 0 only where both agree."
        ),
        losses.kl_to_normal,
    ),
    Formula(
        N_("Evidence lower bound (ELBO)"),
        r"\log p(x) \;\ge\; \mathbb{E}_{z \sim q(z \mid x)} \log p(x \mid z) -"
        r" \beta \, \mathrm{KL}\big(q(z \mid x) \,\|\, p(z)\big), \quad \beta = 1",
        N_(
            "$q(z \\mid x)$ is what the encoder says, $p(x \\mid z)$ what the decoder says, $p(z)$ "
            "the prior. The first part is the reconstruction, the second what the code costs. "
            "Another $\\beta$ weighs them otherwise, and it is no bound any more where it is "
            "smaller than 1 (Higgins et al. 2017 take it larger)."
        ),
        variational.examine,
    ),
    Formula(
        N_("Adversarial"),
        r"\min_{f, g} \max_{D} \; \mathbb{E}_x \, \ell(x, g(f(x))) + \lambda \big("
        r" \mathbb{E}_{z \sim p(z)} \log D(z) + \mathbb{E}_x \log (1 - D(f(x))) \big)",
        N_(
            "$D$, the discriminator, is a network that tells draws of the prior $p(z)$ from "
            "codes; the encoder learns to fool it, with weight $\\lambda$. Where it can no longer "
            "tell, the codes are distributed as the prior. (In practice the encoder raises $\\log "
            "D(f(x))$ instead, which has the same end and steeper slopes.)"
        ),
        adversarial.adversarial_class,
    ),
)
"""In the order in which they build on each other."""

__all__ = ["FORMULAS", "Formula"]
