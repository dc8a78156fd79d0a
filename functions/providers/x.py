"""X: mentions, replies, quotes and direct messages, in the envelope of today and the older one."""

import base64
import hashlib
import hmac
import json

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import Json, as_object, read_object, unknown
from functions.providers._messages import (
    answer_object,
    answered,
    bearer,
    checked_text,
    json_post,
    listed,
    own_address,
    read_each,
    refusal,
    settings_of,
    text_of,
)
from functions.providers._x_content import DM, People, read_dm, read_post
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac, secrets_of

# https://docs.x.com/x-api/activity/introduction
API_BASE = "https://api.x.com"
LONGEST_POST, LONGEST_DM = 280, 10_000
POSTS = {"post.mention.create", "post.reply.create", "post.quote.create"}
DIRECT = {"dm.received", "dm.sent"}
RECORDED = {
    "post.create": "a post of our own",
    "post.delete": "a post was taken back",
    "dm.read": "a message was read",
    "dm.indicate_typing": "somebody is typing",
    "follow.follow": "somebody follows the account",
    "follow.unfollow": "somebody no longer follows the account",
}
NEEDS_A_PERSON = {
    "chat.received": "an encrypted message, unreadable here; answer it on X",
    "oauth.revoke": "X may no longer tell us of messages; authorise the account again",
}
# https://developer.x.com/en/docs/x-api/enterprise/account-activity-api (the older envelope)
OLDER_RECORDED = {
    "tweet_delete_events": "a post was taken back",
    "favorite_events": "somebody liked a post",
    "follow_events": "somebody follows the account",
    "unfollow_events": "somebody no longer follows the account",
    "block_events": "somebody was blocked",
    "unblock_events": "somebody is no longer blocked",
    "mute_events": "somebody was muted",
    "unmute_events": "somebody is no longer muted",
    "direct_message_indicate_typing_events": "somebody is typing",
    "direct_message_mark_read_events": "a message was read",
}


class X(Provider):
    """`secrets` are the app's consumer secrets; the first one answers the CRC. Settings for
    sending: `token` (OAuth 2.0 of the account, with `dm.write` and `tweet.write`), `api_base`."""

    channel = Channel.SOCIAL
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_base64_hmac(delivery, credentials, "x-twitter-webhooks-signature", prefix="sha256=")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """The check by GET about every hour: a wrong answer stops all events."""
        if delivery.method != "GET":
            return None
        if not delivery.query.get("crc_token"):
            return Reply(status=400, body="crc_token is missing")
        token = delivery.query["crc_token"].encode("utf-8", "surrogatepass")
        digest = hmac.new(secrets_of(credentials)[0].encode(), token, hashlib.sha256).digest()
        answer = {"response_token": f"sha256={base64.b64encode(digest).decode()}"}
        body = json.dumps(answer, separators=(",", ":"))
        return Reply(body=body, content_type="application/json")

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        if "data" in body:
            return _activity(delivery, body)
        if "for_user_id" in body or "user_event" in body:
            return _older(delivery, body)
        raise PayloadError("data: neither an activity nor the older envelope with for_user_id")

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        """A post is answered in public where its author spoke to us; all else is a DM."""
        (token,) = settings_of(credentials, "token")
        base = credentials.settings.get("api_base", API_BASE).rstrip("/")
        person, answers = own_address(message, "x", "X"), answered(message, "x")
        if answers and not answers.startswith(DM):
            text = checked_text(message, LONGEST_POST, "X")
            payload: dict[str, object] = {"text": text, "reply": {"in_reply_to_tweet_id": answers}}
            return json_post(f"{base}/2/tweets", payload, bearer(token))
        payload = {"text": checked_text(message, LONGEST_DM, "X")}
        url = f"{base}/2/dm_conversations/with/{person}/messages"
        return json_post(url, payload, bearer(token))

    def read_answer(self, status: int, body: bytes) -> str:
        """403: the person takes no messages from us, or the post may not be answered."""
        answer = answer_object(body)
        sent = text_of(answer, "data", "id") or text_of(answer, "data", "dm_event_id")
        if 200 <= status < 300 and sent:
            return sent
        raise refusal("X", status, text_of(answer, "detail") or text_of(answer, "title"))


def _activity(delivery: Delivery, body: dict[str, Json]) -> list[Item]:
    data = as_object(body.get("data"))
    kind, event_id = text_of(data, "event_type") or "data without type", data.get("event_uuid")
    payload, account = as_object(data.get("payload")), text_of(data, "filter", "user_id")
    if kind in POSTS:
        includes = as_object(body.get("includes")) or as_object(data.get("includes"))
        people = People.of(includes.get("users"))
        return read_each(
            delivery, [("", payload)], lambda _, raw: [read_post(delivery, raw, people, account)]
        )
    if kind in DIRECT:
        people = People.of(payload.get("users"))
        found = read_each(
            delivery,
            listed(payload, "direct_message_events"),
            lambda place, raw: [read_dm(delivery, place, raw, people, account)],
        )
        return found or [unknown(delivery, event_id, kind, "it holds no message")]
    if kind in RECORDED:
        return [unknown(delivery, event_id, kind, RECORDED[kind], recorded=True)]
    reason = NEEDS_A_PERSON.get(kind, "an event that we do not know")
    return [unknown(delivery, event_id, kind, reason)]


def _older(delivery: Delivery, body: dict[str, Json]) -> list[Item]:
    account, people = text_of(body, "for_user_id"), People.of(body.get("users"))
    items: list[Item] = []
    for name in body:
        if name == "tweet_create_events":
            items += read_each(
                delivery,
                listed(body, name),
                lambda _, raw: [read_post(delivery, raw, people, account)],
            )
        elif name == "direct_message_events":
            items += read_each(
                delivery,
                listed(body, name),
                lambda place, raw: [read_dm(delivery, place, raw, people, account)],
            )
        elif name in OLDER_RECORDED:
            reason = OLDER_RECORDED[name]
            items.append(unknown(delivery, None, name, reason, place=name, recorded=True))
        elif name == "user_event" or name.endswith("_events"):
            reason = "a person must look at this event"
            items.append(unknown(delivery, None, name, reason, place=name[:100]))
    return items or [unknown(delivery, None, "empty event", "it holds nothing that we know")]
