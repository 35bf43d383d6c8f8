"""Drawing text with no terminal library: a canvas of characters and roles, and the wiring of each cell."""
