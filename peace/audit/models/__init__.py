"""The tables of the audit."""

from peace.audit.models.chain import AuditChain
from peace.audit.models.entry import AppendOnly, AuditEntry

__all__ = ["AppendOnly", "AuditChain", "AuditEntry"]
