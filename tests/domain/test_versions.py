"""Two versions of a departure, and one made again on top of the other."""

from dispatch_console.domain.planning.versions import VersionLine, replayed, version


def test_what_changed_is_shown_with_its_neighbours_and_the_rest_is_one_line() -> None:
    before = ["a", "b", "c", "d", "e", "f", "g"]
    assert version(before, ["a", "b", "c", "x", "d", "e", "f", "g"]) == (
        VersionLine(2, ""),
        VersionLine(3, "c"),
        VersionLine(4, "x", changed=True),
        VersionLine(5, "d"),
        VersionLine(3, ""),
    )


def test_where_a_stop_was_taken_away_its_neighbours_are_shown() -> None:
    shown = [line.visit for line in version(["a", "b", "c", "d"], ["a", "b", "d"])]
    assert shown == ["", "b", "d"]


def test_mine_on_top_of_theirs_keeps_what_they_added_and_what_they_gave_away() -> None:
    theirs = {"E1": ("b", "x", "c"), "F1": ("a",)}
    mine = {"E1": ["c", "a", "b", "gone"]}
    assert replayed(mine, theirs, {"a", "b", "c", "x"}) == {"E1": ["c", "b", "x"]}


def test_nothing_is_left_of_a_change_that_they_made_as_well() -> None:
    assert replayed({"E1": ["b", "a"]}, {"E1": ("b", "a")}, {"a", "b"}) == {}


def test_what_they_added_stands_behind_the_stop_that_it_followed_or_first() -> None:
    known = {"a", "b", "c", "x", "y"}
    assert replayed({"E1": ["c", "b", "a"]}, {"E1": ("x", "a", "b", "c", "y")}, known) == {
        "E1": ["x", "c", "y", "b", "a"]
    }


def test_many_equal_stops_are_compared_one_by_one() -> None:
    before = ["a"] * 300
    shown = version(before, [*before[:150], "x", *before[150:]])
    assert [line for line in shown if line.changed] == [VersionLine(151, "x", changed=True)]
