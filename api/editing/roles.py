"""Who may edit the knowledge base."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.agents.service import require_role
from api.security import AgentPrincipal, require_agent


def require_editor(agent: Annotated[AgentPrincipal, Depends(require_agent)]) -> AgentPrincipal:
    """Editors and supervisors; everybody else is forbidden."""
    require_role(agent, "editor", "supervisor")
    return agent


Editor = Annotated[AgentPrincipal, Depends(require_editor)]
