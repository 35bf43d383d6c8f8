"""What the unrolled module is drawn of: where its copies stand, the copies, what they hand on, and their notes."""
