"""A planned notification, from the table to the provider; used wherever one is sent or reported."""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta

from functions import policies, providers
from functions.aws import http, mail, rows, secrets, table
from functions.aws.runtime import now
from functions.core.contacts import Handle
from functions.core.errors import SendError, UnknownAccountError
from functions.core.evidence.known_orders import KnownOrder
from functions.core.notifications import Message, Notification, NotificationState
from functions.handling.opting_out import ways_out
from functions.policies.rendering import render

MAIL_PROVIDER = "ses"
PATIENCE = timedelta(minutes=10)
"""How long we wait for a report on a message whose sending was cut off before we send again."""
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""Pauses between tries when a provider is known not to have taken the message."""


def claim(notification: Notification, at: datetime) -> Notification:
    """Write down that we are about to send. ConflictError: another invocation is at it."""
    claimed = notification.model_copy(
        update={
            "state": NotificationState.SENDING,
            "sending_since": at,
            "attempts": notification.attempts + 1,
        }
    )
    return save(claimed, look_again_at=at + PATIENCE)


def release(notification: Notification, at: datetime, reason: str) -> Notification:
    """It is certain that nothing was sent: try later, or give up after the last pause."""
    tries = notification.attempts
    if tries > len(RETRY_AFTER):
        return save(ended(notification, NotificationState.FAILED, f"gave up: {reason}"))
    again = at + RETRY_AFTER[tries - 1]
    waiting = {"state": NotificationState.PLANNED, "sending_since": None}
    return save(notification.model_copy(update=waiting), look_again_at=again)


def suppress(notification: Notification, reason: str) -> Notification:
    return save(ended(notification, NotificationState.SUPPRESSED, reason))


def hold(notification: Notification, until: datetime) -> Notification:
    return save(notification.model_copy(update={"due_at": until}), look_again_at=until)


def mark_sent(notification: Notification, message_id: str, at: datetime) -> None:
    """Write down that it is sent, and its ids, so that reports and answers find their way back."""
    sent = notification.model_copy(
        update={
            "state": NotificationState.SENT,
            "sent_at": at,
            "sending_since": None,
            "provider_message_id": message_id,
        }
    )
    table.commit([write(sent), *message_writes(sent)])


def save(notification: Notification, look_again_at: datetime | None = None) -> Notification:
    """Write it, guarded by the version it was read with; returns it with its new version."""
    table.put(write(notification, look_again_at))
    return notification.model_copy(update={"version": notification.version + 1})


def write(notification: Notification, look_again_at: datetime | None = None) -> table.Write:
    key = rows.notification_key(notification.id)
    written = notification.model_copy(update={"version": notification.version + 1})
    return table.Write(
        key,
        written,
        table.unchanged(notification.version),
        version=written.version,
        timeline=table.due(look_again_at, key) if look_again_at else None,
    )


def message_writes(notification: Notification) -> Sequence[table.Write]:
    """The ids by which a report (the provider's) or an answer (the mail's) refers to it."""
    message_id = notification.provider_message_id
    if message_id is None:
        return []
    message = rows.Message(notification_id=notification.id, order=_order_of(notification))
    writes = [table.Write(rows.sent_key(notification.provider, message_id), message)]
    if notification.provider == MAIL_PROVIDER:
        # SES replaces our Message-ID by its own; answers quote mostly that one.
        domain = f"{os.environ.get('AWS_REGION', 'eu-west-1')}.amazonses.com"
        own = mail.own_message_id(notification.id, notification.shop)
        ids = (f"{message_id}@{domain}", own)
        writes += [table.Write(rows.thread_key(f"mail:{one}"), message) for one in ids]
    return writes


def deliver(notification: Notification) -> str:
    """Hand it to the provider; its id of the message comes back.

    SendError: certainly not sent. Any other error leaves open whether it was.
    """
    message = _message(notification)
    if notification.provider == MAIL_PROVIDER:
        return mail.send_mail(message)
    translator = providers.load(notification.provider)
    try:
        credentials = secrets.credentials(notification.provider, notification.shop)
    except UnknownAccountError as error:
        raise SendError(
            f"{error}; open the account or choose another channel", permanent=True
        ) from error
    status, body = http.call(translator.compose(message, credentials))
    return translator.read_answer(status, body)


def _message(notification: Notification) -> Message:
    policy = policies.notifications()
    rendered, template = render(notification, policy), _template(notification)
    return Message(
        id=notification.id,
        account=notification.shop,
        recipient=notification.recipient.handle,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        template=template,
        template_values=(rendered.text,) if template else (),
        language=notification.language,
        answers=notification.answers,
        unsubscribe=ways_out(notification) if notification.provider == MAIL_PROVIDER else (),
        last_heard_at=notification.last_heard_at,
        composed_at=now(),
    )


def _template(notification: Notification) -> str | None:
    """Outside the 24 hours after a person's message WhatsApp takes approved templates only."""
    if not notification.template:
        return None
    if len(notification.items) == 1:
        return f"order_{notification.milestone}"
    if name := policies.notifications().whatsapp_digest_template:
        return name
    raise SendError("the shop no longer has a template for several pieces of news", permanent=True)


def _order_of(notification: Notification) -> KnownOrder:
    recipient: Handle = notification.recipient.handle
    return KnownOrder(
        shop=notification.shop,
        order_id=notification.order_id,
        number=notification.order_number,
        organisation_id=notification.organisation_id,
        handles=(recipient.key,),
    )


def ended(notification: Notification, state: NotificationState, reason: str) -> Notification:
    """With its last state and the reason; nothing more is tried."""
    return notification.model_copy(update={"state": state, "reason": reason, "sending_since": None})
