"""The command line: the services' other face; may import services, domain and support."""

from deviceclerk.cli.main import main

__all__ = ["main"]
