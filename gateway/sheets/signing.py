"""The key of this installation, and the package of a sheet with its detached signature."""

import io
import lzma
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_FILE = "signing-key.pem"
PUBLIC_FILE = "signing-key.pub.pem"
# All that reading a folder somebody else made may raise, encrypted, cut off and broken ones among them.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, KeyError, ValueError),
)
LARGEST = 64 * 1024 * 1024
LONG_AGO = (1980, 1, 1, 0, 0, 0)

HOW_TO_VERIFY = """This folder holds a score sheet and its signature, made by the installation at
{address}

To check that the sheet is as it was signed, with OpenSSL 3:

    openssl pkeyutl -verify -pubin -inkey {public} -rawin -in {sheet} -sigfile {sheet}.sig

It says "Signature Verified Successfully". Without OpenSSL, give this folder as it came to
{address}/check-sheet

That the key is this installation's you see by comparing
{public} with
{address}/signing-key.pem
"""


class SigningKey:
    """An Ed25519 key in a file that is made once; `DARKHORSE_SIGNING_KEY` names another file."""

    def __init__(self, folder: Path) -> None:
        chosen = os.environ.get("DARKHORSE_SIGNING_KEY")
        self._path = Path(chosen) if chosen else folder / KEY_FILE

    def public(self) -> bytes:
        """Return the public half as PEM."""
        return self._key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, content: bytes) -> bytes:
        """Return the signature of the content, 64 bytes."""
        return self._key().sign(content)

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Return whether the signature is this key's, of just this content."""
        try:
            self._key().public_key().verify(signature, content)
        except InvalidSignature:
            return False
        return True

    def _key(self) -> Ed25519PrivateKey:
        if not self._path.exists():
            self._make()
        key = load_pem_private_key(self._path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{self._path} holds no Ed25519 key")
        return key

    def _make(self) -> None:
        """Write a new key, unless another process is first: what is there is never replaced."""
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._path.parent) as file:
            file.write(pem)
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, self._path)


def package(sheet: bytes, *, name: str, key: SigningKey, address: str) -> bytes:
    """Return a zip of the sheet, its signature, the public key, and how to check with them."""
    told = HOW_TO_VERIFY.format(address=address, public=PUBLIC_FILE, sheet=name)
    files = {
        name: sheet,
        f"{name}.sig": key.sign(sheet),
        PUBLIC_FILE: key.public(),
        "README.txt": told.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for each, content in files.items():
            folder.writestr(zipfile.ZipInfo(each, LONG_AGO), content)
    return out.getvalue()


class NoPackage(ValueError):
    """What came is no folder with one sheet and its signature."""


def unpacked(file: IO[bytes]) -> tuple[str, bytes, bytes]:
    """Return the name of the sheet in a package, the sheet and its signature; NoPackage otherwise."""
    try:
        with zipfile.ZipFile(file) as folder:
            [sheet] = [info for info in folder.infolist() if info.filename.endswith(".pdf")]
            return sheet.filename, _read(folder, sheet.filename), _read(folder, f"{sheet.filename}.sig")
    except UNREADABLE as error:
        raise NoPackage("no folder with a sheet and its signature") from error


def _read(folder: zipfile.ZipFile, name: str) -> bytes:
    with folder.open(name) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoPackage(f"{name} is larger than {LARGEST} bytes")
    return content


def in_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from its beginning, and close it."""
    with file:
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece
