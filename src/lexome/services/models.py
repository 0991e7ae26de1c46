"""The models on the shelf: what they were trained on, their licence, their limits and their measured figures."""

from __future__ import annotations

import textwrap
from typing import Literal

from pydantic import BaseModel, Field

from lexome.core import shelf
from lexome.core.plugin import Model
from lexome.lab import Lab, Service

NOT_SHIPPED = {
    "LM_LLR": "the head of the reference sequence model that would give it is at chance on variants "
    "(docs/reference/sequence-models.md); the field is never written",
}
"""Fields of the interface without a model behind them, and why."""


class Ask(BaseModel, frozen=True):
    """Cards of all models."""

    format: Literal["text", "json"] = Field("text", description="how to print: text or json")


class ModelCard(BaseModel, frozen=True):
    """One model."""

    name: str = Field(description="plug-in name")
    title: str = Field(description="what it is")
    about: str = Field(description="what it predicts")
    training: str = Field(description="what it was fitted on")
    licence: str = Field(description="licence of the weights")
    reference: str = Field(description="DOI or URL")
    limits: str = Field(description="what it cannot do")
    measured: tuple[str, ...] = Field(description="figures, with the set and the command that gives them")
    missing: str = Field(description="what must be supplied before it works; empty when it is ready")


class Answer(BaseModel, frozen=True):
    """Cards, ready models first."""

    models: tuple[ModelCard, ...] = Field(description="models that stand on the shelf")
    not_shipped: dict[str, str] = Field(description="output fields without a model, and why")

    def as_text(self) -> str:
        """Return the cards as text of 80 columns."""
        ready = [_card(model) for model in self.models if not model.missing]
        waiting = [_card(model) for model in self.models if model.missing]
        absent = [_wrapped(f"{field}: {why}", 2) for field, why in self.not_shipped.items()]
        parts = ["READY", *ready]
        if waiting:
            parts += ["NOT READY: weights or programs that you supply", *waiting]
        return "\n\n".join([*parts, "NOT SHIPPED", *absent])


def run(ask: Ask, lab: Lab) -> Answer:
    """Return the card of every model, without opening one."""
    del ask
    cards = []
    for name in shelf.names("models"):
        model = shelf.take("models", name)
        if isinstance(model, Model):
            card = model.card
            missing = model.missing(lab.settings)
            said = {key: getattr(card, key) for key in ("title", "about", "training", "licence", "reference", "limits")}
            cards.append(ModelCard(name=name, **said, measured=card.measured, missing=missing))
    return Answer(models=tuple(cards), not_shipped=NOT_SHIPPED)


def _card(model: ModelCard) -> str:
    lines = [f"{model.name}: {model.title}"]
    told = {
        "predicts": model.about,
        "trained on": model.training,
        "licence": model.licence,
        "reference": model.reference,
        "limits": model.limits,
        "needs": model.missing,
    }
    lines += [_wrapped(f"{label}: {text}", 2) for label, text in told.items() if text]
    lines += [_wrapped(f"measured: {figure}", 2) for figure in model.measured]
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> str:
    return textwrap.fill(
        text, 80, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2), break_on_hyphens=False
    )


plugin = Service(Ask, Answer, run)
