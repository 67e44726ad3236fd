#!/usr/bin/env bash
# Makes a Debian package of an installation: packaging/deb.sh STAGE VERSION FILE PACKAGE...
#
# STAGE is a folder that `make install DESTDIR=STAGE PREFIX=/usr` filled. The package depends on those
# of the named packages that are no headers and not optional, and on those that own the shared libraries of the programs;
# the libraries of the Swift toolchain belong to no package, and the description names their version.
set -euo pipefail
stage=$1 version=$2 file=$3
shift 3
cd "$(dirname "$0")/.."
library=$stage/usr/lib/runbook
documents=$stage/usr/share/doc/runbook

# The compiler's cache knows its own path, so the one that the installation made is of no use elsewhere.
rm -rf "$library/module-cache"
strip --strip-unneeded "$stage/usr/bin/runbook" "$library"/{runbook-kernel,libRunbookRuntime.so}

install -d "$documents/examples" "$stage/usr/share/bash-completion/completions" "$stage/DEBIAN"
cp -r notebooks "$documents/examples/"
install -m 644 Sources/*/Resources/ATTRIBUTION.md "$documents/ATTRIBUTION.md"
gzip -9nc CHANGELOG.md > "$documents/changelog.gz"
"$stage/usr/bin/runbook" completions bash > "$stage/usr/share/bash-completion/completions/runbook"
{
  echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
  echo 'Upstream-Name: runbook'
  echo
  cat packaging/copyright
  echo
  echo 'License: MIT'
  # The text of the licence, as a field of several lines.
  sed -e '1,/^Copyright/d' -e '/./!s/^/./' -e 's/^/ /' LICENSE | sed '1{/^ \.$/d}'
} > "$documents/copyright"

# What `dpkg-shlibdeps` finds: it wants a source package's control file.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/debian"
printf 'Source: runbook\n\nPackage: runbook\nArchitecture: any\n' > "$scratch/debian/control"
toolchain=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
libraries=$(cd "$scratch" && dpkg-shlibdeps -O --ignore-missing-info -l"$toolchain/linux" \
  -l"$toolchain/host" "$stage/usr/bin/runbook" "$library"/{runbook-kernel,libRunbookRuntime.so} \
  2> "$scratch/warnings" | sed -n 's/^shlibs:Depends=//p') || { cat "$scratch/warnings" >&2; exit 1; }
[ -n "$libraries" ] || { echo "no package owns the shared libraries" >&2; exit 1; }
depends=$libraries
recommends=
for package; do
  case $package in
    *-dev) ;;
    graphviz) recommends=$package ;;
    *) depends="$depends, $package" ;;
  esac
done

cat > "$stage/DEBIAN/control" <<EOF
Package: runbook
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The runbook authors <runbook@localhost>
Section: science
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f1)
Depends: $depends
Recommends: $recommends
Description: study notes on neural networks that run
 runbook compiles and runs the Swift cells of Markdown notes and writes
 self-contained HTML reports. It needs the toolchain that built it, Swift
 $(swiftc -print-target-info | sed -n 's/.*"compilerVersion": "Swift version \([0-9.]*\).*/\1/p') in ${toolchain%/lib/swift}, which is not a Debian package.
EOF

# The cache of C modules is made where the package stands; without a toolchain the first run makes it.
cat > "$stage/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
[ "$1" != configure ] || /usr/bin/runbook doctor --quiet ||
  echo "runbook is installed, but cannot run yet: see above" >&2
chmod -R a+rX /usr/lib/runbook
EOF
cat > "$stage/DEBIAN/prerm" <<'EOF'
#!/bin/sh
set -e
rm -rf /usr/lib/runbook/module-cache
EOF
chmod 755 "$stage/DEBIAN/postinst" "$stage/DEBIAN/prerm"
(cd "$stage" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k2) > "$stage/DEBIAN/md5sums"
chmod -R u+w,go-w,a+rX "$stage"
dpkg-deb --root-owner-group -Zxz -z6 --build "$stage" "$file" > /dev/null
echo "$file"
