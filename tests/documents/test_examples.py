"""The examples in the documentation of what goes out are run."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from deviceclerk.documents import log_csv, log_xlsx, tables


@pytest.mark.parametrize("module", [tables, log_csv, log_xlsx], ids=lambda module: str(module.__name__))
def test_examples_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
