"""Two windows on one data directory are two stations; a number is free again once its window is gone."""

from dispatch_console.settings import Settings
from dispatch_console.station.window_number import station_of_window


def test_each_window_of_a_station_has_a_name_of_its_own(settings: Settings) -> None:
    with station_of_window(settings) as first, station_of_window(settings) as second:
        assert (first, second) == ("Station 1", "Station 1, window 2")
        with station_of_window(settings) as third:
            assert third == "Station 1, window 3"
    with station_of_window(settings) as again:
        assert again == "Station 1"
