"""Hostile files: made anew or refused, in bounded memory, with a clear sentence."""

import io
import resource
import subprocess
import sys
import zipfile

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Name
from PIL import Image, ImageCms

from network.youth import uploads
from network.youth.choices import FileKind
from network.youth.uploads import Refused, shown_name, take_in
from tests.network import hostile

MOST_MEMORY_MB = 300


def taken(content: bytes, **more) -> uploads.CleanFile:
    return take_in(io.BytesIO(content), size=len(content), **more)


def refusal(content: bytes, **more) -> str:
    with pytest.raises(Refused) as refused:
        taken(content, **more)
    return str(refused.value.sentence)


def pages_of(made: uploads.CleanFile) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made.content))


# --- Pictures ---------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "HEIF"])
def test_a_picture_becomes_a_jpeg_without_a_place_or_a_comment(form):
    made = taken(hostile.with_gps(form))

    image = Image.open(io.BytesIO(made.content))
    assert (made.kind, image.format) == (FileKind.JPEG, "JPEG")
    assert (made.width, made.height) == image.size == (80, 60)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert hostile.GPS not in made.content


def test_a_picture_that_lies_on_its_side_is_put_upright_and_made_smaller():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = taken(hostile.picture((4000, 2000), exif=exif))

    assert (made.width, made.height) == (1500, 3000)


def test_a_transparent_picture_stands_on_white_and_a_deep_one_keeps_its_light():
    see_through, deep = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(see_through, "PNG")
    Image.new("I;16", (9, 9), 65535 // 2).save(deep, "PNG")

    def middle(content: bytes) -> int:
        return Image.open(io.BytesIO(taken(content).content)).getpixel((4, 4))[0]

    assert middle(see_through.getvalue()) == 255
    assert 120 <= middle(deep.getvalue()) <= 135


def test_colours_of_another_profile_are_kept_as_colours_not_as_a_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = taken(hostile.picture(icc_profile=profile))

    assert "icc_profile" not in Image.open(io.BytesIO(made.content)).info


def test_what_hangs_behind_a_picture_is_lost():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("Evil.class", b"evil")

    made = taken(hostile.picture() + archive.getvalue() + b"<script>1</script>")

    assert b"Evil" not in made.content
    assert b"<script>" not in made.content


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        b"GIF89a" + bytes(20),
        b"PK\x03\x04" + bytes(40),
        b"MZ" + bytes(100),
        b"\0" * 100,
        b"\xff\xd8\xff",
        b"BM" + bytes(60),
    ],
)
def test_what_is_neither_a_picture_nor_a_pdf_is_refused(content):
    assert "この種類のファイルは受け取れません" in refusal(content)


def test_a_picture_that_is_cut_off_is_refused():
    assert "開けませんでした" in refusal(hostile.picture((900, 900), "PNG")[:-900])


def test_an_empty_file_and_one_that_is_too_large_are_refused():
    assert "空です" in refusal(b"")
    assert "10MBまで" in refusal(bytes(uploads.MOST_BYTES + 1))


@pytest.mark.parametrize("content", [hostile.huge_png, hostile.lying_png])
def test_a_picture_of_too_many_pixels_is_refused_from_its_head(content):
    assert "5,000万画素" in refusal(content())


# --- PDF --------------------------------------------------------------------------


def test_of_a_pdf_that_acts_only_its_pages_are_left():
    made = taken(hostile.pdf_that_acts())

    assert (made.kind, made.pages) == (FileKind.PDF, 1)
    with pages_of(made) as left:
        assert set(left.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in left.trailer
        everything = b"".join(each.unparse(resolved=True) for each in left.objects)
        streams = b"".join(
            each.read_bytes()
            for each in left.objects
            if isinstance(each, pikepdf.Stream)
        )
        page = left.pages[0]
        assert b"/A Do" in page.Contents.read_bytes()
        assert b"re f" in page.Resources.XObject.A.read_bytes()
    for word in (
        b"JavaScript",
        b"OpenAction",
        b"/AA",
        b"Annots",
        b"URI",
        b"Launch",
        b"EmbeddedFile",
        b"XFA",
        b"Metadata",
        b"evil",
        b"alert",
        hostile.GPS,
    ):
        assert word not in everything + streams, word


def test_what_was_filled_into_a_form_stays_to_be_read():
    made = taken(hostile.pdf_form())

    with pages_of(made) as left:
        page = left.pages[0]
        drawn = b"".join(
            each.read_bytes() for each in dict(page.Resources.XObject.items()).values()
        )
        assert b"(Hanako) Tj" in drawn
        assert "/Annots" not in page.obj
        assert "/AcroForm" not in left.Root


def test_the_photograph_in_a_pdf_loses_its_place_and_none_of_its_pixels():
    made = taken(hostile.pdf_with_photograph())

    with pages_of(made) as left:
        drawn = left.pages[0].Resources.XObject.P
        inner = drawn.read_raw_bytes()
    image = Image.open(io.BytesIO(inner))
    assert image.tobytes() == Image.open(io.BytesIO(hostile.picture())).tobytes()
    assert not image.getexif()
    assert hostile.GPS not in inner


def test_html_before_or_behind_a_pdf_is_lost():
    page = b"<html><script>alert(1)</script>"
    for content in (
        page + b"\n" + hostile.pdf(),
        hostile.pdf() + page,
        hostile.pdf_of(page * 9, Width=1, Height=1),
    ):
        made = taken(content)
        assert made.content.startswith(b"%PDF-")
        assert b"<script>" not in made.content


def test_html_that_only_begins_like_a_pdf_is_refused():
    assert "開けませんでした" in refusal(b"%PDF-1.7\n<html><script>1</script>")


def test_a_pdf_where_a_picture_is_wanted_is_refused():
    sentence = refusal(hostile.pdf(), pictures_only=True)

    assert "JPEG、PNG、HEICのどれか" in sentence
    assert "PDF" not in sentence


def test_a_pdf_with_too_many_pages_is_refused():
    assert taken(hostile.pdf(30)).pages == 30
    assert "30ページまで" in refusal(hostile.pdf(31))
    assert "30ページまで" in refusal(hostile.pdf(10_000))


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_is_opened():
    locked = hostile.pdf(save={"encryption": pikepdf.Encryption(owner="a", user="b")})
    forbids = hostile.pdf(save={"encryption": pikepdf.Encryption(owner="a", user="")})

    assert "パスワードを外すか" in refusal(locked)
    assert taken(forbids).pages == 1


def test_a_pdf_that_points_to_a_file_of_the_server_brings_nothing_along():
    made = taken(
        hostile.pdf_of(
            b"",
            Width=1,
            Height=1,
            F=pikepdf.String("/etc/passwd"),
            FFilter=Name.FlateDecode,
        )
    )

    with pages_of(made) as left:
        assert "/F" not in left.pages[0].Resources.XObject.P
    assert b"passwd" not in made.content


def test_arrays_in_arrays_in_arrays_are_refused():
    assert refusal(hostile.nested_pdf())


def test_a_pdf_that_says_its_picture_is_huge_is_refused():
    assert "画素" in refusal(hostile.pdf_of(b"x", Width=60_000, Height=60_000))


@pytest.mark.slow
def test_streams_that_unpack_into_gigabytes_are_refused():
    assert "大きくなりすぎます" in refusal(hostile.pdf_bomb())
    assert refusal(hostile.object_stream_bomb())


# --- The process ------------------------------------------------------------------

_PEAK = """
import sys
sys.path.append(sys.argv[1])
from network.youth.remaking.child import main
try:
    main(sys.argv[2], "all")
except BaseException as fault:
    print(type(fault).__name__, file=sys.stderr)
# Not ru_maxrss: a child keeps the peak of whoever forked it, also over exec.
[line] = [each for each in open("/proc/self/status") if each.startswith("VmHWM")]
print("PEAK", int(line.split()[1]) // 1024, file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [hostile.huge_png, hostile.pdf_bomb, hostile.object_stream_bomb],
)
def test_the_memory_of_the_process_is_bounded(content, tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            _PEAK,
            str(settings.BASE_DIR),
            str(tmp_path / "lock"),
        ],
        input=content(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stderr.decode()
    peak = int(said.rpartition("PEAK ")[2])

    assert peak <= MOST_MEMORY_MB, said


def test_a_process_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(uploads, "_CHILD", "import os; os.abort()")

    assert "開けませんでした" in refusal(hostile.picture())


def test_a_process_that_takes_too_long_is_a_refusal(monkeypatch):
    monkeypatch.setattr(uploads, "_CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(uploads, "PATIENCE", 0.5)

    assert "開けませんでした" in refusal(hostile.picture())


def test_the_process_knows_no_secret_and_may_write_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    kept = tmp_path / "kept"
    script = (
        "import os, sys, json; sys.path.append(sys.argv[1]); "
        "from network.youth.remaking import child; child._limit(10**8)\n"
        f"try: found = open({str(kept)!r}, 'wb', buffering=0).write(b'x')\n"
        "except OSError: found = 0\n"
        "known = 'SECRET_KEY' in os.environ or 'django' in sys.modules\n"
        "print(json.dumps({'kind': 'PDF', 'pages': 1, 'width': int(known), "
        "'height': found}))"
    )
    monkeypatch.setattr(uploads, "_CHILD", script)
    made = taken(b"anything")

    assert (made.width, made.height) == (0, 0)


def test_this_process_is_not_limited_itself():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


# --- Names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent_as", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\me\同意書.pdf", "同意書.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("申込\r\nSet-Cookie: x.pdf", "申込Set-Cookie: x.pdf"),
        ("zero\u200bwidth\ufeff.jpg", "zerowidth.jpg"),
        ("  . hidden . ", "hidden"),
        ("/", "-"),
        ("", "-"),
        ("<b>太字</b>.pdf", "b>.pdf"),
    ],
)
def test_a_name_is_its_last_part_without_hidden_signs(sent_as, shown):
    assert shown_name(sent_as) == shown


def test_a_long_name_is_shortened_in_its_middle():
    name = shown_name("長" * 300 + ".pdf")

    assert len(name) == 120
    assert name.endswith(".pdf")
