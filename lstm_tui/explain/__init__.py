"""The words and the worked arithmetic of each phase, filled from the trace."""
