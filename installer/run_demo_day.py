"""What `make run` does after the set-up: play the demo day in `build/demo/` and say where it lies."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    folder = ROOT / "build" / "demo" / f"data-{datetime.now().astimezone().date()}"
    program = [sys.executable, "-m", "dispatch_console", "--data-dir", str(folder)]
    played = subprocess.run([*program, "orders", "--limit", "1", "--json"], capture_output=True, text=True, check=True)
    if '"total": 0,' in played.stdout:
        subprocess.run([*program, "demo"], check=True)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform != "linux":
        return subprocess.run([*program, "demo", "--open"], check=False).returncode
    papers = ROOT / "build" / "demo" / "papers"
    subprocess.run([*program, "demo", "--papers", str(papers)], check=True)
    pictures = ROOT / "build" / "demo" / "screens"
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([*program, "demo", "--pictures", str(pictures)], check=True, env=offscreen)
    print(f"No screen here. Manifests, labels, packing slips, proofs of delivery: {papers}")
    print(f"Pictures of the windows: {pictures}. The data: {folder}")
    print(f"Ask it: .venv/bin/dispatch-console --data-dir '{folder}' orders --stage pack")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
