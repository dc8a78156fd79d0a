"""How long each function takes to start, as a ratio to `import boto3` and one client."""

import base64
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from infra.bench.journeys import Invocation

ROOT = Path(__file__).parent.parent.parent
BASE = "boto3"
BASE_CODE = "import boto3; boto3.client('dynamodb', region_name='eu-west-1')"
MODULE_BY_FUNCTION = {
    "api_handler": "app",
    "process": "functions.intake",
    "send": "functions.outbox",
    "sweep": "functions.sweep",
}
HANDLER_BY_FUNCTION = {
    "api_handler": "app.app",
    "process": "functions.intake.process",
    "send": "functions.outbox.send",
    "sweep": "functions.sweep.run",
}
WITH_MODEL = "functions.intake and its model"
MODEL_CODE = (
    "import functions.intake; from functions.core.language.classifier import model; model()"
)
RUNS = 5
WORST = 12
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s*(\S+)")
Command = Sequence[str]


def measure(first: Sequence[Invocation], variables: Mapping[str, str]) -> dict[str, object]:
    """CPU seconds of whole processes, interleaved so that a busy machine slows all alike."""
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT)}
    with TemporaryDirectory() as folder:
        commands: dict[str, Command] = {BASE: ("-c", BASE_CODE)}
        for module in MODULE_BY_FUNCTION.values():
            commands[module] = ("-c", f"import {module}")
        commands[WITH_MODEL] = ("-c", MODEL_CODE)
        for run in first:
            path = Path(folder) / f"{run.function}.json"
            path.write_text(json.dumps(_told(run)))
            name = f"{MODULE_BY_FUNCTION[run.function]} first event"
            commands[name] = ("-m", "infra.bench.first_event", str(path))
        spent = _interleaved(commands, environment)
    worst = {module: _worst(module, environment) for module in MODULE_BY_FUNCTION.values()}
    return {"base": BASE_CODE, "processes": spent, "worst_imports": worst}


def _told(run: Invocation) -> dict[str, object]:
    answers = [
        (answer.status, dict(answer.headers), base64.b64encode(answer.body).decode())
        for answer in run.tape.wire
    ]
    handler = HANDLER_BY_FUNCTION[run.function]
    return {"handler": handler, "event": run.event, "answers": answers, "now": run.at.isoformat()}


def _interleaved(
    commands: Mapping[str, Command], environment: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    wall: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(RUNS + 1):
        for name, command in commands.items():
            seconds, passed = _run(command, environment)
            if number:  # the first round writes byte code
                cpu[name].append(seconds)
                wall[name].append(passed)
    base_cpu, base_wall = median(cpu[BASE]), median(wall[BASE])
    return {
        name: {
            "cpu_ms": median(cpu[name]) * 1000,
            "wall_ms": median(wall[name]) * 1000,
            "ratio": median(cpu[name]) / base_cpu,
            "wall_ratio": median(wall[name]) / base_wall,
        }
        for name in commands
    }


def _run(command: Command, environment: Mapping[str, str]) -> tuple[float, float]:
    """CPU and wall seconds of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"python {' '.join(command)} failed; run it by hand to see why")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start


def _worst(module: str, environment: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Milliseconds of import by top-level package (own time), and of the slowest single modules."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-X", "importtime", "-c", f"import {module}"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    packages: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for own, _, name in LINE.findall(done.stderr):
        packages[name.partition(".")[0]] += int(own)
        modules[name] += int(own)
    return {
        "packages_ms": {name: us / 1000 for name, us in packages.most_common(WORST)},
        "modules_ms": {name: us / 1000 for name, us in modules.most_common(WORST)},
    }
