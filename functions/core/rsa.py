"""Checks RSA signatures (PKCS#1 v1.5) with public keys; it holds no secret and makes no signature.

A library for this would double the size of the deployment package. Verification is one modular
power and a comparison of the whole padded block, so nothing of the padding is ever parsed.
"""

import base64
import binascii
import hashlib
import hmac
import re
from typing import Literal, NamedTuple

# RFC 8017, section 9.2: the DER of DigestInfo up to the digest itself.
DIGEST_INFO = {
    "sha1": bytes.fromhex("3021300906052b0e03021a05000414"),
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
}
RSA_ENCRYPTION = bytes.fromhex("300d06092a864886f70d0101010500")
MIN_BITS, MAX_BITS = 2048, 8192
MAX_EXPONENT = 1 << 32
MAX_PEM = 20_000
SEQUENCE, INTEGER, BIT_STRING, EXPLICIT_0 = 0x30, 0x02, 0x03, 0xA0

_PEM = re.compile(
    rb"-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\s]{1,16000})-----END \1-----"
)


def verify_pkcs1_sha256(public_key_pem: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key (SubjectPublicKeyInfo or X.509 certificate, PEM) signed that message.

    False for whatever cannot be read: a broken key, a broken signature, a short modulus.
    """
    return verify_pkcs1(public_key_pem, message, signature, "sha256")


def verify_pkcs1(
    public_key_pem: bytes, message: bytes, signature: bytes, digest: Literal["sha1", "sha256"]
) -> bool:
    """The same with the digest that the sender chose; SHA-1 where a platform still signs so."""
    try:
        key = _read_key(public_key_pem)
    except DerError:
        return False
    if len(signature) != key.size or int.from_bytes(signature, "big") >= key.modulus:
        return False
    opened = pow(int.from_bytes(signature, "big"), key.exponent, key.modulus)
    hashed = DIGEST_INFO[digest] + hashlib.new(digest, message, usedforsecurity=True).digest()
    padding = b"\xff" * (key.size - 3 - len(hashed))
    return hmac.compare_digest(
        opened.to_bytes(key.size, "big"), b"\x00\x01" + padding + b"\x00" + hashed
    )


class DerError(ValueError):
    """The bytes are no key that we read."""


class RsaKey(NamedTuple):
    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Length of the modulus and of every signature, in bytes."""
        return (self.modulus.bit_length() + 7) // 8


def _read_key(pem: bytes) -> RsaKey:
    found = _PEM.search(pem) if len(pem) <= MAX_PEM else None
    if found is None:
        raise DerError("no public key or certificate in PEM")
    try:
        der = base64.b64decode(b"".join(found[2].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise DerError("the PEM holds no base64") from error
    info = _certified_key(der) if found[1] == b"CERTIFICATE" else der
    return _key_of(info)


def _certified_key(der: bytes) -> bytes:
    """The SubjectPublicKeyInfo within a certificate: the sixth field of its first part."""
    certificate, _ = _take(der, SEQUENCE)
    fields, _ = _take(certificate, SEQUENCE)
    if fields[:1] == bytes([EXPLICIT_0]):
        _, fields = _take(fields, EXPLICIT_0)
    for tag in (INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE):
        _, fields = _take(fields, tag)
    _, rest = _take(fields, SEQUENCE)
    return fields[: len(fields) - len(rest)]


def _key_of(info: bytes) -> RsaKey:
    inner, rest = _take(info, SEQUENCE)
    if rest or not inner.startswith(RSA_ENCRYPTION):
        raise DerError("not an RSA key")
    bits, rest = _take(inner[len(RSA_ENCRYPTION) :], BIT_STRING)
    if rest or bits[:1] != b"\x00":
        raise DerError("the key is followed by something")
    numbers, rest = _take(bits[1:], SEQUENCE)
    modulus, numbers = _take(numbers, INTEGER)
    exponent, numbers = _take(numbers, INTEGER)
    if rest or numbers:
        raise DerError("the key is followed by something")
    key = RsaKey(int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big"))
    fits = MIN_BITS <= key.modulus.bit_length() <= MAX_BITS and 3 <= key.exponent < MAX_EXPONENT
    if not fits or key.exponent % 2 == 0 or key.modulus % 2 == 0:
        raise DerError("the key is too short, too long or no RSA key")
    return key


def _take(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the value at the start, which has that tag, and what follows it."""
    if len(der) < 2 or der[0] != tag:
        raise DerError("unexpected structure")
    size, start = der[1], 2
    if size >= 0x80:
        count = size & 0x7F
        if not 1 <= count <= 3 or len(der) < 2 + count:
            raise DerError("unreadable length")
        size, start = int.from_bytes(der[2 : 2 + count], "big"), 2 + count
    if len(der) < start + size:
        raise DerError("cut off")
    return der[start : start + size], der[start + size :]
