"""The views, one file each: what is on the screen, which keys it has, and what they do."""
