"""Which alleles of one patient may be interpreted: within the scope asked for, and what consent allows."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.case import Consent
from lexome.formats.secondary_list import read_secondary_list
from lexome.reasoning.gene_evidence import CarriedAlleles
from lexome.services.diagnose.examined import Examined, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.case import Case
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.scope import Scope

IN_QUESTION = 1.0
"""Log10 likelihood ratio of the findings from which a disease, and so its gene, is in question. Of 96 dev patients with
a disease of a gene of the ACMG SF list 96 % have their gene in question, and of the other genes of the list 2.6 % are
(by the shipped ranking, which was trained on them)."""


@dataclass(frozen=True)
class Limits:
    """The scope, and ``closed``: genes in which nothing may be interpreted for this patient."""

    scope: Scope
    closed: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.closed) or self.scope.name in {"panel", "exome"}

    def readable(self, engine: Engine) -> dict[str, int]:
        """Return the row of each gene that is interpreted."""
        genes = engine.genes
        inside = self.scope.covered(genes) if self.scope.limits_genes else genes.row_of
        return {symbol: genes.row_of[symbol] for symbol in inside if symbol not in self.closed}

    def rows(self, examined: Examined, engine: Engine) -> tuple[NDArray[np.bool_], tuple[Step, ...]]:
        """Return which rows are interpreted, and the steps that put the others aside."""
        genes = engine.genes
        inside = self.scope.inside(examined.columns, examined.gene, examined.severity, genes=genes)
        steps = []
        if self.scope.name in {"panel", "exome"}:
            because = f"outside the panel ({self.scope.title})" if self.scope.title else "outside coding sequence"
            steps.append(Step("within the scope asked for", int(inside.sum()), int((~inside).sum()), because))
        if self.closed:
            closed = np.array([symbol in self.closed for symbol in genes.symbols], np.bool_)[examined.gene]
            kept = inside & ~closed
            because = "consent to secondary findings is withheld and the findings do not point to these genes"
            steps.append(Step("consented to", int(kept.sum()), int((inside & closed).sum()), because))
            inside = kept
        return inside, tuple(steps)


def limits_of(case: Case, engine: Engine) -> Limits:
    """Return the limits of one patient; when consent is withheld, genes of the list close unless in question."""
    if case.secondary is not Consent.WITHHELD:
        return Limits(engine.scope)
    listed = frozenset(read_secondary_list().genes)
    return Limits(engine.scope, listed - in_question(case, engine, listed))


def in_question(case: Case, engine: Engine, genes: frozenset[str]) -> frozenset[str]:
    """Return the genes with a disease that the findings alone make ten times as likely as before; none without any."""
    if not case.observed():
        return frozenset()
    scores, listed = engine.phenotype(case), engine.ranker.listed
    return frozenset(
        symbol
        for symbol in genes
        if any(float(scores.log10_lr[line]) >= IN_QUESTION for line in listed.lines_of_gene(symbol))
    )


def selected(alleles: CarriedAlleles, rows: NDArray[np.bool_]) -> CarriedAlleles:
    """Return some rows of the alleles."""
    columns = {one.name: getattr(alleles, one.name) for one in fields(CarriedAlleles)}
    return replace(alleles, **{name: column[rows] for name, column in columns.items() if column is not None})


def within(
    examined: Examined, rows: NDArray[np.bool_], steps: tuple[Step, ...], *, readable: frozenset[str], engine: Engine
) -> Examined:
    """Return the examined alleles that are interpreted; structural calls keep the genes that are, repeats theirs."""
    at = engine.lab.knowledge("repeats").at
    repeats = tuple(
        call
        for call in examined.beyond.repeats
        if any(one.gene_symbol in readable for one in at(call.contig, call.start, call.end))
    )
    beyond = examined.beyond
    calls = [
        replace(call, genes=tuple(gene for gene in call.genes if gene in readable))
        for call in beyond.calls
        if not call.genes or any(gene in readable for gene in call.genes)
    ]
    looked_up = replace(examined.looked_up, tier=examined.looked_up.tier[rows], known=examined.looked_up.known[rows])
    return replace(
        examined,
        columns=examined.columns.select(rows),
        gene=examined.gene[rows],
        severity=examined.severity[rows],
        elsewhere=examined.elsewhere[rows],
        kind=examined.kind[rows],
        exchange=examined.exchange[rows],
        looked_up=looked_up,
        steps=(*examined.steps, *steps),
        beyond=replace(beyond, calls=tuple(calls), repeats=repeats),
    )
