"""Static files with a fingerprint in the name, so that they may be kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Fingerprints, compresses, and follows the imports between JavaScript modules.

    Before `collectstatic` there are no fingerprints: tests, the check of the
    templates and the page for a broken server then get the plain address.
    """

    support_js_module_import_aggregation = True
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The fingerprinted name, or the plain one where nothing is collected."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name
