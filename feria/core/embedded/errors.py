"""The one error of the launcher: a sentence for the person at the terminal, never a trace."""


class EmbeddedError(Exception):
    """PostgreSQL cannot run here; the message says why and what to do about it."""
