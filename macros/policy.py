"""What a browser may load for a page of a built site: nothing but this site's own files, and no inline script."""

_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}

SECURITY_POLICY = "; ".join(f"{what} {where}" for what, where in _ALLOWED.items())
"""For a page's `<meta>`. A server's header adds `frame-ancestors 'none'`, which only a header can say."""
