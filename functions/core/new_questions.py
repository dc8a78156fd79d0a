"""Whether a message says of itself that it is about something else."""

import re

LOOKED_AT = 200

_ANNOUNCEMENT = re.compile(
    r"""(?:^|[.!?,\n]\s*)(?:
        (?:ik\ heb\ |en\ |maar\ |dan\ |daarnaast\ |nog\ )?(?:nog\ )?(?:een\ )?
          (?:(?:heel|hele)\ )?(?:andere|nieuwe)\ (?:vraag|kwestie|bestelling)
      | (?:i\ have\ |and\ |but\ )?(?:an?\ |one\ )?(?:completely\ |totally\ )?
          (?:another|different|new|separate|unrelated)\ (?:question|issue|matter)
      | (?:ich\ habe\ |und\ |aber\ )?(?:noch\ )?(?:eine\ )?(?:ganz\ )?
          (?:andere|neue)\ (?:frage|sache)
      | (?:j'ai\ |et\ |mais\ )?(?:une\ )?(?:autre|nouvelle)\ question
      | (?:dit\ )?staat\ (?:hier\ )?(?:helemaal\ )?los\ (?:hier)?van
      | (?:heel\ )?iets\ (?:heel\ )?anders(?=\s*[:,;-])
      | (?:one\ more\ thing,?\ )?unrelated(?=\s*[:,;-]) | on\ an\ unrelated\ note
      | unabh[äa]ngig\ davon(?=\s*[:,;-]) | los\ hiervan(?=\s*[:,;-])
      | rien\ [àa]\ voir(?=\s*[:,;-])
      | on\ another\ note | something\ else\ entirely | something\ else(?=\s*[:,;-])
      | (?:was|etwas)\ (?:ganz\ )?anderes(?=\s*[:,;-]) | autre\ chose(?=\s*[:,;-])
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def announces_new_question(text: str) -> bool:
    """Only the beginning counts, and only where a sentence starts with it."""
    return _ANNOUNCEMENT.search(text[:LOOKED_AT]) is not None
