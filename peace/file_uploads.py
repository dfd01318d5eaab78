"""Stands before Django's upload handlers: how much of a file is kept at all."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Swallows what goes beyond the limits while it arrives.

    A file that is too large is kept one byte too long, so that its form can say so;
    with more than `FILES_MOST_BYTES` in one request nothing more is kept. Neither
    memory nor the disk fills up, however much is sent.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """What the next handler gets of RAW_DATA, which begins at START of its file."""
        room = min(
            settings.FILE_MOST_BYTES + 1 - start, settings.FILES_MOST_BYTES - self._kept
        )
        if room <= 0:
            return None
        kept = raw_data[:room]
        self._kept += len(kept)
        return kept

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
