"""`make check`: every policy of the shop is read as the Lambdas will read it, before a deploy."""

import sys

from functions import policies

POLICIES = {
    "routing.toml": policies.routing,
    "sla.toml": policies.sla,
    "notifications.toml, promises.toml": policies.notifications,
    "grouping.toml": policies.order_numbers,
    "loops.toml": policies.loops,
}


def main() -> int:
    """1 when a policy is wrong; all that is wrong with each is printed, with its line."""
    wrong = 0
    for name, read in POLICIES.items():
        try:
            read()
        except policies.PolicyError as error:
            wrong = 1
            sys.stdout.write(f"{error}\n")
        else:
            sys.stdout.write(f"{name}: sound\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
