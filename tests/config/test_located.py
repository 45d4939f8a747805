"""YAML is read with its lines, and what is no good YAML is refused at its line."""

from pathlib import Path

import pytest

from acd.config.located import LARGEST_FILE, MOST_NODES, Unreadable, read_yaml


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path) -> tuple[str, int]:
    with pytest.raises(Unreadable) as refused:
        read_yaml(path)
    return refused.value.problem.key, refused.value.line


def test_each_place_knows_its_line(tmp_path: Path) -> None:
    located = read_yaml(written(tmp_path, "a: 1\nb:\n  c: [x,\n      y]\n"))
    assert located.data == {"a": 1, "b": {"c": ["x", "y"]}}
    assert [located.line(place) for place in (("a",), ("b", "c"), ("b", "c", 1))] == [1, 3, 4]


def test_a_place_that_is_missing_has_the_line_of_the_part_around_it(tmp_path: Path) -> None:
    located = read_yaml(written(tmp_path, "a:\n  b: 1\n"))
    assert located.line(("a", "missing", "deeper")) == 1


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "# nothing\n")).data == {}


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a: 1\nb: [1, 2\n", "no_yaml", 3),
        ("a: 1\na: 2\n", "twice", 2),
        ("a:\n  b: 1\n  b: 2\n", "twice", 3),
        ("? [a, b]\n: 1\n", "no_yaml", 1),
        ("a: !!python/object:os.system x\n", "no_yaml", 1),
        ("a: 2026-99-99\n", "no_yaml", 1),
        (b"a: \xff\xfe\n", "no_yaml", 1),
    ],
)
def test_what_is_no_yaml_is_refused_at_its_line(tmp_path: Path, text: str | bytes, key: str, line: int) -> None:
    assert refusal(written(tmp_path, text)) == (key, line)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.yaml") == ("no_file", 1)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "#" * (LARGEST_FILE + 1))) == ("file_too_large", 1)


def test_aliases_that_expand_without_end_are_stopped(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 8))
    assert MOST_NODES < 10**7
    assert refusal(written(tmp_path, f"l0: &l0 [x]\n{levels}\n"))[0] == "too_many_parts"
