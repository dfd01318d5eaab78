"""Where the scanner page finds its QR decoder."""

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

LIBRARY = "zxing/index.js"
WASM = "zxing/wasm/zxing_reader.wasm"


def decoder_urls() -> dict[str, str]:
    """Addresses of the decoder's two files; empty when npm has not installed them.

    The page then says so and takes typed receipt numbers.
    """
    return {"library": _address(LIBRARY), "wasm": _address(WASM)}


def _address(name: str) -> str:
    if not (finders.find(name) or staticfiles_storage.exists(name)):
        return ""
    try:
        return staticfiles_storage.url(name)
    except ValueError:  # Not in the manifest: collected before it was installed.
        return ""
