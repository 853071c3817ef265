"""The panel of Applications: one living picture for each thing that autoencoders are used for."""

from ae.web.panels.applications.overview import overview

__all__ = ["overview"]
