"""The face in a terminal: train, list, prepare and delete runs, print the table of results."""
