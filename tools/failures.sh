# Sourced by the scripts beside it, after network.sh: where packages could not be taken from the network, says why in
# English and Chinese, and last what to set. By then, pip's settings have been read.

# Run what takes packages from the network; only of a failure is anything said.
fetch() {
    heard=$(mktemp)
    status=0
    "$@" >"$heard" 2>&1 || status=$?
    [ "$status" -eq 0 ] || { cat "$heard"; explain "$heard"; } >&2
    rm -f "$heard"
    return "$status"
}

# The cause, known by the words of uv and pip. What has nothing to do with the network stands as they said it.
explain() {
    where "$1"
    if [ ! -e "${SSL_CERT_FILE:-/}" ]; then
        tell "SSL_CERT_FILE names a file that is not there ($SSL_CERT_FILE), so that no certificate is trusted." \
            "SSL_CERT_FILE 所指的文件不存在（$SSL_CERT_FILE），因此任何证书都不受信任。" \
            "SSL_CERT_FILE=/path/to/authorities.pem"
    elif grep -Eq 'invalid peer certificate|CERTIFICATE_VERIFY_FAILED|ssl certificate|CA certificate bundle' "$1"; then
        tell "the certificate is not trusted. A company's proxy that inspects traffic signs with the company's authority:
install that in the system's store, or set a file with all authorities that are to be trusted." \
            "证书不受信任。公司代理检查加密流量时，用公司自己的根证书签发。
请把公司的根证书装入系统证书库，或指定一个含有全部受信任根证书的文件。" \
            "SSL_CERT_FILE=/path/to/authorities.pem"
    elif grep -Eq 'tunnel error|ProxyError' "$1"; then
        tell "the proxy does not answer, or wants a login. Set the right one, or none (unset HTTPS_PROXY)." \
            "代理没有应答，或要求登录。请改正代理；不经代理的，请取消（unset HTTPS_PROXY）。" \
            "HTTPS_PROXY=http://user:password@proxy.example:8080"
    elif grep -Eiq 'hash mismatch|do not match the hashes' "$1"; then
        tell "the package differs from the one that the project is tested with, and was refused.
Set a mirror that hands packages on unchanged." \
            "所得的软件包与本项目测试所用的不同，已拒绝安装。请改用原样转发软件包的镜像。" \
            "UV_DEFAULT_INDEX=https://mirror.example/simple"
    elif grep -Eiq 'error sending request|timed out|connection|unreachable' "$1"; then
        tell "there is no connection. A company's network leads outside through a proxy
(export HTTPS_PROXY=http://proxy.example:8080), or has a mirror." \
            "连接不上。公司网络须经代理访问外网（export HTTPS_PROXY=http://proxy.example:8080），或有自己的镜像。" \
            "UV_DEFAULT_INDEX=https://mirror.example/simple"
    elif grep -Eq 'HTTP status|not found in the package registry|No matching distribution|no version of' "$1"; then
        tell "a package is not there, or a login is wanted. Set a mirror that has all packages, with its login." \
            "没有所需的软件包，或要求登录。请改用软件包齐全的镜像，需登录的写明用户名和密码。" \
            "UV_DEFAULT_INDEX=https://user:password@mirror.example/simple"
    fi
}

# The host that failed, without credentials, and what it is; pip may name none, and then it is the index.
where() {
    index=${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-$(pip_says index-url)}}
    address=$(sed -n -E "s#.*(Failed to fetch: |fetch URL )(https?://[^ ]*).*#\2#p; s#.*host='([^']*)'.*#https://\1/#p" "$1" | head -n 1)
    [ -n "$address" ] || address=${index:-$(locked_index)}
    host=$(host_of "$address")
    kind="the package index" art=软件包索引
    case $address in *.whl* | *.tar.gz*) kind="package files" art=软件包文件 ;; esac
    [ "$host" != "$(host_of "$index")" ] || kind="the configured mirror" art=所设的镜像
}

tell() {
    printf '\nNo packages from %s (%s): %s\n' "$host" "$kind" "$1"
    printf '无法从 %s（%s）取得软件包：%s\n' "$host" "$art" "$2"
    printf '    export %s\n' "$3"
}
