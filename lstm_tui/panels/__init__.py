"""The panels of the stepper as pure drawings: a reading and a size in, a canvas out. No terminal library."""
