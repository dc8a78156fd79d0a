"""`python -m infra.simulate mail PATH... [--answers FILE]`: reads mails as intake does.

A path is one mail as it was sent (RFC 5322), or a folder of `.eml` files. One JSON line for each
mail comes out. FILE has one JSON object per line, {"file": the end of a path, "want": {key:
value}}; keys are those of the output, or `reply_has` and `reply_has_not` with texts. The score is
the last line. infra/simulate/samples/reply.eml is a mail to try it with.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from functions.core.contacts import MachineKind
from functions.mail import Mail, Mailbox, read
from functions.mail.signature import without_signature

Line = dict[str, object]


def main(arguments: list[str]) -> int:
    """0 unless a path does not exist."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.simulate mail",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="what ought to come out")
    options = parser.parse_args(arguments)
    absent = [str(path) for path in options.paths if not path.exists()]
    if absent:
        sys.stderr.write(f"no such file or folder: {', '.join(absent)}\n")
        return 2
    lines: dict[str, Line] = {}
    html: set[str] = set()
    for file in mail_files(options.paths):
        raw = file.read_bytes()
        lines[str(file)] = describe(read(raw))
        if b"text/html" in raw.lower():
            html.add(str(file))
        sys.stdout.write(json.dumps({"file": str(file), **lines[str(file)]}) + "\n")
    if options.answers:
        sys.stdout.write(json.dumps({"score": score(lines, html, options.answers)}) + "\n")
    return 0


def mail_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.eml")) if path.is_dir() else [path]
    return found


def describe(mail: Mail) -> Line:
    machine = mail.machine
    return {
        "from_address": mail.sender.address if mail.sender else None,
        "from_name": mail.sender.name if mail.sender else None,
        "to": addresses(mail.to),
        "cc": addresses(mail.cc),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "reply_text": mail.reply,
        "attachments": [
            {"filename": file.name, "content_type": file.content_type, "size": file.size}
            for file in mail.attachments
        ],
        "auto_generated": machine is not None,
        "bounce": machine is not None and machine.kind is MachineKind.BOUNCE,
        "machine": machine.model_dump(mode="json", exclude_none=True) if machine else None,
    }


def addresses(people: Iterable[Mailbox]) -> list[str]:
    return [mailbox.address for mailbox in people]


def score(lines: Mapping[str, Line], html: set[str], answers: Path) -> Line:
    """Right, asked and missed for each key; an answer's file is the end of a path."""
    tally: dict[str, dict[str, list[str]]] = {}
    by_end = {"/".join(Path(name).parts[-2:]): name for name in lines}
    for text in answers.read_text().splitlines():
        answer = json.loads(text)
        name = by_end.get("/".join(Path(answer["file"]).parts[-2:]))
        for key, wanted in answer["want"].items() if name else ():
            right = is_right(key, wanted, lines[name or ""], letters_only=name in html)
            tally.setdefault(key, {"right": [], "missed": []})[
                "right" if right else "missed"
            ].append(answer["file"])
    return {
        key: {
            "right": len(found["right"]),
            "of": len(found["right"]) + len(found["missed"]),
            "missed": found["missed"],
        }
        for key, found in sorted(tally.items())
    }


def is_right(key: str, wanted: object, line: Line, *, letters_only: bool) -> bool:
    """White space does not count; a closing signature may be in a reply's text or not."""
    normal = letters if letters_only else spaced
    reply = normal(str(line["reply_text"]))
    match key, wanted:
        case "reply_text", str(text):
            return reply in (normal(text), normal(unsigned(text))) or (
                normal(unsigned(str(line["reply_text"]))) == normal(unsigned(text))
            )
        case "reply_has", str(text):
            return normal(text) in reply
        case "reply_has_not", str(text):
            return normal(text) not in reply
        case "reply_has", list(texts):
            return all(normal(str(text)) in reply for text in texts)
        case "reply_has_not", list(texts):
            return not any(normal(str(text)) in reply for text in texts)
        case "to" | "cc", list(texts):
            return sorted(str(text).lower() for text in texts) == sorted(
                str(address).lower() for address in listed(line[key])
            )
    return comparable(line.get(key), spaced) == comparable(wanted, spaced)


def listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def unsigned(text: str) -> str:
    return "\n".join(without_signature(text.split("\n")))


def comparable(value: object, normal: Callable[[str], str]) -> object:
    match value:
        case str():
            return normal(value)
        case list():
            return [comparable(one, normal) for one in value]
    return value


def spaced(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
