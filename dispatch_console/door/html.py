"""Fill the templates of pages. Nothing in them runs: no script, no picture and no style from anywhere else."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from dispatch_console.paths import RESOURCES

PAGES = RESOURCES / "pages"
STYLE = (PAGES / "style.css").read_text(encoding="utf-8").strip()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# one style, known by its hash; pictures of this page alone; forms go nowhere else
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


@cache
def _pages() -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # what is to be chosen stays in its order
    made.policies["json.dumps_kwargs"] = {}
    return made


def html(template: str, facts: Mapping[str, object]) -> str:
    """Return a page with everything escaped that came from anybody."""
    return _pages().get_template(template).render(facts)
