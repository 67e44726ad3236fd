#!/bin/sh
# Compiles the engine's core in Embedded Swift, with the kernels, for WebAssembly; links it with a small
# program, and runs that where there is node. Says what is not Embedded Swift by failing.
# usage: Tests/embedded/build.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sources=$here/../../Sources
mkdir -p "$1/modules/CEngine"
out=$(cd "$1" && pwd)
swift=$(dirname "$(readlink -f "$(command -v swiftc)")")

printf 'module CEngine { header "%s" export * }\n' "$sources/CEngine/include/CEngine.h" \
  > "$out/modules/CEngine/module.modulemap"

embedded() {
  "$swift/swiftc" -target wasm32-unknown-none-wasm -swift-version 6 -package-name runbook -wmo \
    -enable-experimental-feature Embedded -enable-experimental-feature Extern \
    -warnings-as-errors -parse-as-library -Osize -Xfrontend -disable-stack-protector \
    -Xcc -isystem -Xcc "$here/include" -I "$out/modules" "$@"
}
kernels() {
  for name in double_portable float_portable dispatch special-values random; do
    "$swift/clang" --target=wasm32-unknown-unknown -O1 -isystem "$here/include" \
      -I "$sources/CEngine/include" -c "$sources/CEngine/$name.c" -o "$out/$name.o" || return 1
  done
  "$swift/clang" --target=wasm32-unknown-unknown -O1 -fno-builtin -isystem "$here/include" \
    -I "$sources/CEngine" -I "$sources/CEngine/include" -c "$here/host.c" -o "$out/host.o"
}

kernels &
compiling=$!
# The core: no layers, which are found by reflection, no training, no files.
cd "$sources/CoreEngine"
embedded -module-name CoreEngine -emit-module -emit-module-path "$out/modules/CoreEngine.swiftmodule" \
  -o "$out/CoreEngine.o" -c Backend/*.swift Runtime/*.swift Tensor/*.swift Operations/*.swift \
  Differentiation/*.swift Random/*.swift
embedded -module-name check -c "$here/check.swift" -o "$out/check.o"
wait $compiling

cd "$out"
"$swift/wasm-ld" --no-entry --gc-sections --strip-all --import-undefined -z stack-size=1048576 \
  check.o CoreEngine.o host.o double_portable.o float_portable.o dispatch.o special-values.o random.o \
  "$swift/../lib/swift/embedded/wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a" -o check.wasm
echo "the engine's core compiles in Embedded Swift: $(wc -c < check.wasm) bytes"
if command -v node > /dev/null; then node "$here/run.mjs" check.wasm; fi
