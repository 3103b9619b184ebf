"""Text as the hash chain sees it: canonical JSON, and salted seals over words that may have to go one day."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any

ERASED = "[erased]"
SALT_BYTES = 16


def dumps(value: Any) -> str:
    """Canonical JSON: equal values give equal text, byte for byte."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(*parts: bytes) -> bytes:
    """sha256 over the parts, each set off by a zero byte."""
    return hashlib.sha256(b"\0".join(parts)).digest()


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words with the salt and seal that stand for them in the chain; all three None when there are none.

    Erased words keep their seal, lose their salt and read ERASED.
    """

    words: str | None
    salt: bytes | None
    seal: bytes | None

    @property
    def holds(self) -> bool:
        """Are the words the ones that were sealed, or erased and saying so?"""
        if self.words is None:
            return self.seal is None and self.salt is None
        if self.seal is None:
            return False
        if self.salt is None:
            return blanked(self.words) == self.words
        return seal_of(self.salt, self.words) == self.seal


NOTHING = Sealed(None, None, None)


def seal(words: str) -> Sealed:
    """Words under a fresh salt."""
    salt = os.urandom(SALT_BYTES)
    return Sealed(words, salt, seal_of(salt, words))


def seal_of(salt: bytes, words: str) -> bytes:
    """What stands for the words in the chain; without the salt the words cannot be guessed from it."""
    return digest(salt, words.encode())


def erased(sealed: Sealed) -> Sealed:
    """The same seal with its words gone for good."""
    return sealed if sealed.words is None else Sealed(blanked(sealed.words), None, sealed.seal)


def blanked(words: str) -> str:
    """JSON with every text in it replaced by ERASED; names of fields, numbers and structure stay."""
    return dumps(_blank(json.loads(words)))


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _blank(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_blank(held) for held in value]
    return ERASED if isinstance(value, str) else value
