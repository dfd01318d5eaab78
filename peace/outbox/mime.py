"""The mail of a letter as MIME: what lies in what, and how it is written out."""

from email.message import Message
from email.mime.base import MIMEBase
from email.policy import Compat32

from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart

from peace.outbox.parts import Attachment

LINE = 78  # RFC 5322, 2.1.1
LONGEST = 998  # the same
# An address in one piece: some mail programs do not read it on a second line.
UNFOLDED = ("List-Unsubscribe",)


class _Folding(Compat32):
    """Python's own; a header that is plain and short is written as it stands.

    Nearly all are, and asking how they could be folded takes half of the time that
    writing a whole mail out does.
    """

    def fold_binary(self, name: str, value: object) -> bytes:
        if (
            isinstance(value, str)
            and len(name) + len(": ") + len(value)
            <= (LONGEST if name in UNFOLDED else LINE)
            and value.isascii()
            and value.isprintable()
            and value == value.strip()
        ):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_FOLDING = _Folding()


class Mail(EmailMultiAlternatives):
    """A mail whose pictures lie next to the HTML that shows them.

    Mail programs look for `cid:` pictures in the same multipart/related; Django has
    no call for that, so the HTML part is wrapped where Django makes it.
    """

    pictures: tuple[Attachment, ...] = ()
    boundary = ""
    _made: Message | None = None

    def message(self) -> Message:  # type: ignore[override]  # stubs of Django 6
        """Made once: building it is the proof that it can be sent."""
        if self._made is None:
            self._made = super().message()
            self._made.policy = _FOLDING  # its parts are written by the same
            self._set_boundaries(self._made)
        return self._made

    def _set_boundaries(self, made: Message) -> None:
        """Without, Python makes each up and searches the whole mail for it, with a
        pattern compiled anew: a third of the time that writing it out takes."""
        multiparts = (part for part in made.walk() if part.is_multipart())
        for number, part in enumerate(multiparts):
            part.set_boundary(f"=_{number}_{self.boundary}")

    def _create_mime_attachment(self, content: str | bytes, mimetype: str) -> MIMEBase:
        made = super()._create_mime_attachment(content, mimetype)  # type: ignore[misc]
        if mimetype != "text/html" or not self.pictures:
            return made
        related = SafeMIMEMultipart(_subtype="related", encoding=self.encoding)
        related.attach(made)
        for picture in self.pictures:
            part = super()._create_mime_attachment(  # type: ignore[misc]
                picture.content, picture.mimetype
            )
            part.add_header("Content-ID", f"<{picture.cid}>")
            part.add_header("Content-Disposition", "inline", filename=picture.filename)
            related.attach(part)
        return related
