"""The search over the real content pack, built once; no database."""

from pathlib import Path

import pytest

from alongside.core.documents import Document
from alongside.pages.search.engine import Engine
from alongside.pages.search.index import SearchIndex
from alongside.pages.search.pack_documents import read_pack_documents

CONTENT = Path(__file__).resolve().parents[2] / "content" / "en-GB"


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return read_pack_documents(CONTENT)


@pytest.fixture(scope="session")
def engine(documents: list[Document]) -> Engine:
    return Engine(SearchIndex(documents))
