"""`python -m dispatch_console` and the installed command `dispatch-console`."""

import os
import sys

from dispatch_console.cli.main import run


def main() -> None:
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read has enough, as `head` does; nothing is written any more when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    main()
