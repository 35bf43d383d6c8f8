"""What each command does; cli.py only says which is meant."""
