"""What machine a network has become: a finite automaton drawn out of it, and held against its task's grammar."""
