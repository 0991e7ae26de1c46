"""A patient's variant leaves the machine only with consent that names the service, and never with a name or note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lexome.core.errors import LexomeError


class ConsentMissing(LexomeError):
    """Somebody must agree before sequence around a patient's variant is sent to a service."""

    def __init__(self, service: str) -> None:
        super().__init__(
            f"scoring with {service} sends sequence around each variant to a server outside; "
            f"give Consent(service={service!r}, given_by=…, at=…) to agree"
        )


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed, when, that sequence around variants is sent to which service."""

    service: str
    given_by: str
    at: datetime


def require(consent: Consent | None, *, service: str) -> Consent:
    """Return the consent; raise ConsentMissing when there is none for this service."""
    if consent is None or consent.service != service or not consent.given_by.strip():
        raise ConsentMissing(service)
    return consent
