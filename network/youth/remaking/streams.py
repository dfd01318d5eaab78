"""The streams of a PDF: how much is in them, and nothing behind or beside it."""

import base64
import zlib

from pikepdf import Array, Name, Stream, StreamDecodeLevel

from network.youth.remaking.jpeg import only_the_picture, only_the_picture_of_jp2
from network.youth.remaking.made import CannotRemake

# A page at 300 dpi in colour is 26 MB; a black and white one at 600 dpi is 4 MB.
MOST_IN_ONE = 120 * 1024 * 1024
MOST_IN_ALL = 500 * 1024 * 1024
MOST_PIXELS = 100_000_000
# Up to here a stream is packed again; larger ones are pixels, and stay as they are.
PACKED_AGAIN = 4 * 1024 * 1024
_STEP = 1024 * 1024
_SHORT = {
    "/Fl": "/FlateDecode",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
_PICTURES = {"/CCITTFaxDecode", "/JBIG2Decode"}


class Measure:
    """Looks into every stream of one file, and adds up what would be unpacked."""

    def __init__(self) -> None:
        self.total = 0

    def take(self, stream: Stream) -> None:
        """Make STREAM anew where it is small. Raises CannotRemake."""
        self._look_at_size(stream)
        if stream.get("/Subtype") == "/PS":  # a program for a printer
            stream.write(b"")
            return
        filters = _filters(stream)
        raw = stream.read_raw_bytes()
        while len(filters) > 1 and filters[0] != "/FlateDecode":
            raw, filters = _from_text(raw, filters[0]), filters[1:]
        match filters:
            case []:
                self._add(len(raw))
            case ["/FlateDecode"]:
                self._flate(stream, raw)
            case ["/FlateDecode", "/DCTDecode"]:
                unpacked, _ = _inflate(raw, keep=PACKED_AGAIN * 4)
                self._picture(stream, unpacked, "/DCTDecode")
            case ["/DCTDecode"] | ["/JPXDecode"]:
                self._picture(stream, raw, filters[0])
            case [one] if one in _PICTURES:
                self._add(len(raw))
            case [_one]:
                # Old ones (LZW, RunLength, text): unpacked here, packed by the writer.
                data = stream.read_bytes(StreamDecodeLevel.generalized)
                self._add(len(data))
            case _:
                raise CannotRemake("unreadable")

    def _look_at_size(self, stream: Stream) -> None:
        if stream.get("/Subtype") == "/Image":
            width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
            if width * height > MOST_PIXELS:
                raise CannotRemake("pixels")

    def _flate(self, stream: Stream, raw: bytes) -> None:
        data, rest = _inflate(raw, keep=PACKED_AGAIN)
        self._add(rest.size)
        if data is not None:
            raw = zlib.compress(data)
        elif rest.behind:
            raw = raw[: -rest.behind]
        stream.write(
            raw,
            filter=Name.FlateDecode,
            decode_parms=_parameters(stream),
        )

    def _picture(self, stream: Stream, raw: bytes | None, name: str) -> None:
        if raw is None:
            raise CannotRemake("bomb")
        self._add(len(raw))
        bare = only_the_picture if name == "/DCTDecode" else only_the_picture_of_jp2
        parameters = _parameters(stream) if _is_single(stream) else None
        stream.write(bare(raw), filter=Name(name), decode_parms=parameters)

    def _add(self, size: int) -> None:
        self.total += size
        if size > MOST_IN_ONE or self.total > MOST_IN_ALL:
            raise CannotRemake("bomb")


class _Rest:
    """How much was unpacked, and how many bytes stood behind the end."""

    def __init__(self, size: int, behind: int) -> None:
        self.size = size
        self.behind = behind


def _inflate(raw: bytes, *, keep: int) -> tuple[bytes | None, _Rest]:
    """Unpack step by step; the content as long as it is no larger than KEEP."""
    machine, size, kept = zlib.decompressobj(), 0, bytearray()
    todo = raw
    while todo and not machine.eof:
        try:
            piece = machine.decompress(todo, _STEP)
        except zlib.error:
            break  # readers show what came before the damage
        todo = machine.unconsumed_tail
        size += len(piece)
        if size > MOST_IN_ONE:
            raise CannotRemake("bomb")
        if size <= keep:
            kept += piece
        elif not piece:
            break
    rest = _Rest(size, len(machine.unused_data))
    return (bytes(kept) if size <= keep else None), rest


def _filters(stream: Stream) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    each = list(found) if isinstance(found, Array) else [found]
    return [_SHORT.get(str(name), str(name)) for name in each]


def _is_single(stream: Stream) -> bool:
    return len(_filters(stream)) < 2


def _parameters(stream: Stream):  # noqa: ANN202 - a Dictionary of pikepdf, or None
    found = stream.get("/DecodeParms", stream.get("/DP"))
    if isinstance(found, Array):
        found = next((each for each in found if each is not None), None)
    return found


def _from_text(raw: bytes, name: str) -> bytes:
    """Unpack one of the two filters that write bytes as text."""
    if name == "/ASCIIHexDecode":
        digits = bytes(raw.split(b">")[0].translate(None, b" \t\r\n\f\0"))
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if name == "/ASCII85Decode":
        body = raw.strip().removeprefix(b"<~").split(b"~>")[0]
        return base64.a85decode(body)
    raise CannotRemake("unreadable")
