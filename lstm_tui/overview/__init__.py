"""The whole run at once: one picture of it, how its units can be ordered, saturation, and gradients through time."""
