"""A recipe becomes a model: the loop of reports, and the process in which it runs beside a screen."""
