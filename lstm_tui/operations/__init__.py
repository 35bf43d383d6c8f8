"""Operating on a run: what a person does to it, in one grammar everywhere, and the run that this makes."""
