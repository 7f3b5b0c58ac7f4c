"""Every operation of the program, and what is only a part of one."""

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

from dispatch_console import application

APPLICATION = Path(application.__path__[0])
# what operations are made of: called inside one, never handed to a desk
PARTS = {
    "intake.quarantine.keep_bad_rows", "intake.source_change.follow", "intake.source_change.note_change",
    "customers.failing.to_a_person", "customers.receipts.hold",
    "customers.receipts.told_of_failure", "customers.inbox.open_item", "customers.inbox.open_unknown",
    "customers.inbox.opened",
    "messages.opt_outs.note", "messages.links.of_message", "messages.links.revoke_of_number",
    "messages.links.revoke_of_order",
    "messages.writing.plan_answer", "messages.writing.plan_delay", "messages.writing.plan_ask",
    "messages.writing.plan_evening", "messages.writing.plan_on_the_way", "messages.writing.plan_survey",
    "messages.writing.second_way", "messages.writing.plan_correction", "messages.writing.told_by",
    "messages.writing.withdraw", "road.day_closings.reopen_for", "road.drafts.forget",
    "road.goods_in.seen_by_loading", "road.recording.expect_back",
    "road.recording.open_case", "road.recording.renew_case", "road.recording.standing", "road.recording.stop_of",
    "road.recording.write", "road.sheet_filing.bring_read",
    "outgoing.sending.refuse", "promises.call_results.strike_number",
    "messages.writing.plan_confirmation", "messages.writing.plan_missed", "messages.writing.plan_notice",
    "messages.writing.plan_reminder", "operations.records.require_as_seen", "orders.addresses.remembered",
    "orders.checklist.mark",
    "orders.copying.copy_order", "orders.checklist.open_again", "orders.content.customers", "orders.holding.locked",
    "orders.rests.cancel_open", "packing.learning.learn", "packing.look_alikes.note", "packing.materials.note_used",
    "packing.part_pack.split_off", "packing.starting.require_on_my_bench", "packing.units.note",
    "packing.units.release",
    "orders.permissions.write", "phones.checks.note", "road.van_checks.keep", "phones.pairing.link_for",
    "papers.ledger.make_stale", "papers.ledger.make_true_again",
    "papers.renewing.renew_papers", "papers.truth.make_untrue_papers_stale",
    "planning.agreeing.agree_and_replan", "planning.keeping.lay",
    "planning.keeping.locked_plan", "planning.keeping.publish_again", "planning.off_route.take_off_route",
    "planning.promises_of_plan.hold", "planning.promises_of_plan.ring", "planning.promises_of_plan.settle",
    "promises.another_attempt.try_again", "promises.call_claims.require_mine_or_free",
    "promises.promising.day_closed", "promises.promising.day_opened", "promises.promising.left_behind",
    "promises.promisable.require_promisable",
    "promises.wrong_numbers.give_back", "promises.wrong_numbers.keep_struck", "promises.wrong_numbers.strike",
    "promises.wrong_numbers.struck_again",
    "road.taking_over.give_back", "road.taking_over.require_here",
    "road.taking_over.taken_with", "routes.unloading.stays_in", "routes.unloading.add_surplus",
    "routes.unloading.gone", "routes.unloading.unload", "routes.unloading.unload_from",
    "shops.asking.ask_again", "shops.asking.forget", "shops.noting.give_up",
    "shops.noting.note_event", "shops.watching.watch",
}  # fmt: skip


def changing() -> Iterator[str]:
    """`room.module.function` of every public function of the application that gets a transaction."""
    for file in sorted(APPLICATION.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                noted = node.args.args[0].annotation
                if isinstance(noted, ast.Name) and noted.id == "Transaction":
                    yield ".".join((*file.relative_to(APPLICATION).with_suffix("").parts, node.name))


def function(name: str) -> Callable[..., object]:
    module, _, called = name.rpartition(".")
    found: Callable[..., object] = getattr(importlib.import_module(f"dispatch_console.application.{module}"), called)
    return found
