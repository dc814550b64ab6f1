"""The security headers of every answer: run only our one script, load nothing from elsewhere, and allow no frames."""

from __future__ import annotations

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what is no page of ours: whatever a browser takes it for, it runs nothing, and not in our name."""

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
    """The headers for an answer of that type; None where a browser holds it already, with the policy that came along then."""
    if media_type is None:
        return ALWAYS
    policy = PAGE if media_type.partition(";")[0].strip() == "text/html" else DATA
    return {**ALWAYS, "content-security-policy": policy}
