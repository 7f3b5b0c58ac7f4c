"""A depot, a van and its shift."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.store.entities import Depot
from dispatch_console.store.transaction import Transaction

DAY = date(2026, 11, 23)
SAMI = setting_up.VanDay(
    driver="Sami Niemi",
    phone="+358405550100",
    letter="E",
    vehicle="Van 5",
    plate="KLN-483",
    weight_g=800_000,
    volume_ml=6_000_000,
    skills=("lift",),
    departures=(("13:00", "16:30"),),
)
TUULI = replace(SAMI, driver="Tuuli Koski", phone="+358405550199", letter="F", vehicle="Van 6", plate="KLN-484")


def set_up_fleet(desk: Desk) -> None:
    depot = desk.do_now(
        setting_up.set_up_depot,
        name="Hakaniemi",
        address="Hakaniemenranta 6",
        lat=60.1786,
        lon=24.9525,
        zone="Europe/Helsinki",
        departures=["08:00", "13:00"],
        slots=["12:00-14:00", "14:00-16:00"],
    )
    desk.do_now(setting_up.set_up_shift, depot, DAY, SAMI)


def on_duty(tx: Transaction, van: setting_up.VanDay, day: date = DAY) -> None:
    """Put a van with its driver on duty at the one depot."""
    setting_up.set_up_shift(tx, tx.session.scalars(select(Depot)).one().id, day, van)


def on_duty_for_days(tx: Transaction, days: int = 4) -> None:
    """Let the van drive on the following days too."""
    for after in range(1, days + 1):
        on_duty(tx, SAMI, DAY + timedelta(days=after))


def second_van(tx: Transaction) -> None:
    on_duty(tx, replace(TUULI, phone=""))
