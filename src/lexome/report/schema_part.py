"""The base of every part of a report document: frozen, finite, described."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A value of the document; numbers are finite, unknown fields of a newer document are ignored."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)
