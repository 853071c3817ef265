"""What learns: architectures, what they minimise, how they are trained and how they generate."""
