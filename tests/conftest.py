"""One real Postgres for a run, and a database as it was made for each test that asks for one."""

import gc
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.store import migrate
from dispatch_console.store.engine import ALLOWED, connect
from dispatch_console.store.local_server import LocalServer, account
from dispatch_console.store.transaction import Actor
from tests.kept_rows import ADMINISTRATIONS, Contents
from tests.key_store import Memory, key_store
from tests.mail_server import MailBox, mail_server
from tests.woocommerce_server import Shop, shop

# the machine is shared: a slow example says nothing about the code
hypothesis.settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("shared machine")

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
_numbers = itertools.count()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each half of the run begin with what takes longest: at the end one worker would wait for the other."""
    longest = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    half = len(others) // 2
    items[:] = [*longest[0::2], *others[:half], *longest[1::2], *others[half:]]


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, step: timedelta) -> None:
        self.now += step


@dataclass(frozen=True)
class Cluster:
    """A running server: who makes databases there, and the role as which the program works."""

    administration: URL
    owner: URL
    app: URL

    @contextmanager
    def database(self, template: str = "template1", account: URL | None = None) -> Iterator[str]:
        """Return a database of its own for a test: a copy of the program's for its role, else an empty one for its
        owner.
        """
        owner = account or self.owner
        account = account or (self.owner if template == "template1" else self.app)
        name = f"test_{next(_numbers)}"
        administration = create_engine(self.administration, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with administration.connect() as connection:
            # copied file by file: through the log it takes twice as long, two thousand times a run
            made = f"create database {name} template {template} owner {owner.username} strategy file_copy"
            connection.execute(text(made))
        yield account.set(database=name).render_as_string(hide_password=False)
        with administration.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))


@pytest.fixture(scope="session", autouse=True)
def _stations_may_stand_still() -> Iterator[None]:
    """Let a station pause in the middle of an act: a shared machine stops whole for half a minute at times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ALLOWED, "idle_in_transaction_session_timeout", "10min")
        yield


@pytest.fixture(scope="session", autouse=True)
def _clusters_go_with_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Remove the clusters that root's server could not have in a test's own folder: they take gigabytes."""
    yield
    base = tmp_path_factory.getbasetemp()
    for folder, _, _ in os.walk(base):
        shutil.rmtree(account.place_apart(Path(folder)), ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    server = LocalServer(tmp_path_factory.mktemp("with spaces in it"))
    url = server.open()
    _forget_at_once(server.administration_url)
    template = connect(server.owner_url)
    migrate.upgrade(template)
    template.dispose()
    # the store's modules are there now: no later collection looks at them again
    gc.collect()
    gc.freeze()
    running = Cluster(make_url(server.administration_url), make_url(server.owner_url), make_url(url))
    ADMINISTRATIONS[running.app.host, running.app.port] = running.administration
    yield running
    server.close()


def _forget_at_once(url: str) -> None:
    """Let this server not wait for its disk: nothing outlives the run. Tests of a crash have servers of their own.
    Nor does it tidy up meanwhile: rows stay in the order in which they were written.
    """
    administration = create_engine(url, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        for promise in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(text(f"alter system set {promise} = off"))
        connection.execute(text("select pg_reload_conf()"))
    administration.dispose()


class OneAfterTheOther:
    """A database that many tests use in turn. Each test gets it empty, as migrated, and under a new name."""

    # rows that were taken out between tests lie in its files until it is made anew
    MOST_GONE = 5000

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._name, self._gone = cluster, "", 0

    @contextmanager
    def use(self) -> Iterator[str]:
        """Return its address for the program's role."""
        with self._administration() as administration:
            before, self._name = self._name, ""
            name = f"test_{next(_numbers)}"
            if not before or not self._put_back(administration, before, name):
                self._make(administration, before, name)
            self._name = name
        try:
            yield self._cluster.app.set(database=self._name).render_as_string(hide_password=False)
        finally:
            with self._administration() as administration:
                out = "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = :name"
                administration.execute(text(out), {"name": self._name})

    def _make(self, administration: Connection, before: str, name: str) -> None:
        if before:
            administration.execute(text(f"drop database if exists {before} with (force)"))
        owner = self._cluster.owner
        # copied file by file: through the log it takes twice as long
        made = f"create database {name} template {owner.database} owner {owner.username} strategy file_copy"
        administration.execute(text(made))
        self._gone = 0
        with Contents(self._cluster.administration, name) as contents:
            self._shape, self._rows = contents.shape(), contents.take()

    def _put_back(self, administration: Connection, before: str, name: str) -> bool:
        """Empty it and rename it. Return False where it must be made anew."""
        if self._gone > self.MOST_GONE:
            return False
        with Contents(self._cluster.administration, before) as contents:
            if contents.shape() != self._shape:
                return False
            self._gone += contents.put(self._rows)
        try:
            administration.execute(text(f"alter database {before} rename to {name}"))
        except OperationalError:
            # whoever was left of the last test came back to it
            return False
        return True

    @contextmanager
    def _administration(self) -> Iterator[Connection]:
        engine = create_engine(self._cluster.administration, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection


@pytest.fixture(scope="session")
def one_after_the_other(cluster: Cluster) -> OneAfterTheOther:
    return OneAfterTheOther(cluster)


@pytest.fixture
def database_url(one_after_the_other: OneAfterTheOther) -> Iterator[str]:
    with one_after_the_other.use() as url:
        yield url


@pytest.fixture
def owner_url(cluster: Cluster, database_url: str) -> str:
    """Return the same database for the account that owns its tables."""
    return cluster.owner.set(database=make_url(database_url).database).render_as_string(hide_password=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_desk(database_url: str, clock: Clock) -> Iterator[Callable[[Actor], Desk]]:
    made: list[Desk] = []

    def make(actor: Actor) -> Desk:
        made.append(Desk(connect(database_url), actor, clock))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[[Actor], Desk]) -> Desk:
    return make_desk(Actor("Ana Ruiz", "supervisor", "Station 2"))


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    # the zone is asked for where nobody has set it
    return Settings(data_dir=tmp_path / "station", database_url=database_url, given=frozenset({"zone"}))


@pytest.fixture
def mail() -> Iterator[tuple[MailBox, int]]:
    """Return a mail server's memory and its port."""
    with mail_server() as running:
        yield running


@pytest.fixture
def web_shop() -> Iterator[Shop]:
    """Return a live shop that a source reads from."""
    with shop() as served:
        yield served


@pytest.fixture
def secrets_kept() -> Iterator[Memory]:
    """Return this machine's key store, empty, for one test."""
    with key_store(Memory()) as made:
        yield made
