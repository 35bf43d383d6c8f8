"""The models that come with the package, the script that made two of them, and what makes each worth a look.

`ABOUT` says it of those that were trained; the two that were set by hand say it in their own cards (make_by_hand.py).
"""

ABOUT = {
    "shakespeare": (
        "Learned Shakespeare letter by letter: words, lines and the speakers' names before a colon came by themselves. "
        "Let it write on with n, and step back through its training with <."
    ),
    "shakespeare-rnn": (
        "The same text and as many units, but no gates: the whole note is written anew at every letter. Beside "
        "shakespeare it shows what the gates are for."
    ),
    "shakespeare-gru": (
        "The same text and as many units, with two gates and one note for all: an update gate keeps a share of every number "
        "and rewrites the rest."
    ),
    "shakespeare-deep": (
        "Two LSTMs on top of each other, on the same text: the upper one never sees a letter, it reads what the lower one "
        "says aloud. Tab goes from one to the other."
    ),
    "names": "Learned first names letter by letter; with n it makes up new ones that sound like names.",
    "anbn": (
        "Counts: one of its units climbs with every a and comes down with every b. It has no forget gate, and learned "
        "from strings of up to ten a; try it on longer ones."
    ),
    "anbn-rnn": (
        "The same strings without gates, the best of eight seeds: past n = 17 it loses count. Its note is squashed at every "
        "step, so that there is no number to climb on."
    ),
    "anbn-gru": (
        "The same strings with a GRU, the best of six seeds: right for n up to 12. What it writes is taken from what it keeps, "
        "so that it cannot add one to a number that stays (Weiss, Goldberg & Yahav 2018)."
    ),
    "anbncn": (
        "Counts twice: as many b as there were a, and as many c again. A stack cannot do that, for the b use it up; two "
        "counters can."
    ),
    "brackets": (
        "Knows what is still open: brackets six deep, and quotes in which brackets do not count. Type one bracket too few "
        "and see what it expects."
    ),
    "reber": (
        "Walks a little maze of letters and must end with the branch that it took at its second letter, T or P, however "
        "long that was ago: one bit to be guarded."
    ),
    "reber-rnn": (
        "The LSTM's recipe and seed without gates: every letter of the maze is right, but the branch is lost, and in the end "
        "it always says P. With seven other seeds it kept the branch in nearly all strings."
    ),
    "reber-gru": "The same maze walked by a GRU: with two gates and a single note it guards the branch as well as the LSTM.",
    "agreement": (
        "Lets a verb agree with the first noun of its sentence, past other nouns that would lead it astray: is it one key "
        "or several?"
    ),
    "adding": (
        "Adds two marked numbers out of a hundred. The other ninety-eight must leave no trace, and only the last answer "
        "counts."
    ),
}
