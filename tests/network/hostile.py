"""Files that mean harm, made here: none lies in the repository."""

import io
import struct
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()
GPS = b"35.7000,139.4400"
SCRIPT = b"app.alert('hello')"


def picture(size=(80, 60), form="JPEG", **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def with_gps(form="JPEG", size=(80, 60)) -> bytes:
    """A picture that says where it was taken, in EXIF, XMP and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 42.0, 0.0), 3: "E"})
    exif[0x010E] = GPS.decode()
    more = {"exif": exif}
    if form == "JPEG":
        more |= {"comment": GPS, "xmp": b"<x:xmpmeta>" + GPS + b"</x:xmpmeta>"}
    return picture(size, form, **more)


@cache
def huge_png(side=30_000) -> bytes:
    """SIDE × SIDE pixels in a few kilobytes."""
    packer, rows = zlib.compressobj(9), bytearray()
    line = b"\0" * (1 + side // 8 + (side % 8 > 0))
    for _row in range(side):
        rows += packer.compress(line)
    return _png(side, side, bytes(rows + packer.flush()))


def lying_png() -> bytes:
    """Says it is large, and holds next to nothing."""
    return _png(100_000, 100_000, zlib.compress(b"\0"))


def _png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def pdf(pages=1, save=None, change=None) -> bytes:
    """A plain PDF; CHANGE does something to it before it is saved."""
    made = pikepdf.new()
    for _n in range(pages):
        made.add_blank_page(page_size=(200, 200))
    for page in made.pages:
        page.obj.Contents = made.make_stream(b"0 0 100 100 re f")
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **(save or {}))
    return out.getvalue()


def pdf_that_acts() -> bytes:
    """Scripts, actions, links, forms, files and metadata, in every place known."""

    def change(made: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String(SCRIPT.decode()))
        root, page = made.Root, made.pages[0].obj
        root.OpenAction = script
        root.AA = Dictionary(WC=script)
        root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), script])),
            EmbeddedFiles=Dictionary(Names=Array([])),
        )
        root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp:xdp/>"), Fields=[])
        made.attachments["evil.exe"] = b"MZ evil"
        page.AA = Dictionary(O=script)
        link = Dictionary(S=Name.URI, URI=String("https://evil.example/"))
        launch = Dictionary(S=Name.Launch, F=String("/bin/sh"))
        page.Annots = made.make_indirect(
            Array(
                [
                    Dictionary(Subtype=Name.Link, A=link, Rect=[0, 0, 9, 9]),
                    Dictionary(Subtype=Name.Screen, A=launch, Rect=[0, 0, 9, 9]),
                    Dictionary(Subtype=Name.RichMedia, Rect=[0, 0, 9, 9]),
                ]
            )
        )
        form = made.make_stream(b"0 0 1 1 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, 9, 9]
        form.AA, form.Metadata = script, made.make_stream(GPS)
        form.Ref = Dictionary(F=String("http://evil.example/other.pdf"))
        page.Resources = Dictionary(
            XObject=Dictionary(A=form), Hidden=script, Properties=Dictionary(M=script)
        )
        page.Contents = made.make_stream(b"/A Do")
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = ["Somebody"]
        made.docinfo["/Author"] = GPS.decode()

    return pdf(change=change)


def pdf_of(stream: bytes, **keys) -> bytes:
    """A page that draws one picture, whose stream is STREAM."""

    def change(made: pikepdf.Pdf) -> None:
        drawn = made.make_stream(stream)
        drawn.Type, drawn.Subtype = Name.XObject, Name.Image
        for key, value in keys.items():
            drawn[f"/{key}"] = value
        page = made.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(P=drawn))
        page.Contents = made.make_stream(b"q 100 0 0 100 0 0 cm /P Do Q")

    return pdf(change=change, save={"compress_streams": False})


def pdf_form(text: bytes = b"(Hanako) Tj") -> bytes:
    """A form in which somebody wrote something."""

    def change(made: pikepdf.Pdf) -> None:
        drawn = made.make_stream(b"BT /F 9 Tf " + text + b" ET")
        drawn.Type, drawn.Subtype, drawn.BBox = Name.XObject, Name.Form, [0, 0, 90, 20]
        field = made.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("name"),
                V=String("Hanako"),
                Rect=[10, 10, 100, 30],
                F=4,
                AP=Dictionary(N=drawn),
                AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("x"))),
            )
        )
        made.Root.AcroForm = Dictionary(Fields=Array([field]))
        made.pages[0].obj.Annots = Array([field])

    return pdf(change=change)


def pdf_with_photograph() -> bytes:
    """A scan whose JPEG still tells where it was made."""
    return pdf_of(
        with_gps(),
        Filter=Name.DCTDecode,
        Width=80,
        Height=60,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )


@cache
def pdf_bomb(megabytes=500) -> bytes:
    """One content stream that unpacks into so many megabytes."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _n in range(megabytes):
        packed += packer.compress(bytes(1024 * 1024))
    packed += packer.flush()
    return pdf_of(bytes(packed), Filter=Name.FlateDecode)


@cache
def object_stream_bomb(megabytes=500) -> bytes:
    """The cross-reference stream itself is the bomb: it is unpacked to be opened."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _n in range(megabytes):
        packed += packer.compress(bytes(1024 * 1024))
    packed += packer.flush()
    head = b"%PDF-1.5\n"
    body = (
        b"1 0 obj\n<</Type/XRef/W[1 4 2]/Root 2 0 R/Size 150000000"
        b"/Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>\nstream\n"
    )
    tail = b"\nendstream\nendobj\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF"
    return head + body + bytes(packed) + tail


def nested_pdf(depth=200_000) -> bytes:
    """Arrays in arrays in arrays."""
    plain = pdf()
    hole = b"[" * depth + b"]" * depth
    return plain.replace(b"/Contents", b"/Rotate 0/UserUnit " + hole + b"/Contents", 1)
