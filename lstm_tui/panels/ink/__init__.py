"""Who wrote this: the tape by shares, the shares as a sum, one unit's ink over time, and how long ink lasts."""
