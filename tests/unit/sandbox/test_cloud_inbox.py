"""What lies in the inbox bears the story's time, and goes when the template's rule says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.cloud import Cloud

AT = datetime(2026, 11, 23, 6, 55, tzinfo=UTC)


def lying(cloud: Cloud) -> dict[str, datetime]:
    listed = cloud.s3.list_objects_v2(Bucket=cloud.bucket).get("Contents", [])
    return {one["Key"]: one["LastModified"] for one in listed}


def test_files_bear_the_time_they_were_put_at() -> None:
    with Cloud() as cloud:
        cloud.put_inbox("inbox/a/1.txt", b"x")
        cloud.put_inbox("inbox/b/1.txt", b"x")
        cloud.date("inbox/a/", AT)
        assert lying(cloud)["inbox/a/1.txt"] == AT
        assert lying(cloud)["inbox/b/1.txt"] != AT


def test_files_go_at_the_midnight_after_their_days() -> None:
    with Cloud() as cloud:
        (properties,) = cloud.template.of("AWS::S3::Bucket").values()
        days = properties["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"]
        cloud.put_inbox("inbox/a/1.txt", b"x")
        cloud.date("inbox/a/", AT)
        gone = (AT + timedelta(days=days + 1)).replace(hour=0, minute=0)
        cloud.forget(gone - timedelta(minutes=1))
        assert lying(cloud)
        cloud.forget(gone)
        assert not lying(cloud)
