"""Asks a language model over HTTP: OpenAI-compatible servers and the Anthropic Messages interface."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from lexome.core.errors import LexomeError
from lexome.core.optional import optional

ANTHROPIC_VERSION = "2023-06-01"
LONGEST_ANSWER = 4096
"""Tokens of an answer: some eighty findings with their quotes."""
TOO_MANY, BUSY = 429, 503
UNABLE = frozenset({400, 422, 501})
"""How servers refuse a request they do not understand, such as one with a schema."""
LONGEST_WAIT_SECONDS = 30.0


class NoAnswer(LexomeError):
    """The language model gave no usable answer; the message says why, without patient text."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model answers; ``url`` is the base (http://localhost:11434/v1), ``key`` may be empty."""

    url: str
    model: str
    api: Literal["openai", "anthropic"] = "openai"
    key: str = ""
    timeout_seconds: float = 120.0
    attempts: int = 3

    @property
    def host(self) -> str:
        """The machine's name."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether the text stays on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Client:
    """One endpoint; ``sleep`` waits between attempts."""

    endpoint: Endpoint
    sleep: Callable[[float], None] = time.sleep

    def ask(self, system: str, user: str, *, schema: Mapping[str, Any] | None = None) -> str:
        """Return the text of the model's answer, held to a JSON schema by servers that can; others are asked for JSON.

        Raises
        ------
        NoAnswer
            when the server cannot be reached, is too slow, refuses, or cuts the answer short.
        """
        httpx = optional("httpx", extra="llm")
        where, headers, body = self._request(system, user, schema)
        for attempt in range(1, self.endpoint.attempts + 1):
            try:
                response = httpx.post(where, headers=headers, json=body, timeout=self.endpoint.timeout_seconds)
            except httpx.TimeoutException as error:
                raise NoAnswer(f"no answer within {self.endpoint.timeout_seconds:g} s") from error
            except httpx.HTTPError as error:
                raise NoAnswer(f"{self.endpoint.host} cannot be reached ({type(error).__name__})") from error
            if response.status_code in UNABLE and schema is not None and self.endpoint.api == "openai":
                return self.ask(system, user)
            if response.status_code not in {TOO_MANY, BUSY}:
                return self._text(response)
            if attempt < self.endpoint.attempts:
                self.sleep(_wait(response.headers.get("retry-after"), attempt))
        raise NoAnswer(f"the server was busy {self.endpoint.attempts} times (HTTP {response.status_code})")

    def _request(
        self, system: str, user: str, schema: Mapping[str, Any] | None
    ) -> tuple[str, dict[str, str], dict[str, Any]]:
        base, key, model = self.endpoint.url.rstrip("/"), self.endpoint.key, self.endpoint.model
        message = {"role": "user", "content": user}
        if self.endpoint.api == "anthropic":
            headers = {"anthropic-version": ANTHROPIC_VERSION, **({"x-api-key": key} if key else {})}
            body = {"model": model, "max_tokens": LONGEST_ANSWER, "temperature": 0, "system": system}
            return f"{base.removesuffix('/v1')}/v1/messages", headers, {**body, "messages": [message]}
        headers = {"authorization": f"Bearer {key}"} if key else {}
        body = {
            "model": model,
            "max_tokens": LONGEST_ANSWER,
            "temperature": 0,
            "response_format": {"type": "json_object"} if schema is None else _held_to(schema),
        }
        return (
            f"{base}/chat/completions",
            headers,
            {**body, "messages": [{"role": "system", "content": system}, message]},
        )

    def _text(self, response: Any) -> str:
        if not response.is_success:
            raise NoAnswer(f"the server refused (HTTP {response.status_code})")
        try:
            told = response.json()
            if self.endpoint.api == "anthropic":
                text, why = "".join(part.get("text", "") for part in told["content"]), told.get("stop_reason")
            else:
                text, why = told["choices"][0]["message"]["content"], told["choices"][0].get("finish_reason")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise NoAnswer("the server's answer is not of the interface it was asked by") from error
        if why in {"length", "max_tokens"}:
            raise NoAnswer("the answer was cut short")
        if not isinstance(text, str):
            raise NoAnswer("the answer is empty")
        return text


def _held_to(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "findings", "strict": True, "schema": dict(schema)}}


def _wait(retry_after: str | None, attempt: int) -> float:
    """Return seconds to wait: what the server asks, within bounds, else twice as long each time."""
    try:
        asked = float(retry_after) if retry_after else 0.0
    except ValueError:
        asked = 0.0
    return min(max(asked, float(2 ** (attempt - 1))), LONGEST_WAIT_SECONDS)
