"""The one way from the actions to the gateway."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import httpx

from actions.errors import GatewayRefused, GatewayUnavailable, VerificationRequired

# A ticket is triaged within 2 s and a search takes milliseconds; whoever waits longer is better told so.
TIMEOUT_SECONDS = 6.0
CONNECT_SECONDS = 1.0


class GatewayClient:
    """Calls the gateway's internal endpoints for conversations; holds the connections, never a customer's identity.

    Calls that may be repeated without harm (reads, PUTs, and POSTs that carry a ``message_key``) are tried once more
    when no connection came about. Every failure is a ``GatewayError``.
    """

    def __init__(self, base_url: str, token: str, timeout: float = TIMEOUT_SECONDS) -> None:
        """``base_url``: the gateway's address; ``token``: opens its internal endpoints; ``timeout``: seconds."""
        self._http = httpx.AsyncClient(
            base_url=base_url,
            headers={"X-Dianda-Internal": token},
            timeout=httpx.Timeout(timeout, connect=CONNECT_SECONDS),
        )

    @classmethod
    @lru_cache(maxsize=1)
    def shared(cls) -> GatewayClient:
        """The process's client, made on first use.

        From ``DIANDA_GATEWAY_URL``, ``DIANDA_INTERNAL_TOKEN`` and ``DIANDA_GATEWAY_TIMEOUT`` (seconds).
        """
        url = os.environ.get("DIANDA_GATEWAY_URL", "http://127.0.0.1:8000")
        timeout = float(os.environ.get("DIANDA_GATEWAY_TIMEOUT") or TIMEOUT_SECONDS)
        return cls(url, os.environ.get("DIANDA_INTERNAL_TOKEN", ""), timeout)

    async def call(
        self,
        method: str,
        conversation_id: str,
        path: str,
        *,
        query: Mapping[str, str | None] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call ``path`` below the conversation's internal address; the JSON object it answers.

        Raises VerificationRequired, GatewayRefused (4xx) or GatewayUnavailable (everything else).
        """
        url = f"/internal/conversations/{conversation_id}/{path}"
        parameters = {key: value for key, value in (query or {}).items() if value}
        repeatable = method != "POST" or bool((body or {}).get("message_key"))
        for attempt in (1, 2):
            try:
                response = await self._http.request(method, url, params=parameters, json=body)
                return _answer(response)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
                if attempt == 2 or not repeatable:
                    raise GatewayUnavailable(f"{method} {path}: {error!r}") from error
            except httpx.HTTPError as error:
                raise GatewayUnavailable(f"{method} {path}: {error!r}") from error
        raise AssertionError("unreachable: the loop returns or raises")


def _answer(response: httpx.Response) -> dict[str, Any]:
    body = _json(response)
    if response.is_success and isinstance(body, dict):
        return body
    problem = body if isinstance(body, dict) else {}
    code = str(problem.get("code") or "")
    if code == "verification_required":
        raise VerificationRequired
    if 400 <= response.status_code < 500 and response.status_code != 401:
        raise GatewayRefused(response.status_code, code, str(problem.get("detail") or ""))
    raise GatewayUnavailable(f"{response.request.method} {response.request.url.path}: {response.status_code}")


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
