"""Autoencoder Lab: choose an autoencoder, train it, look inside it.

The rooms of this package import only upwards: the README has their map, and
`tests/test_imports.py` their order.
"""

# Filling the registry here means that whoever reads a configuration, from a URL, a file or
# the command line, knows every dataset and architecture. It imports no Keras.
from ae.data import datasets as datasets
from ae.models import architectures as architectures
