"""Where signed addresses of an S3 store lead; what they take and refuse, a real store shows (`integration/test_s3`)."""

from urllib.parse import parse_qs, urlsplit

import pytest

from feria.core.signing import Signer


@pytest.mark.parametrize(
    ("settings", "public_url", "origin", "path"),
    [
        ({}, "", "https://shop.s3.us-east-1.amazonaws.com", "/pictures/originals/x"),
        ({"AWS_REGION": "eu-west-1"}, "", "https://shop.s3.eu-west-1.amazonaws.com", "/pictures/originals/x"),
        ({"AWS_ENDPOINT_URL": "http://files:9000"}, "", "http://files:9000", "/shop/pictures/originals/x"),
        (
            {"AWS_ENDPOINT_URL": "http://files:9000"},
            "https://files.example.org",
            "https://files.example.org",
            "/shop/pictures/originals/x",
        ),
    ],
    ids=["Amazon", "another region", "a store of one's own", "the same from outside"],
)
def test_addresses_lead_where_browsers_reach_the_store(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], public_url: str, origin: str, path: str
) -> None:
    for name in (
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT",
        "AWS_ENDPOINT_URL_S3",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**settings, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}.items():
        monkeypatch.setenv(name, value)
    signer = Signer("s3://shop/pictures", public_url)
    place = urlsplit(signer.address("originals/x", size_bytes=9, media_type="image/png", seconds=60))
    assert (f"{place.scheme}://{place.netloc}", place.path) == (origin, path)
    assert signer.origin == origin
    query = parse_qs(place.query)
    assert query["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
    assert query["X-Amz-Expires"] == ["60"]
