"""Sentences of errors of this station: its database, its settings, its files, who may do what."""

from dispatch_console.language import mark

STATION = {
    "audit.head": mark(
        "“{text}” is not a mark of the journal. It looks like 1423-9f3a1b2c4d5e and stands on each manifest."
    ),
    "audit.no_mark": mark("{file} is of an earlier version and holds no mark of the journal."),
    "backup.failed": mark("The backup was not written: {detail}"),
    "backup.folder": mark("The backup cannot be written into {folder}: {detail}. Choose another file (--out)."),
    "backup.nothing": mark("There is nothing to back up: the database is still empty."),
    "cluster.away": mark("The planning cluster {address} does not answer: {detail}. Plans are made on this machine."),
    "cluster.insecure": mark(
        "The planning cluster {address} is not asked: anybody could take part in it. Its "
        "address begins with tls://, and {folder} holds ca.pem, cert.pem and key.pem. "
        "Plans are made on this machine."
    ),
    "cluster.missing": mark("Planning on a cluster needs the package distributed. Plans are made on this machine."),
    "database.value": mark("The database cannot hold a value of this: {detail}. Nothing was written."),
    "database.full": mark("The disk of the database is full: {detail}. Nothing was written; make room."),
    "database.held": mark(
        "{station} has been in the middle of an act for {seconds} s and holds what this "
        "needs. Nothing was written here. Look whether that computer hangs, then try "
        "again."
    ),
    "database.crowded": mark(
        "The database takes no more stations: {detail}. Close a console, or raise max_connections."
    ),
    "database.stood_still": mark(
        "This station stood still in the middle of an act, which was taken back so that "
        "others can work. Nothing was written; repeat it."
    ),
    "database.unsettled": mark(
        "The line to the database broke while this was being written. Nobody knows yet "
        "whether it was; you are told as soon as the database is back. Do not repeat it "
        "before."
    ),
    "database.slow": mark("The database needed too long and was stopped. Nothing was written; try again."),
    "database.rights": mark("Your account may not do this in the database: {detail}."),
    "database.away": mark("The database cannot be reached. Nothing is lost; try again when it is back. {detail}"),
    "database.password_seen": mark(
        "The password in --database can be read by everybody on this machine. Leave it "
        "out, and keep it once: settings set database_password, or give "
        "DISPATCH_CONSOLE_SECRET_DATABASE_PASSWORD."
    ),
    "database.url": mark(
        "“{url}” is not an address of a Postgres database. It looks like postgresql://user@host/name."
    ),
    "demo.not_empty": mark(
        "There are orders already. The demo day plays only in an empty data directory (--data-dir)."
    ),
    "door.listen": mark("“{listen}” is no place to listen. Write it as 127.0.0.1:8420."),
    "door.taken": mark("The door cannot listen at {listen}: {detail}. Choose another one with --listen."),
    "file.unwritable": mark("{file} cannot be written: {detail}. Choose another place."),
    "picture.unreadable": mark("That is no picture for a product: a PNG of up to 2 MB is."),
    "picture.none": mark("No pictures: {reason}"),
    "plugin.unknown": mark("There is no “{name}” for {port}. Known: {known}."),
    "postgres.initdb": mark("The local database could not be created: {detail}"),
    "postgres.missing": mark("No Postgres programs were found. Run `make setup`, or set DISPATCH_CONSOLE_POSTGRES."),
    "postgres.password": mark("The password file of the local database, {file}, is gone. Put it back from a backup."),
    "postgres.start": mark("The local database did not start: {detail}"),
    "reason.missing": mark("Give a reason of at least three letters."),
    "record.changed": mark(
        "Somebody changed {title} meanwhile: {changes}. What you typed is still here; Save again keeps yours."
    ),
    "record.gone": mark("Somebody removed this meanwhile. What you typed is still here; as a new one it can be kept."),
    "restore.file": mark("{file} is not a whole backup of Dispatch Console: {detail}. Nothing was changed."),
    "restore.other_site": mark(
        "{file} is of another site{since}, and the database holds {orders} orders. Add "
        "--other-site if it shall take their place all the same."
    ),
    "restore.running": mark("Somebody restores this database at this moment. Wait until that is done."),
    "restore.in_use": mark(
        "Other programs use the database ({count} connections). Close all consoles, then restore again."
    ),
    "restore.rights": mark("Your account on the server may not create databases. Restore with one that may."),
    "right.missing": mark("You are signed in as {role}; only {allowed} may do this. Ask one of them."),
    "row.twice": mark("Somebody entered the same at this moment. Look at it again, then repeat."),
    "row.changed": mark("Somebody changed this meanwhile. Look at it again, then repeat."),
    "scale.away": mark("The scale at {where} cannot be reached: {detail}. Look at its cable, or type the weight."),
    "scale.setting": mark("“{scale}” names no scale. Write it as sics:/dev/ttyUSB0 or hid:/dev/hidraw0."),
    "schema.newer": mark("The database is of a newer Dispatch Console ({found}, ours is {ours}). Update this station."),
    "schema.older": mark(
        "The database is of an older Dispatch Console ({found}, ours is {ours}), and "
        "this account may not change its tables. Its owner brings it up to date: "
        "dispatch-console doctor, with the owner's address in "
        "DISPATCH_CONSOLE_DATABASE_OWNER_URL."
    ),
    "screen.none": mark("There is no screen here. Use a command (--help lists them), or set DISPLAY."),
    "secret.away": mark(
        "The key store of this computer cannot be used ({detail}): it neither keeps nor "
        "gives the password “{name}”. Set one up, as GNOME Keyring or KWallet, or start "
        "the program with the password in {variable}."
    ),
    "secret.missing": mark("There is no password “{name}” in the key store. Set it: settings set smtp_password."),
    "settings.vat": mark("“{value}” is no rate of VAT. Write per cent, such as 25.5."),
    "settings.unknown": mark("There is no setting {option}. Known are {known}."),
    "settings.folder": mark("The settings could not be written into {folder}: {detail}."),
    "settings.secret": mark("{option} is a secret: it is read from standard input, never from an argument."),
    "settings.address": mark(
        "The password does not belong into {option}, where lists of processes show it. "
        "Set the address without it, then the password: settings set database_password "
        "(it is read from standard input)."
    ),
    "settings.type": mark("The setting {option} cannot be “{value}”."),
    "settings.unreadable": mark("The settings file {file} cannot be read: {detail}"),
    "waiver.reason": mark("A waiver needs a reason."),
    "waiver.role": mark("Only a supervisor may waive; you are signed in as {role}."),
}
