"""What alleles do to transcripts: bulk triage by place, exact terms and names for the few."""

from lexome.models.consequence.annotator import Annotator
from lexome.models.consequence.triage import Triage

__all__ = ["Annotator", "Triage"]
