"""Where inputs come from, and what is done to them."""
