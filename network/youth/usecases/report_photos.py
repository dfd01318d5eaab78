"""Photographs of a report: taken in, put in order, taken out."""

from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import transaction

from network.youth import store
from network.youth.models import ReportPhoto, YouthReport
from network.youth.models.report import MOST_PHOTOS
from network.youth.pictures import two_sizes
from network.youth.uploads import take_in
from network.youth.usecases.write_report import NotWritable


class TooManyPhotos(Exception):
    """The report has as many as it may have."""


def add_photo(
    *, report: YouthReport, file: BinaryIO, size: int, now: datetime
) -> ReportPhoto:
    """Take in FILE of SIZE bytes as the last photograph of the report.

    It is decoded and made anew in two sizes before the transaction: nothing is locked
    while a picture is read, and neither place nor camera is kept. Changes: one row,
    under the lock of the report, so that two uploads at once do not exceed the six;
    two files of the store, removed again when the row is not written. Raises Refused
    with a sentence, TooManyPhotos, NotWritable.
    """
    clean = take_in(file, size=size, pictures_only=True)
    large, small, width, height = two_sizes(clean.content)
    kept: list[str] = []
    try:
        with transaction.atomic():
            locked = _writable(report)
            places = list(locked.photos.values_list("place", flat=True))
            if len(places) >= MOST_PHOTOS:
                raise TooManyPhotos
            for content in (large, small):
                kept.append(store.put(content, suffix="jpg"))
            return ReportPhoto.objects.create(
                report=locked,
                municipality_id=locked.municipality_id,
                stored_as=kept[0],
                small_as=kept[1],
                place=max(places, default=0) + 1,
                width=width,
                height=height,
                sent_at=now,
            )
    except Exception:
        for name in kept:
            store.remove(name)
        raise


@transaction.atomic
def remove_photo(*, report: YouthReport, pk: int) -> None:
    """Take one out; its files are forgotten after the commit. Once more: no harm.

    Locks the report. Raises NotWritable.
    """
    photo = _writable(report).photos.filter(pk=pk).first()
    if photo is None:
        return
    names = list(photo.files.values())
    photo.delete()
    for name in filter(None, names):
        transaction.on_commit(partial(store.remove, name))


@transaction.atomic
def move_photo_up(*, report: YouthReport, pk: int) -> None:
    """Let it change places with the one before. The first stays where it is.

    Locks the report. Raises NotWritable.
    """
    photos = list(_writable(report).photos.all())
    numbers = [each.pk for each in photos]
    if pk in numbers[1:]:
        at = numbers.index(pk)
        photos[at - 1], photos[at] = photos[at], photos[at - 1]
    for place, photo in enumerate(photos, start=1):
        photo.place = place
    ReportPhoto.objects.bulk_update(photos, ["place"])


def _writable(report: YouthReport) -> YouthReport:
    locked = YouthReport.objects.select_for_update().get(pk=report.pk)
    if not locked.is_writable:
        raise NotWritable
    return locked
