"""WeChat's message encryption: AES-256-CBC, the receiver's appid inside, a SHA-1 signature outside.

Source: WeChat's 消息加解密说明. A plain text is 16 random bytes, its length (4 bytes, big-endian), the XML, the appid,
padded after PKCS#7 to blocks of 32 bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from api.channels.wechat.errors import BadEncryption, BadSignature

BLOCK = 32
RANDOM = 16


def sign(token: str, *parts: str) -> str:
    """WeChat's signature of some values (sorted, joined, SHA-1)."""
    return hashlib.sha1("".join(sorted((token, *parts))).encode()).hexdigest()


def check_signature(signature: str, token: str, *parts: str) -> None:
    """Raises BadSignature; takes the same time wherever the difference is."""
    if not token or not hmac.compare_digest(sign(token, *parts).encode(), signature.encode()):
        raise BadSignature("the signature does not match")


class WeChatCrypto:
    """Opens and seals messages of one account."""

    def __init__(self, encoding_aes_key: str, appid: str) -> None:
        """``encoding_aes_key``: the 43 characters of the account's settings. Raises ValueError for anything else."""
        # The last character carries two bits that mean nothing; WeChat's own example key has them set.
        key = base64.b64decode(encoding_aes_key + "=")
        if len(key) != 32:
            raise ValueError("EncodingAESKey must have 43 characters")
        self._key = key
        self._appid = appid.encode()

    def encrypt(self, plain: str, random: bytes | None = None) -> str:
        """Seal a text."""
        content = plain.encode()
        head = (random or secrets.token_bytes(RANDOM)) + struct.pack(">I", len(content))
        sealer = self._cipher().encryptor()
        sealed = sealer.update(_pad(head + content + self._appid)) + sealer.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, sealed: str) -> str:
        """Open a text. Raises BadEncryption."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            opener = self._cipher().decryptor()
            plain = _unpad(opener.update(raw) + opener.finalize())
            (length,) = struct.unpack(">I", plain[RANDOM : RANDOM + 4])
            content = plain[RANDOM + 4 : RANDOM + 4 + length]
            appid = plain[RANDOM + 4 + length :]
            if len(content) != length or not hmac.compare_digest(appid, self._appid):
                raise BadEncryption("meant for another account")
            return content.decode()
        except (binascii.Error, ValueError, struct.error) as error:
            raise BadEncryption("cannot be opened with our key") from error

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _pad(plain: bytes) -> bytes:
    missing = BLOCK - len(plain) % BLOCK
    return plain + bytes([missing]) * missing


def _unpad(padded: bytes) -> bytes:
    count = padded[-1] if padded else 0
    if not 1 <= count <= BLOCK or padded[-count:] != bytes([count]) * count:
        raise BadEncryption("cannot be opened with our key")
    return padded[:-count]
