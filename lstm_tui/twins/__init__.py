"""Models side by side on one text: what each held against it, where they part, who can stand beside whom."""
