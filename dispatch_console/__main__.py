"""`python -m dispatch_console` and the installed command `dispatch-console`."""

import sys

from dispatch_console.cli.main import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
