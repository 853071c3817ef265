"""What the panels of two or more pages share."""
