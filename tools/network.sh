# Sourced by the scripts beside it, in the project's folder: what is set for pip holds for uv too, and the other way round.

# The host of an address, with its port and without credentials.
host_of() {
    printf '%s\n' "$1" | sed -E 's#^https?://([^/]*@)?([^/]*).*#\2#'
}

# The index whose addresses the lock holds.
locked_index() {
    sed -n 's/^source = { registry = "\(.*\)" }$/\1/p' uv.lock | head -n 1
}

# Have uv take the certificates and the proxy that pip is told, unless it is told others.
as_pip_is_told() {
    read_pips_settings
    certificates=$(pip_says cert) proxy=$(pip_says proxy)
    [ -n "${SSL_CERT_FILE-}${SSL_CERT_DIR-}" ] || [ -z "$certificates" ] || export SSL_CERT_FILE="$certificates"
    [ -n "${HTTPS_PROXY-}${https_proxy-}${ALL_PROXY-}${all_proxy-}" ] || [ -z "$proxy" ] ||
        export HTTPS_PROXY="$proxy" HTTP_PROXY="$proxy"
}

# Have uv take the index of pip too, once pip's settings are read.
with_pips_index() {
    index=$(pip_says index-url)
    [ -n "${UV_DEFAULT_INDEX-}${UV_INDEX_URL-}" ] || [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
}

# Have pip take the index that uv is told, and the system's certificates as a Python finds them, unless it is told others.
# uv takes packages from an index without TLS too; pip does where the host is named, and what it installs has its hash.
as_uv_is_told() {
    read_pips_settings
    index=${UV_DEFAULT_INDEX:-${UV_INDEX_URL-}}
    if [ -z "$(pip_says index-url)" ] && [ -n "$index" ]; then
        export PIP_INDEX_URL="$index"
        case $index in http://*) export PIP_TRUSTED_HOST="$(host_of "$index")" ;; esac
    fi
    [ -z "$(pip_says cert)${REQUESTS_CA_BUNDLE-}${CURL_CA_BUNDLE-}" ] || return 0
    certificates=$("$1" -c 'import os, ssl
store = ssl.get_default_verify_paths()
print(os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or store.cafile or store.capath or "")')
    [ -z "$certificates" ] || export PIP_CERT="$certificates"
}

# Any pip tells the settings of all; where there is none, there are none.
read_pips_settings() {
    for pip in ".tools/bin/python -m pip" "python3 -m pip" "python3 $(debians_pip)"; do
        pips_settings=$($pip config list 2>/dev/null) && return
    done
    pips_settings=
}

# What pip is told under a name: by the environment, else by its configuration files.
pip_says() {
    for place in :env: install global; do
        said=$(printf '%s\n' "$pips_settings" | sed -n "s/^$place\.$1='\(.*\)'\$/\1/p")
        [ -z "$said" ] || { printf '%s\n' "$said"; return; }
    done
}

# Debian keeps a pip for new environments as a wheel, which Python runs as it is.
debians_pip() {
    for wheel in /usr/share/python-wheels/pip-*.whl; do [ ! -e "$wheel" ] || { echo "$wheel/pip"; return; }; done
}
