"""Signatures made by OpenSSL are judged as OpenSSL judges them, and hostile keys prove nothing."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from functions.core.rsa import verify_pkcs1, verify_pkcs1_sha256

MESSAGE = b'{"id":"evt_1"}'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A key, its certificate, and signatures of MESSAGE by OpenSSL."""
    folder = tmp_path_factory.mktemp("rsa")
    (folder / "message").write_bytes(MESSAGE)

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607

    for name, size in (("key", "2048"), ("short", "1024")):
        openssl("genrsa", "-out", name, size)
        openssl("rsa", "-in", name, "-pubout", "-out", f"{name}.pub")
        openssl("dgst", "-sha256", "-sign", name, "-out", f"{name}.sha256", "message")
    openssl("dgst", "-sha1", "-sign", "key", "-out", "key.sha1", "message")
    openssl("req", "-new", "-x509", "-key", "key", "-out", "key.crt", "-subj", "/CN=sns.example")
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@pytest.mark.parametrize("holder", ["key.pub", "key.crt"])
def test_a_genuine_signature_fits(made: Mapping[str, bytes], holder: str) -> None:
    assert verify_pkcs1_sha256(made[holder], MESSAGE, made["key.sha256"])
    assert verify_pkcs1(made[holder], MESSAGE, made["key.sha1"], "sha1")


def test_another_message_digest_or_signature_does_not_fit(made: Mapping[str, bytes]) -> None:
    signature = made["key.sha256"]

    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE + b" ", signature)
    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE, made["key.sha1"])
    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE, signature[:-1])
    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE, b"\x00" + signature)
    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE, b"\xff" * len(signature))
    assert not verify_pkcs1_sha256(made["key.pub"], MESSAGE, b"")


def test_a_short_key_proves_nothing(made: Mapping[str, bytes]) -> None:
    assert not verify_pkcs1_sha256(made["short.pub"], MESSAGE, made["short.sha256"])


@pytest.mark.parametrize("pem", [b"", b"\xff", b"-----BEGIN PUBLIC KEY-----", b"x" * 50_000])
def test_what_is_no_key_proves_nothing(pem: bytes) -> None:
    assert not verify_pkcs1_sha256(pem, MESSAGE, b"x" * 256)


@pytest.mark.parametrize("holder", ["key.pub", "key.crt"])
def test_a_spoilt_key_is_no_crash(made: Mapping[str, bytes], holder: str) -> None:
    pem = made[holder]
    start = pem.index(b"\n") + 1

    for place in range(start, len(pem) - 30, 3):
        spoilt = pem[:place] + bytes([pem[place] ^ 1]) + pem[place + 1 :]
        verify_pkcs1_sha256(spoilt, MESSAGE, b"")
        assert not verify_pkcs1_sha256(spoilt[:place], MESSAGE, made["key.sha256"])
