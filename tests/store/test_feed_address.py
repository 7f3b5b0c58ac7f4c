"""The change feed connects as the engine does: with every option of the address."""

from psycopg import conninfo
from sqlalchemy import make_url

from dispatch_console.store.feed import listening_address


def told(url: str) -> dict[str, object]:
    return dict(conninfo.conninfo_to_dict(listening_address(make_url(url))))


def test_how_the_server_is_known_is_not_dropped() -> None:
    found = told(
        "postgresql://ana:s%40cret@db.example/orders?sslmode=verify-full&sslrootcert=/etc/ca.pem&options=-c%20x%3D1"
    )
    assert (found["sslmode"], found["sslrootcert"], found["options"]) == ("verify-full", "/etc/ca.pem", "-c x=1")
    assert (found["host"], found["user"], found["password"], found["dbname"]) == (
        "db.example",
        "ana",
        "s@cret",
        "orders",
    )


def test_a_socket_or_several_hosts_are_where_the_address_says() -> None:
    assert told("postgresql:///orders?host=/var/run/postgresql")["host"] == "/var/run/postgresql"
    assert told("postgresql://u@/orders?host=one:5432&host=two:5433")["host"] == "one:5432,two:5433"
    assert told("postgresql://u@h:5433/orders")["port"] == "5433"
