"""The fields that the handoff form and its correction share, and the facts of a record that they make."""

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch_console.domain.road import handed
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.ui.handoff.goods_table import TurnedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFields:
    """What somebody says of a handoff. `cash` and the times as typed; `on_paper` when the recipient signed the
    manifest.
    """

    outcome: str
    recipient: str
    relation: str
    said_name: bool
    said_number: bool
    id_kind: str
    of_age: bool
    turned: tuple[TurnedLine, ...]
    means: str
    cash: str
    on_paper: bool
    arrived: str
    acted: str

    @property
    def hands_over(self) -> bool:
        """Return whether goods change hands by the outcome that was chosen."""
        return self.outcome in OUTCOMES and handed.is_delivered(self.outcome)

    @property
    def not_accepted(self) -> tuple[Turned, ...]:
        """Return the pieces that were not accepted."""
        return tuple(
            Turned(line_id=row.line_id, refused=row.refused, damaged=row.damaged, issue=row.issue, done=row.done)
            for row in self.turned
        )

    def facts(
        self,
        *,
        collected: int,
        has_signature: bool,
        has_photo: bool,
        safe_place: str,
        pin_right: bool,
        checked: Mapping[int, str],
    ) -> HandoffFacts:
        """Return the facts of a record. Where no goods change hands, `turned` is empty and `collected` is 0.

        `collected` is in minor units; `checked`: parcels by id that somebody looked at, and how.
        """
        return HandoffFacts(
            outcome=self.outcome,
            recipient=self.recipient,
            relation=self.relation,
            said_name=self.said_name,
            said_number=self.said_number,
            id_kind=self.id_kind,
            of_age=self.of_age,
            has_signature=has_signature,
            on_paper=self.on_paper,
            collected=collected if self.hands_over else 0,
            means=self.means or "cash",
            safe_place=safe_place,
            turned=self.not_accepted if self.hands_over else (),
            checked=checked,
            pin_right=pin_right,
            has_photo=has_photo,
        )
