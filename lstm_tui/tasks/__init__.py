"""Tasks whose truth is known: what a network is to learn, what counts as right, and where in it every symbol stands."""
