"""Web addresses: the canonical form of an address, and the address that a page declares as its own."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from dateline.text import is_web_address

_WEB = re.compile(r"https?://", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|guce)_\w+|at_(?:medium|campaign|custom\d|link\w*|ptr\w*|format|bbc\w*)|fbclid|gclid|gclsrc|dclid"
    r"|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|hsctatracking|mkt_tok"
    r"|__twitter_impression|ref_src|ref_url|smid|smtyp|cmpid|icid|ncid|ocid|s_cid|xtor|wt_?mc|wt\.mc_id|guccounter|_ga|_gl|spm"
    r"|traffic_source",
    re.IGNORECASE,
)
_PERHAPS_TRACKING = re.compile(r"ref|referr?er|via|cmp|share|source|src|ito", re.IGNORECASE)
_ROUTES = (
    "!",
    "/",
    "id=",
)  # fragments that select the content: in pages made by scripts, and in containers with several documents
_MOBILE = re.compile(r"(?:(?:www\d?|m|mobile|mobil|amp|touch|wap)\.)+(?=[^.]+\.)")
_NUMBERED = re.compile(r"(?:(?:page|pagina|seite|p)[/-]?)?\d{1,3}/?", re.IGNORECASE)
_HEAD = 512 * 1024
_TAG = re.compile(rb"<(?:link|meta)\s[^<>]{1,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def canonical_address(address: str) -> str:
    """Return the canonical form of a web address: https, without www, default port, tracking and fragment. Other names stay."""
    if not _WEB.match(address):
        return address
    try:
        parts = urlsplit(address)
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return address
    host = _host(parts)
    if not host:
        return address
    query = "&".join(part for part in parts.query.split("&") if part and not is_tracking_parameter(part))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(_ROUTES) else ""
    return f"https://{host}{port}{parts.path or '/'}{'?' if query else ''}{query}{fragment}"


def is_tracking_parameter(parameter: str) -> bool:
    """Whether a parameter (name=value) records how a reader came to a page, and not which page it is."""
    name, _, value = parameter.partition("=")
    if _TRACKING.fullmatch(name):
        return True
    return _PERHAPS_TRACKING.fullmatch(name) is not None and not any(character.isdigit() for character in value)


def declared_address(content: bytes, address: str) -> str | None:
    """Return the address that a page at `address` declares (`rel=canonical`, else `og:url`); None if it cannot be right."""
    if b"canonical" not in content and b"og:url" not in content:
        return None
    declared = _find_declared(content[:_HEAD])
    for name in ("canonical", "og:url"):
        if name in declared:
            try:
                found = urljoin(address, declared[name])
            except ValueError:
                return None
            return found if is_web_address(found) and _is_plausible(address, found) else None
    return None


def _find_declared(head: bytes) -> dict[str, str]:
    """Return the first canonical link and the first og:url in the head of a page."""
    from html import unescape  # a search reads no page, and this loads the names of two thousand entities

    declared: dict[str, str] = {}
    for tag in _TAG.finditer(head):
        text = tag[0].decode("utf-8", "replace")
        if "canonical" not in text.lower() and "og:url" not in text.lower():
            continue
        attributes = {name.lower(): unescape(a or b or c).strip() for name, a, b, c in _ATTRIBUTE.findall(text)}
        if "canonical" in attributes.get("rel", "").lower().split() and attributes.get("href"):
            declared.setdefault("canonical", attributes["href"])
        elif "og:url" in (attributes.get("property", "").lower(), attributes.get("name", "").lower()) and attributes.get("content"):
            declared.setdefault("og:url", attributes["content"])
    return declared


def _is_plausible(address: str, declared: str) -> bool:
    """Whether the page at `address` can be the one at `declared`; sites declare front pages, lists, or first parts."""
    try:
        parts, declared_parts = urlsplit(canonical_address(address)), urlsplit(canonical_address(declared))
    except ValueError:
        return False
    if not parts.netloc or _site(parts.netloc) != _site(declared_parts.netloc):
        return False
    path, declared_path = parts.path.rstrip("/"), declared_parts.path.rstrip("/")
    if path == declared_path:
        left_out = set(parts.query.split("&")) - set(declared_parts.query.split("&"))
        return not any(character.isdigit() for part in left_out for character in part.partition("=")[2])
    if not declared_path and not declared_parts.query:
        return False
    return not (path.startswith(f"{declared_path}/") and _NUMBERED.fullmatch(path[len(declared_path) + 1 :]))


def _site(host: str) -> str:
    """Return a host without prefixes such as www and m."""
    return _MOBILE.sub("", host, count=1)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return host
