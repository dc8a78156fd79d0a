"""Whether a cold start grows with the folder of providers: the modules it loads, counted.

`python -m infra.bench.folder <provider> <more>` starts the webhooks with that many made-up
providers beside the real ones, loads one as its first call would, and prints what is loaded.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
FIRST_CALLED = "whatsapp"
MORE = 100
MADE_UP = """
from functions.providers.base import Provider

class MadeUp(Provider):
    pass
"""


def measure(variables: Mapping[str, str]) -> dict[str, object]:
    """Loaded modules as it is, and with `MORE` providers more; how many providers there are."""
    as_it_is, with_more = (_started(variables, more) for more in (0, MORE))
    return {"providers": as_it_is["providers"], "now": as_it_is, "with_more": with_more}


def _started(variables: Mapping[str, str], more: int) -> dict[str, int]:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "infra.bench.folder", FIRST_CALLED, str(more)],
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts


def main(provider: str, more: int) -> None:
    with TemporaryDirectory() as folder:
        for number in range(more):
            (Path(folder) / f"made_up_{number}.py").write_text(MADE_UP)
        from functions import providers

        providers.__path__.append(folder)

        import_module("functions.webhooks")
        providers.load(provider)
    loaded = [name for name in sys.modules if name.startswith(providers.__name__ + ".")]
    counts = {
        "providers": len(providers.names()),
        "modules": len(sys.modules),
        "of_providers": len(loaded),
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
