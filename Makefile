# Everything starts here: `make report` for the first report, `make test` for all tests.

PREFIX ?= /usr/local
CONFIGURATION := release
BUILD := .build/$(CONFIGURATION)
SWIFT := swift
# packaging/compiler optimises what takes a note's time, nothing else. Nobody looks at debug information,
# and making it takes a third of the C compiler's time.
FLAGS := -c $(CONFIGURATION) -debug-info-format none
# The package manager looks for libIndexStore beside the compiler, so the compiler has a folder of its own.
TOOLCHAIN := $(CURDIR)/.build/toolchain
SWIFT_BUILD := SWIFT_EXEC=$(TOOLCHAIN)/bin/swiftc $(SWIFT) build $(FLAGS)
SWIFT_TEST := SWIFT_EXEC=$(TOOLCHAIN)/bin/swiftc $(SWIFT) test $(FLAGS) --skip-build
# Root needs no sudo; a container often has none.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

PACKAGES := libpng-dev zlib1g-dev libgnuplot-iostream-dev gnuplot-nox libcmark-gfm-dev \
  libcmark-gfm-extensions-dev libjs-katex fonts-katex libjs-highlight.js \
  libjavascriptcoregtk-4.1-0 libxxhash-dev graphviz fonts-noto-cjk

.PHONY: all report test embedded determinism faults fuzz together a11y build setup install deb test-deb uninstall format lint bench bench-peers clean

all: build

report: build
	@$(BUILD)/runbook notebooks/cnn.md

# gnuplot-nox is named so that apt does not choose the gnuplot that brings a desktop along.
setup:
	@missing=; for package in $(PACKAGES) $(TOOLS); do \
	  dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed \
	    || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	fi

.PHONY: toolchain
toolchain:
	@install -CD packaging/compiler $(TOOLCHAIN)/bin/swiftc
	@ln -sfn "$$(swiftc -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/swift".*|\1|p')" $(TOOLCHAIN)/lib

# `doctor` compiles a cell, which also fills the compiler's cache of C modules for all later ones.
build: setup toolchain
	for product in runbook RunbookRuntime runbook-kernel; do \
	  $(SWIFT_BUILD) --product $$product || exit; done
	@$(BUILD)/runbook doctor --quiet

test: setup toolchain
	$(SWIFT_BUILD) --build-tests
	@$(BUILD)/runbook doctor --quiet
	$(BUILD)/runbook test notebooks -j 2
	$(SWIFT_TEST)

LIBRARY := $(DESTDIR)$(PREFIX)/lib/runbook
C_MODULES := CData CDeflate CEngine CKernel CPNG CThreadLocal

install: build
	mkdir -p $(DESTDIR)$(PREFIX)/bin $(LIBRARY)/modules
	install -m 755 $(BUILD)/runbook $(DESTDIR)$(PREFIX)/bin/runbook
	install -m 755 $(BUILD)/runbook-kernel $(BUILD)/libRunbookRuntime.so $(LIBRARY)
	for module in CoreEngine RunbookDrawing RunbookOutput RunbookRuntime; do \
	  install -m 644 $(BUILD)/Modules/$$module.swiftmodule $(LIBRARY)/modules; done
	for module in $(C_MODULES); do \
	  mkdir -p $(LIBRARY)/modules/$$module; \
	  install -m 644 Sources/$$module/include/*.h $(LIBRARY)/modules/$$module; \
	  printf 'module %s { umbrella header "%s.h" export * }\n' $$module $$module \
	    > $(LIBRARY)/modules/$$module/module.modulemap; done
	$(DESTDIR)$(PREFIX)/bin/runbook doctor --quiet
	chmod -R a+rX $(LIBRARY)

# A Debian package of an installation in /usr, in .build.
VERSION = $(shell $(BUILD)/runbook --version)
DEB = .build/runbook_$(VERSION)_$(shell dpkg --print-architecture).deb
STAGE := $(CURDIR)/.build/deb

deb test-deb: TOOLS := dpkg-dev
deb: build
	rm -rf $(STAGE)
	$(MAKE) install DESTDIR=$(STAGE) PREFIX=/usr
	packaging/deb.sh $(STAGE) $(VERSION) $(DEB) $(PACKAGES)

# Unpacks the package elsewhere and runs a note with it, without the checkout: about ten seconds.
test-deb: deb
	Tests/campaigns/package.sh $(BUILD)/runbook $(DEB)

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/runbook $(LIBRARY)

format:
	$(SWIFT) format -i --recursive --parallel Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

# Every note twice, with other threads, folders, locales and time zones: about two minutes.
determinism: build
	Tests/campaigns/determinism.sh $(BUILD)/runbook $$(find notebooks -name '*.md' ! -name '_*')

# The engine's core in Embedded Swift for WebAssembly: half a minute. Node, if there is one, runs it.
embedded:
	Tests/embedded/build.sh .build/embedded

# 200 kills at random moments, a full disk, a folder that cannot be written: about two minutes.
faults: build
	Tests/campaigns/faults.sh $(BUILD)/runbook

# Five commands at once on the same notes and the same cache, 20 times: about a minute.
together: build
	Tests/campaigns/together.sh $(BUILD)/runbook

# axe-core on all reports and their index, light and dark, wide and narrow:
# about three minutes. Needs Chromium.
a11y: build
	Tests/campaigns/accessibility.sh outputs/index.html $$(find outputs -name report.html | sort)

# Random and mutated notes against the parser, for ten minutes: `make fuzz FUZZ_SECONDS=60` for one.
FUZZ_SECONDS ?= 600
fuzz: setup toolchain
	$(SWIFT_BUILD) --build-tests
	RUNBOOK_FUZZ_SECONDS=$(FUZZ_SECONDS) timeout $$(($(FUZZ_SECONDS) + 120)) \
	  $(SWIFT_TEST) --filter FuzzTests

bench: build
	$(SWIFT_BUILD) --product engine-bench
	$(BUILD)/engine-bench
	Tests/bench/notebook-stages.sh $(BUILD)/runbook

# The engine beside PyTorch, row by row; best on an idle machine. `make bench-peers THREADS=1` for one thread.
THREADS ?= 2
bench-peers: setup
	$(SWIFT_BUILD) --product engine-bench
	Tests/bench/peers.sh $(BUILD)/engine-bench --threads $(THREADS)

clean:
	rm -rf .build .runbook
