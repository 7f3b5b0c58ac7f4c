"""Set the recipient's relation to the customer where the outcome implies it."""

from PySide6.QtWidgets import QComboBox

from dispatch_console.domain.road import proof
from dispatch_console.domain.road.proof import HandoffFacts


def suit_relation(relation: QComboBox, outcome: str) -> None:
    """Change the chosen relation where the outcome, a code, contradicts it."""
    chosen = str(relation.currentData() or "")
    wanted = proof.relation_of(HandoffFacts(outcome=outcome, relation=chosen))
    if wanted != chosen:
        relation.setCurrentIndex(max(0, relation.findData(wanted)))
