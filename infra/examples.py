"""`make examples`: agents' corrections as labelled messages, in the format of training/corpus."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from functions.aws import rows, table
from functions.aws.clients import client
from functions.aws.runtime import resource_name
from functions.core.examples import Example, in_corpus_format
from functions.handling.examples import TIMELINE
from infra.on_aws import on_aws

DEFAULT = Path("training/corpus/corrected.txt")


@on_aws
def main(arguments: list[str]) -> int:
    """Writes the file anew; the next `make train` takes it in. Exit status 2: no AWS."""
    parser = argparse.ArgumentParser(prog="make examples", description=__doc__)
    parser.add_argument("-o", "--out", type=Path, default=DEFAULT)
    options = parser.parse_args(arguments)
    lines = list(in_corpus_format(stored_examples()))
    options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    count = sum(not line.startswith("##") for line in lines)
    sys.stdout.write(f"{count} corrections in {options.out}; make train takes them in\n")
    return 0


def stored_examples() -> Iterator[Example]:
    """All corrections of the stage, by the index: two calls for each hundred."""
    pages = client("dynamodb").get_paginator("query")
    asked = pages.paginate(
        TableName=resource_name(),
        IndexName="timeline",
        KeyConditionExpression="timeline = :name",
        ExpressionAttributeValues={":name": {"S": TIMELINE}},
        PaginationConfig={"PageSize": 100},
    )
    for page in asked:
        keys = [table.Key(item["pk"]["S"], item["sk"]["S"]) for item in page["Items"]]
        found = table.read(keys)
        decoded = (rows.decode(Example, found.get(key)) for key in keys)
        yield from (example for example in decoded if example)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
