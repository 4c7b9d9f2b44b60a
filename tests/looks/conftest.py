"""The rich site, made once."""

from __future__ import annotations

import pytest

from tests import showcase as showcases
from tests.showcase import Showcase


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Showcase:
    """The rich site."""
    return showcases.make(tmp_path_factory.mktemp("showcase"))
