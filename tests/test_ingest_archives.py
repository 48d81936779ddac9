import gzip
import io
import stat
import tarfile
import zipfile

import pytest
from formats import HEADLINE, TEXT, jsonl, page, samples, tarred, zipped
from hypothesis import given
from hypothesis import strategies as st

from tracker.ingest import Reading, read_file
from tracker.ingest.reading import Budget


def read(folder, data, name, **how):
    errors = []
    (folder / name).write_bytes(data)
    return list(read_file(folder / name, Reading(**how), lambda error: errors.append(str(error)))), errors


MEMBERS = {"2021-03-15/b.txt": TEXT, "a.jsonl": jsonl(), "c.html": page(), "c_files/logo.png": b"\x89PNG",
           "c_files/a.css": b"p {}", ".DS_Store": b"\0", "__MACOSX/._b.txt": b"\0\0", "d/.hidden/e.txt": TEXT}


@pytest.mark.parametrize(("data", "name"), [
    (zipped(MEMBERS), "x.zip"), (tarred(MEMBERS), "x.tar"), (tarred(MEMBERS, "w:gz"), "x.tar.gz"),
    (tarred(MEMBERS, "w:bz2"), "x.tgz"), (tarred(MEMBERS, "w:xz"), "x.unknown")])
def test_members_are_read_with_their_place(tmp_path, data, name):
    found, errors = read(tmp_path, data, name)
    assert not errors
    assert {item.path for item in found} == {
        f"{tmp_path / name}!/{member}" for member in ("2021-03-15/b.txt", "a.jsonl", "c.html")}
    (document,) = [item for item in found if item.path.endswith("b.txt")]
    assert (str(document.published), document.dated) == ("2021-03-15", "folder")


@pytest.mark.parametrize("name", samples())
def test_a_file_reads_alike_in_an_archive_and_compressed(tmp_path, name):
    data = samples()[name]
    (plain, errors), (packed, packed_errors) = read(tmp_path, data, name), read(tmp_path, zipped({f"d/{name}": data}), "x.zip")
    assert (errors, packed_errors) == ([], [])
    assert [item.text for item in packed] == [item.text for item in plain]
    assert all(item.path.startswith(f"{tmp_path / 'x.zip'}!/d/{name}") for item in packed)
    squeezed, errors = read(tmp_path, gzip.compress(data), f"{name}.gz")
    if name.startswith("a.tar."):
        assert "compressed twice" in errors[0]
    else:
        assert [(item.text, item.path) for item in squeezed] == [
            (item.text, item.path.replace(name, f"{name}.gz")) for item in plain]


def nested(levels):
    data, name = TEXT, "a.txt"
    for number in range(levels):
        data, name = zipped({name: data}), f"{number}.zip"
    return data


def test_archives_in_archives_up_to_a_depth(tmp_path):
    found, errors = read(tmp_path, nested(3), "x.zip")
    assert (len(found), errors) == (1, [])
    assert found[0].path == f"{tmp_path / 'x.zip'}!/1.zip!/0.zip!/a.txt"
    found, errors = read(tmp_path, nested(4), "x.zip")
    assert not found
    assert "more than 3 archives in one another; unpack it first" in errors[0]


def test_an_archive_that_holds_itself_over_and_over_ends(tmp_path):
    found, errors = read(tmp_path, nested(60), "x.zip")
    assert (found, len(errors)) == ([], 1)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_bad_member_does_not_stop_the_others(tmp_path, pack):
    data = pack({"a.pdf": b"%PDF-1.4 broken", "b.txt": TEXT, "c.txt": b"\0\0\0", "d.txt": b"x" * 2000, "e.txt": TEXT})
    found, errors = read(tmp_path, data, "x.zip", longest=1000)
    assert [item.path[-5:] for item in found] == ["b.txt", "e.txt"]
    assert ["a.pdf: cannot be read as PDF" in errors[0], "c.txt" in errors[1], "d.txt: longer than" in errors[2]] == [True] * 3


def test_a_file_whose_bytes_are_not_those_that_it_declares(tmp_path):
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("a.txt").header_offset + 40
    data[start : start + 4] = b"\xff\xff\xff\xff"
    found, errors = read(tmp_path, bytes(data), "x.zip")
    assert [item.path[-5:] for item in found] == ["b.txt"]
    assert "x.zip!/a.txt: cannot be read as ZIP" in errors[0]


def test_a_member_without_a_name(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.txt", "无事。")
        archive.writestr("q", "无事。")
    path.write_bytes(path.read_bytes().replace(b"q", b"\0"))  # a name ends at its first null character
    faults = []
    assert [item.path for item in read_file(path, on_error=faults.append)] == [f"{path}!/b.txt"]
    assert [str(fault) for fault in faults] == [f"{path}: one of its members has no name; unpack it and give the folder"]


def test_an_encrypted_member(tmp_path):
    data = bytearray(zipped({"a.txt": TEXT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found, errors = read(tmp_path, bytes(data), "x.zip")
    assert not found
    assert "x.zip!/a.txt: is encrypted; unpack it with its password" in errors[0]


def test_bombs_are_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(Budget, "FLOOR", 50_000)
    monkeypatch.setattr(Budget, "RATIO", 10)
    bomb = {f"{n}.txt": b"x" * 40_000 for n in range(5)}
    for data, name in ((zipped(bomb), "x.zip"), (tarred(bomb, "w:gz"), "x.tgz"), (zipped({"in.zip": zipped(bomb)}), "y.zip")):
        found, errors = read(tmp_path, data, name, longest=100_000)
        assert len(found) == 1
        assert len(errors) <= 2
        assert "unpacks to more than 10 times its size; if you trust it, unpack it" in errors[0]
    assert len(read(tmp_path, zipped({f"{n}.txt": TEXT for n in range(1, 40)}), "z.zip")[0]) == 39


def test_a_tar_holds_links_and_devices_that_are_passed_over(tmp_path):
    (tmp_path / "secret.txt").write_bytes(TEXT)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind, link in (("a.txt", tarfile.SYMTYPE, "/etc/passwd"), ("b.txt", tarfile.LNKTYPE, "../secret.txt"),
                                 ("c.txt", tarfile.CHRTYPE, ""), ("d.txt", tarfile.FIFOTYPE, ""), ("e", tarfile.DIRTYPE, "")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, link
            archive.addfile(info)
        info = tarfile.TarInfo("../../out.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    found, errors = read(tmp_path, buffer.getvalue(), "x.tar")
    assert [item.path for item in found] == [f"{tmp_path / 'x.tar'}!/../../out.txt"]  # a name and no more
    assert not errors
    assert {path.name for path in tmp_path.iterdir()} == {"secret.txt", "x.tar"}


def test_a_zip_with_a_link_in_it_reads_no_other_file(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    found, _ = read(tmp_path, buffer.getvalue(), "x.zip")
    assert [item.text for item in found] in ([], ["/etc/passwd"])


def test_names_that_a_chinese_windows_wrote(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x" * len("澜泉日报2021年3月15日.txt".encode("gb18030")), TEXT)
    name = "澜泉日报2021年3月15日.txt".encode("gb18030")
    data = buffer.getvalue().replace(b"x" * len(name), name)
    (found,), _ = read(tmp_path, data, "x.zip")
    assert found.path.endswith("!/澜泉日报2021年3月15日.txt")
    assert found.dated == "file name"


@pytest.mark.parametrize(("name", "message"), [("ppt/presentation.xml", "a presentation"), ("META-INF/container.xml", "an EPUB")])
def test_documents_that_are_zips_and_not_read(tmp_path, name, message):
    assert message in read(tmp_path, zipped({"mimetype": b"x", name: b"<x/>"}), "a.zip")[1][0]


def test_an_empty_archive_and_a_broken_one(tmp_path):
    assert read(tmp_path, zipped({}), "x.zip") == ([], [])
    assert "cannot be read as ZIP" in read(tmp_path, b"PK\x03\x04" + b"\0" * 50, "x.zip")[1][0]
    assert "cannot be read as gzip" in read(tmp_path, gzip.compress(TEXT * 99)[:-30], "x.gz")[1][0]
    assert "cannot be read as" in read(tmp_path, tarred({"a.txt": TEXT, "b.txt": TEXT * 99}, "w:gz")[:-60], "x.tgz")[1][0]


@given(st.dictionaries(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=12), st.just(TEXT), max_size=4))
def test_any_names_of_members(tmp_path_factory, members):
    folder = tmp_path_factory.mktemp("names")
    errors = []
    (folder / "x.zip").write_bytes(zipped({name.encode("utf-8", "replace").decode(): data for name, data in members.items()}))
    for item in read_file(folder / "x.zip", on_error=errors.append):
        assert item.text.startswith(HEADLINE)
    assert [path.name for path in folder.iterdir()] == ["x.zip"]
