"""The network itself: NumPy only; no files, no printing, no user interface."""
