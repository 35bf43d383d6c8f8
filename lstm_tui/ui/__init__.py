"""The stepper in the terminal: Textual. It composes, binds and forwards; what can be asked lives below."""
