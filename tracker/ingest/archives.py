"""Archives and compressed files, one member after another in memory: nothing is written anywhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from tracker.errors import InputError
from tracker.ingest.kinds import COMPANIONS, READ, Kind
from tracker.ingest.reading import INSIDE, File, foreign, limited, opened, too_long

LEVELS = 3  # archives in one another
_LONGEST_HEADER = 1 << 20  # bytes of what a tar says of one member
_OFFICE: tuple[tuple[str, Kind], ...] = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_UNREAD = (("ppt/presentation.xml", "a presentation"), ("META-INF/container.xml", "an EPUB"), ("content.xml", "an OpenDocument"))


def zip_kind(file: File) -> Kind:
    """Whether a zip is a document of Office or an archive. InputError for a document of others."""
    with file.seekable() as stream, foreign(file.path, "ZIP"), zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
    for part, kind in _OFFICE:
        if part in names:
            return kind
    for part, name in _UNREAD:
        if part in names and len(names) > 1:
            raise file.fault(f"{name}; give {READ}")
    return "zip"


def check_parts(stream: BinaryIO, file: File) -> None:
    """InputError where a part of an Office file would fill the memory or defines entities."""
    with foreign(file.path, "an Office file"), zipfile.ZipFile(stream) as parts:
        for part in parts.infolist():
            file.budget.spend(part.file_size, file.path)
            streamed = part.filename.startswith("xl/worksheets/")
            if part.file_size > file.how.longest and not streamed:
                raise file.fault(f"its part {part.filename} is too large to be read")
            if part.filename.endswith((".xml", ".rels")):
                with parts.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(4096):
                        raise file.fault("defines entities of XML, which no program of Office does; it is not read")
    stream.seek(0)


def unpacked(file: File, kind: Kind) -> File:
    """What a file compressed by gzip, bzip2 or xz holds, unpacked as it is read."""
    if file.compressed:
        raise file.fault("compressed twice; unpack it first")
    stream: object
    if kind == "gzip":
        stream = gzip.GzipFile(fileobj=file.stream)
    elif kind == "bzip2":
        stream = bz2.BZ2File(file.stream)
    else:
        stream = lzma.LZMAFile(file.stream)  # noqa: SIM115 (it lives as long as the file that is made of it)
    return opened(cast(BinaryIO, stream), file.path, kind, file, compressed=True)


def members(file: File, kind: Kind) -> Iterator[File]:
    """The files in a zip or tar that may hold reports: hidden ones and what belongs to a saved web page are passed over.

    A member that cannot be read goes to `on_error`. InputError for an archive as a whole: broken, too deep, or a bomb.
    """
    if file.level >= LEVELS:
        raise file.fault(f"more than {LEVELS} archives in one another; unpack it first")
    yield from _zipped(file) if kind == "zip" else _tarred(file)


def _member(file: File, name: str, data: bytes) -> File:
    return opened(io.BytesIO(data), f"{file.path}{INSIDE}{name}", "a member", file, level=file.level + 1)


def _wanted(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() not in COMPANIONS


def _zipped(file: File) -> Iterator[File]:
    with file.seekable() as stream:
        with foreign(file.path, "ZIP"):
            archive = zipfile.ZipFile(stream)
        named = [(_zip_name(info), info) for info in archive.infolist() if not info.filename.endswith("/")]
        for name, info in sorted(named, key=lambda pair: pair[0]):
            if not name:
                file.on_error(file.fault("one of its members has no name; unpack it and give the folder"))
                continue
            if not _wanted(name):
                continue
            try:
                yield _member(file, name, _from_zip(archive, info, f"{file.path}{INSIDE}{name}", file))
            except InputError as error:
                file.on_error(error)
                if file.budget.over:
                    return


def _from_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, file: File) -> bytes:
    if info.flag_bits & 1:
        raise InputError("is encrypted; unpack it with its password and give the folder", path)
    if info.file_size > file.how.longest:
        raise too_long(file.how.longest, path)
    file.budget.spend(info.file_size, path)
    with foreign(path, "ZIP"), archive.open(info) as member:
        return limited(cast(BinaryIO, member), file.how.longest, path)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; where it is not marked as UTF-8, that of a Chinese Windows if it can be one."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


class _Header(tarfile.TarInfo):
    """A header whose texts have a limit: tarfile reads these into memory whatever length they claim."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        texts = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if self.type in texts and self.size > _LONGEST_HEADER:
            raise tarfile.ReadError("a header is too long")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]


def _tarred(file: File) -> Iterator[File]:
    with foreign(file.path, "TAR"):
        archive = tarfile.open(fileobj=file.stream, mode="r|", tarinfo=_Header)  # noqa: SIM115 (the stream is closed elsewhere)
    while True:
        with foreign(file.path, "TAR"):
            info = archive.next()
            archive.members = []  # type: ignore[attr-defined] # it keeps a list of all that it has seen
        if info is None:
            return
        path = f"{file.path}{INSIDE}{info.name}"
        if file.compressed or file.level:
            file.budget.spend(info.size, path)  # what is passed over is unpacked as well
        if not info.isfile() or not _wanted(info.name):
            continue
        try:
            if info.size > file.how.longest:
                raise too_long(file.how.longest, path)
            with foreign(path, "TAR"):
                data = archive.extractfile(info)
                found = limited(cast(BinaryIO, data), file.how.longest, path)
            yield _member(file, info.name, found)
        except InputError as error:
            file.on_error(error)
