"""What a person chooses with: a run, its configuration, a digit, a plane."""
