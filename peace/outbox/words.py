"""What became of a letter, and what to do about it, in words without codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peace.outbox.choices import NO_ADDRESS, Channel, Outcome, Status
from peace.outbox.models import OutboxMessage

_SKIPPED: dict[str, Promise] = {
    NO_ADDRESS: gettext_lazy("メールアドレスも電話番号もなく、送れませんでした。"),
    "too late": gettext_lazy(
        "期限（催しの始まりなど）が過ぎたので、送りませんでした。"
    ),
    "taken back": gettext_lazy("要らなくなったので、送りませんでした。"),
    "withdrawn": gettext_lazy("送信を取りやめました。"),
    "unsubscribed": gettext_lazy("お知らせの配信をやめた方なので、送りませんでした。"),
}
_STATUS: dict[str, Promise] = {
    Status.AWAITING_APPROVAL: gettext_lazy("もう1人の職員の承認を待っています。"),
    Status.SENDING: gettext_lazy("いま送っています。"),
    Status.RETRY: gettext_lazy(
        "メールのサーバーが受け取らなかったので、あとで自動でもう一度送ります。"
    ),
    Status.UNCERTAIN: gettext_lazy(
        "送っている途中で通信が切れました。届いたかどうか、わかりません。"
    ),
    Status.BOUNCED: gettext_lazy(
        "メールを送りましたが、あとで「届けられない」と返ってきました。"
    ),
    Status.HANDED_TO_PHONE: gettext_lazy(
        "メールが届かないので、電話の一覧に移しました。"
    ),
}


def what_happened(message: OutboxMessage) -> str:
    """One or two sentences; for every state."""
    if message.status == Status.SKIPPED:
        return str(_SKIPPED.get(message.last_error, gettext_lazy("送りませんでした。")))
    if message.status == Status.PENDING:
        return {
            Channel.PHONE.value: _("電話をかけるのを待っています。"),
            Channel.POST.value: _("印刷して渡すのを待っています。"),
        }.get(message.channel, _("送るのを待っています。"))
    if message.status == Status.SENT:
        return {
            Channel.PHONE.value: _("電話で伝えました。"),
            Channel.POST.value: _("渡したか、投函しました。"),
        }.get(message.channel, _("メールのサーバーが受け取りました。"))
    if message.status == Status.FAILED:
        return _failed(message)
    return str(_STATUS.get(message.status, message.get_status_display()))


def trouble_label(status: str) -> str:
    """What a letter in trouble is called in a list."""
    if status == Status.SKIPPED:
        return _("連絡先なし")
    return str(Status(status).label)


def what_to_do(message: OutboxMessage, *, contact: bool | None = None) -> str:
    """The next step for a letter in trouble; empty for all others.

    CONTACT: whether there is somebody to ring; without it, the letter's own number.
    """
    has_phone = bool(message.phone) if contact is None else contact
    can_call = has_phone and message.channel == Channel.EMAIL
    if message.status == Status.UNCERTAIN:
        return _(
            "届いたかを電話で聞くか、もう一度送ってください。2通届いても困りません。"
        )
    if message.status == Status.SKIPPED and message.last_error == NO_ADDRESS:
        if has_phone:
            return _("連絡先がわかりました。電話に替えてください。")
        return _("連絡先がわかったら申込みに書き、電話に替えてください。")
    if message.status not in (Status.FAILED, Status.BOUNCED):
        return ""
    if message.last_error == Outcome.WRONG_NUMBER:
        return _("ほかの連絡先をさがしてください。申込みを開くと、メモがあります。")
    if can_call and (message.status == Status.BOUNCED or _is_address(message)):
        return _("電話に替えてください。アドレスが直ったら、もう一度送れます。")
    if can_call:
        # Nothing is wrong with the address.
        return _(
            "電話に替えてください。同じことが続くときは、管理の担当に知らせてください。"
        )
    if _is_address(message):
        return _("電話番号がありません。受付で会ったときに、連絡先を聞いてください。")
    return _(
        "もう一度送ってください。同じことが続くときは、管理の担当に知らせてください。"
    )


def _failed(message: OutboxMessage) -> str:
    if message.last_error == Outcome.WRONG_NUMBER:
        return _("電話番号が違っていました。")
    if _is_address(message):
        return _("メールアドレスが使えないと、メールのサーバーが答えました。")
    if message.last_error[:1] == "5":
        return _("メールのサーバーが、この内容を受け取りませんでした。")
    if message.attempts >= _MANY:
        return _("何度も送りましたが、メールのサーバーが受け取りませんでした。")
    return _("メールを作れないか、送れませんでした。")


_MANY = 5


def _is_address(message: OutboxMessage) -> bool:
    return "Recipient" in message.last_error or " 5.1." in message.last_error
