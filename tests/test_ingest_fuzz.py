"""Broken files of every kind: whatever stands in them, they are read or refused by an InputError, and end."""

import time
from functools import cache
from random import Random

import pytest
from formats import samples
from fuzz import SUFFIXES, changed, made, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

GOOD = {"read", "refused", "both", "nothing"}
SLOW = 20.0  # seconds, on a machine that does much else


@cache
def files():
    return [(f".{name.split('.', 1)[1]}", data) for name, data in samples().items()]


def outcome_of(folder, suffix, data):
    path = folder / f"input{suffix}"
    path.write_bytes(data)
    start = time.perf_counter()
    told = outcome(path)
    assert time.perf_counter() - start < SLOW
    path.unlink()
    return told


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(st.binary(max_size=200))
@settings(max_examples=15, deadline=None)
def test_random_bytes_under_each_suffix(tmp_path_factory, suffix, data):
    assert outcome_of(tmp_path_factory.getbasetemp(), suffix, data) in GOOD


@pytest.mark.parametrize("name", samples())
@given(st.integers(0, 2**32), st.integers(1, 8))
@settings(max_examples=12, deadline=None)
def test_changed_files_of_each_kind(tmp_path_factory, name, seed, times):
    chance, data = Random(seed), samples_once()[name]
    for _ in range(times):
        data = changed(data, chance, files())
    assert outcome_of(tmp_path_factory.getbasetemp(), f".{name.split('.', 1)[1]}", data) in GOOD


@cache
def samples_once():
    return samples()


@pytest.mark.parametrize("name", samples())
def test_whole_files_are_read(tmp_path, name):
    assert outcome_of(tmp_path, f".{name.split('.', 1)[1]}", samples_once()[name]) == "read"


def test_an_input_of_the_bench_is_made_again_by_its_number():
    assert made(7, 1, files()) == made(7, 1, files()) != made(8, 1, files())
