"""Step an LSTM over text in the terminal, and see every number being made."""

__version__ = "0.1.0"
