"""Autoencoder Lab: choose an autoencoder, train it, look inside it.

The rooms of this package import only upwards, in this order: `words`, `config`,
`datasets`, `corruption`, `architectures`, `losses`, `training`, `store`, `workers`,
`jobs`, `inference`, `analysis`, `figures`, `components`, `ui`. The README has the map.
"""

# Filling the registry here means that whoever reads a configuration, from a URL, a file or
# the command line, knows every architecture. It imports no Keras.
from ae import architectures as architectures
