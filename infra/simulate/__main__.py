"""`python -m infra.simulate mail|grouping|routing|orders …`: each is a module of this folder."""

import pkgutil
import sys
from importlib import import_module

import infra.simulate


def main(arguments: list[str]) -> int:
    """Hand the arguments behind the name to that module's `main`; 2 when there is no such name."""
    names = [module.name for module in pkgutil.iter_modules(infra.simulate.__path__)]
    names = sorted(name for name in names if not name.startswith("_"))
    if not arguments or arguments[0] not in names:
        sys.stderr.write(f"usage: python -m infra.simulate {'|'.join(names)} …\n")
        return 2
    status: int = import_module(f"infra.simulate.{arguments[0]}").main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
