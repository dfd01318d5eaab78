"""A JPEG or JPEG 2000 inside a PDF, without what its camera wrote beside the pixels.

Not decoded: of a scan nothing is lost. Left out are EXIF and XMP (with the place where
a picture was taken), comments, thumbnails, and whatever stands behind the end.
"""

from network.youth.remaking.made import CannotRemake

_START, _SCAN, _END, _COMMENT = 0xD8, 0xDA, 0xD9, 0xFE
# APP0 says how to read it, APP14 (Adobe) which colours; others are the camera's.
_APP = range(0xE0, 0xF0)
_KEPT_APP = {0xE0, 0xEE}
_BARE = {0x01, *range(0xD0, 0xD8)}
# ISO 15444-1: signature, type, head, code stream.
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}


def only_the_picture(content: bytes) -> bytes:
    """The segments of one JPEG that draw it (ITU-T T.81, annex B). CannotRemake."""
    if content[:2] != bytes([0xFF, _START]):
        raise CannotRemake("unreadable")
    out, at = bytearray(content[:2]), 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise CannotRemake("unreadable")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _END:
            return bytes(out) + content[at : at + 2]
        if marker in _BARE:
            out += content[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        is_camera = marker in _APP and marker not in _KEPT_APP
        if not is_camera and marker != _COMMENT:
            out += content[at:end]
        at = end
    # Cut off: readers show what is there.
    return bytes(out) + bytes([0xFF, _END])


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next segment begins: a marker that is no restart and no stuffing."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] == 0 or content[at + 1] in _BARE or content[at + 1] == 0xFF:
            at += 1 if content[at + 1] == 0xFF else 2
            continue
        return at


def only_the_picture_of_jp2(content: bytes) -> bytes:
    """The boxes of one JPEG 2000 that draw it; a bare code stream as it is."""
    if content[:4] == b"\xff\x4f\xff\x51":
        return content
    out, at = bytearray(), 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        elif size == 0:
            size = len(content) - at
        if size < 8:
            raise CannotRemake("unreadable")
        if kind in _BOXES:
            out += content[at : at + size]
        at += size
    if not out:
        raise CannotRemake("unreadable")
    return bytes(out)
