"""A text signed with PGP in its own lines: the words without the seal."""

BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
SEAL = "-----BEGIN PGP SIGNATURE-----"
END = "-----END PGP SIGNATURE-----"
MAX_LINES_ABOVE = 20


def without_seal(lines: list[str]) -> list[str]:
    """As they are where no seal is whole; what stands around the sealed words is kept."""
    begin = next((n for n, line in enumerate(lines[:MAX_LINES_ABOVE]) if line.strip() == BEGIN), -1)
    seal = next((n for n, line in enumerate(lines) if line.strip() == SEAL), -1)
    end = next((n for n, line in enumerate(lines) if line.strip() == END), -1)
    if not 0 <= begin < seal < end:
        return lines
    blank = next((n for n in range(begin, seal) if not lines[n].strip()), begin)
    words = (line.removeprefix("- ") for line in lines[blank + 1 : seal])
    return [*lines[:begin], *words, *lines[end + 1 :]]
