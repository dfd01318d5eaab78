"""What stands behind a short link: words for staff."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkState(TextChoices):
    """What somebody finds who opens the short link of a source."""

    OPEN = "OPEN", _("公開中のページが開く")
    PAST = "PAST", _("終わった催しのページが開く")
    CANCELLED = "CANCELLED", _("中止のお知らせが開く")
    DRAFT = "DRAFT", _("催しが下書きのため、開かない")
    INTERNAL = "INTERNAL", _("関係者だけの催しのため、開かない")
    OFF = "OFF", _("止めているため、開かない")
    BROKEN = "BROKEN", _("ページが開かない")

    @property
    def is_fine(self) -> bool:
        """A poster that leads here may hang."""
        return self is LinkState.OPEN

    @property
    def is_dead(self) -> bool:
        """Nobody reaches anything through it."""
        return self in {LinkState.DRAFT, LinkState.INTERNAL, LinkState.BROKEN}
