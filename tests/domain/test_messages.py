"""What an answer means, how many parts an SMS has, which of two receipts holds, until when somebody answers."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.messages import inbox, links, receipts, replies, senders
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.domain.messages.replies import Meaning
from dispatch_console.domain.messages.segments import segments

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("text", "count", "unicode"),
    [
        ("", 1, False),
        ("a" * 160, 1, False),
        ("a" * 161, 2, False),
        ("a" * 306, 2, False),
        ("a" * 307, 3, False),
        # these take two places in the small alphabet
        ("€" * 80, 1, False),
        ("€" * 81, 2, False),
        ("ä" * 160, 1, False),
        # one sign is enough for the large alphabet
        ("š" + "a" * 69, 1, True),
        ("š" + "a" * 70, 2, True),
        ("👍" * 35, 1, True),
        ("👍" * 36, 2, True),
    ],
)
def test_the_parts_of_an_sms(text: str, count: int, unicode: bool) -> None:
    found = segments(text)
    assert (found.count, found.unicode) == (count, unicode)
    assert bool(found.others) == unicode


@given(st.text(max_size=200))
def test_only_a_whole_known_word_means_something_by_itself(text: str) -> None:
    known = {word for words in (replies.CONFIRM_WORDS, replies.STOP_WORDS) for each in words.values() for word in each}
    meant = replies.read(text).meaning
    plain = " ".join(text.casefold().split()).strip(" .!,;:\"'“”„«»‘’")
    assert (meant in (Meaning.CONFIRM, Meaning.STOP)) == (plain in known)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Ja\n> alt", "Ja"),
        ("Ja\nAm 23.11. schrieb Kotivara <a@b>:\n> alt\n> alt", "Ja"),
        ("Am 23.11. schrieb Kotivara <a@b>:\n> alt\nNein", "Nein"),
        ("Yes\n-----Original Message-----\nFrom: a@b\nYES?", "Yes"),
        ("Ja\r\n\r\nVon: dispatch@kotivara.example\r\nBetreff: x", "Ja"),
        ("> alles zitiert", ""),
    ],
)
def test_what_was_quoted_is_not_what_was_said(body: str, said: str) -> None:
    assert replies.own_words(body) == said


def test_of_receipts_in_any_order_the_same_holds() -> None:
    for told in itertools.permutations((Receipt.ON_ITS_WAY, Receipt.UNDELIVERED, Receipt.DELIVERED)):
        holds = Receipt.NONE
        for receipt in told:
            holds = receipts.later(holds, receipt)
        assert holds is Receipt.DELIVERED


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([Receipt.DELIVERED, Receipt.DELIVERED], Receipt.DELIVERED),
        ([Receipt.DELIVERED, Receipt.UNDELIVERED, Receipt.DELIVERED], Receipt.UNDELIVERED),
        ([Receipt.DELIVERED, Receipt.NONE], Receipt.ON_ITS_WAY),
        ([Receipt.NONE], Receipt.NONE),
        ([], Receipt.NONE),
    ],
)
def test_half_a_message_is_none(parts: list[Receipt], whole: Receipt) -> None:
    assert receipts.of_parts(parts) is whole


@pytest.mark.parametrize(
    ("opened", "by"),
    [
        (datetime(2026, 11, 23, 8, 12, tzinfo=UTC), datetime(2026, 11, 23, 9, 12, tzinfo=UTC)),
        # at night it is new in the morning
        (datetime(2026, 11, 23, 19, 0, tzinfo=UTC), datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_night_is_no_time_to_answer(opened: datetime, by: datetime) -> None:
    assert inbox.answer_by(ItemKind.QUERY, opened, HELSINKI) == by


@pytest.mark.parametrize(
    ("sender", "is_one", "answered"),
    [("+358401110000", True, True), ("KORBHAUS", True, False), ("Kaarna&Koti", True, False), ("", False, True),
     ("twelve signs", False, False), ("12345", True, True), ("🙂", False, True)],
)  # fmt: skip
def test_which_senders_can_be_answered(sender: str, is_one: bool, answered: bool) -> None:
    assert (senders.is_sender(sender), senders.can_be_answered(sender)) == (is_one, answered)


def test_tokens_are_long_and_never_the_same_and_read_out_of_an_address() -> None:
    made = {links.new_token() for _ in range(500)}
    assert len(made) == 500 and min(map(len, made)) >= 24
    token = made.pop()
    for address in (links.address("https://door.example/", token), f"https://d/c/{token}/slot?x", token):
        assert links.token_of(address) == token
    assert links.expires_at(datetime(2026, 1, 1, tzinfo=UTC)) - datetime(2026, 1, 1, tzinfo=UTC) == timedelta(days=30)
