"""The inbox that the tests drop files into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from .boxes import Box, folder_box, s3_box


@pytest.fixture(params=["folder", "s3"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Box]:
    """Both stores, one after the other: what is proved of one holds for the other."""
    if request.param == "folder":
        yield folder_box(tmp_path)
        return
    with mock_aws():
        yield s3_box(boto3.client("s3", region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x"))


@pytest.fixture
def folder(tmp_path: Path) -> Box:
    return folder_box(tmp_path)
