import io
import zipfile

import docx
import pytest
from docx.shared import Pt
from formats import BODY, HEADLINE, OTHER, OTHER_HEADLINE, word, zipped

from tracker.ingest import Reading, read_file


def read(folder, data, name="a.docx", **how):
    errors = []
    (folder / name).write_bytes(data)
    return list(read_file(folder / name, Reading(**how), lambda error: errors.append(str(error)))), errors


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def parts(**changed):
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | {
            f"word/{name}.xml": data for name, data in changed.items()})


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a"])
def test_paragraphs_and_headings(tmp_path, name):
    (document,), errors = read(tmp_path, word(), name)
    assert not errors
    assert document.text == "\n".join((HEADLINE, *BODY)) + "\n"
    assert [span.of(document.text) for span in document.headings] == [HEADLINE]


def test_headings_by_type_cells_breaks_and_changes(tmp_path):
    made = docx.Document()
    made.add_paragraph().add_run(OTHER_HEADLINE).font.size = Pt(22)
    made.add_paragraph(OTHER[0] + "\n" + OTHER[1])
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "何平", "启衡集团董事长"
    (document,), _ = read(tmp_path, saved(made))
    assert document.text == "\n".join((OTHER_HEADLINE, *OTHER, "何平", "启衡集团董事长", ""))
    assert [span.of(document.text) for span in document.headings] == [OTHER_HEADLINE]


@pytest.mark.parametrize(("data", "message"), [
    (saved(docx.Document()), "an empty file"),
    (parts(document=b"<w:document"), "cannot be read as DOCX"),
    (parts(document=b"<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>"), "defines entities of XML"),
    (parts(styles=b"broken"), "cannot be read as DOCX"),
    (word()[:5000], "cannot be read as ZIP"),
])
def test_files_that_cannot_be_read(tmp_path, data, message):
    found, errors = read(tmp_path, data)
    assert not found
    assert len(errors) == 1
    assert message in errors[0]


def test_a_part_that_would_fill_the_memory(tmp_path):
    assert "its part word/document.xml is too large" in read(tmp_path, parts(document=b" " * 200_000), longest=100_000)[1][0]
