"""Writing to the chains and checking them; `record` is the way in for other rooms."""

from peace.audit.usecases.record import record

__all__ = ["record"]
