"""What every event of Messenger and Instagram holds: the two parties, files, what it answers."""

from functions.core.contacts import Attachment, Handle
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import scoped_handle
from functions.core.moments import Sometime
from functions.core.untrusted import Identifier, Json, Theirs, as_object, usable_id
from functions.providers._messages import a_file, files_of, listed, text_of


class Party(Theirs):
    id: Identifier


class Event(Theirs):
    """What every event has; the content is read by kind."""

    sender: Party
    recipient: Party
    timestamp: Sometime = None


def handle_of(delivery: Delivery, party: Party) -> Handle:
    return scoped_handle(delivery.provider, party.id)


def files_in(message: dict[str, Json]) -> tuple[Attachment, ...]:
    """Pictures, videos and files by their address; of a story that is answered, the story."""
    story = as_object(as_object(message.get("reply_to")).get("story"))
    return files_of(
        [
            *(
                a_file(text_of(raw, "payload", "url") or text_of(raw, "url"), text_of(raw, "type"))
                for _, raw in listed(message, "attachments")
            ),
            a_file(story.get("url"), "story"),
        ]
    )


def answers_of(delivery: Delivery, message: dict[str, Json]) -> tuple[str, ...]:
    answered = usable_id(as_object(message.get("reply_to")).get("mid"))
    return (f"{delivery.provider}:{answered}",) if answered else ()
