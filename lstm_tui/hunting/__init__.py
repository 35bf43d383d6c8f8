"""The hunter: which units say something of the text, told beside how often chance finds as much."""
