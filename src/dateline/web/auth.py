"""Access: the token, the cookie that stands for it, and the token in each form.

All comparisons take constant time. The cookie is not the token itself, but an HMAC with the token as its key.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

COOKIE = "dateline_key"
VISITOR = "dateline_visitor"
_FOR_COOKIE, _FOR_FORM = b"dateline cookie", b"dateline form"


@dataclass(frozen=True, slots=True)
class Access:
    """The token that visitors need (None: no token is needed), and a secret of this server."""

    token: str | None
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def cookie(self) -> str:
        """The value of the cookie after a login."""
        return _hmac_hex((self.token or "").encode(), _FOR_COOKIE)

    def open_for(self, token: str | None, cookie: str | None) -> bool:
        """Whether a request with this token and cookie has access."""
        if self.token is None:
            return True
        knows = token is not None and _is_equal(token, self.token)
        return knows or (cookie is not None and _is_equal(cookie, self.cookie))

    def form_token(self, visitor: str) -> str:
        """The token in the forms of this visitor (against cross-site request forgery)."""
        return _hmac_hex(self._secret, _FOR_FORM + visitor.encode())

    def is_of(self, visitor: str | None, word: str) -> bool:
        """Whether `word` is the token of a form that was made for this visitor."""
        return bool(visitor) and _is_equal(word, self.form_token(visitor or ""))


def new_visitor() -> str:
    """A random name for a new visitor."""
    return secrets.token_urlsafe(18)


def _hmac_hex(key: bytes, what: bytes) -> str:
    return hmac.new(key, what, sha256).hexdigest()


def _is_equal(one: str, other: str) -> bool:
    return hmac.compare_digest(sha256(one.encode("utf-8", "replace")).digest(), sha256(other.encode("utf-8", "replace")).digest())
