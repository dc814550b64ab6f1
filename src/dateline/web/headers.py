"""The security headers of every response: run only Dateline's own script, load nothing from other servers, allow no frames."""

from __future__ import annotations

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy for responses that are not pages of Dateline: the browser runs nothing in them, whatever they are."""

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}


def add_security_headers(media_type: str | None) -> dict[str, str]:
    """The headers for a response of this type; None for a 304, since the browser keeps the policy of the first response."""
    if media_type is None:
        return ALWAYS
    policy = PAGE if media_type.partition(";")[0].strip() == "text/html" else DATA
    return {**ALWAYS, "content-security-policy": policy}
