# The only commands that a person types; `make` alone prints them.
#
#   BUILD=release (default) | debug | asan | clang | coverage | fuzz
#                                                     which build, in build/$(BUILD)
#   PLAN=path                                         what `make check` judges

# Every Debian package that building, testing and the demo need. One list.
PACKAGES := \
  build-essential ca-certificates clang clang-format clang-tidy cmake git \
  libbenchmark-dev libboost-json1.81-dev libclang-rt-dev libcli11-dev libexpected-dev libfmt-dev libgmock-dev \
  libgoogle-perftools-dev libgrpc++-dev libgtest-dev libpcre2-dev libprotobuf-dev \
  libre2-dev libspdlog-dev libssl-dev libyaml-dev llvm nettle-dev ninja-build nlohmann-json3-dev pkg-config \
  protobuf-compiler protobuf-compiler-grpc python3 zlib1g-dev

BUILD ?= release
BUILD_DIR := build/$(BUILD)
CONNECTGUARD := $(BUILD_DIR)/bin/connectguard
PLUGIN := $(BUILD_DIR)/bin/connectguard-plugin

CMAKE_FLAGS_release := -DCMAKE_BUILD_TYPE=Release
CMAKE_FLAGS_debug := -DCMAKE_BUILD_TYPE=Debug
CMAKE_FLAGS_asan := -DCMAKE_BUILD_TYPE=Debug -DCONNECTGUARD_SANITIZE=ON
CMAKE_FLAGS_clang := -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang
CMAKE_FLAGS_coverage := -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCONNECTGUARD_COVERAGE=ON
CMAKE_FLAGS_fuzz := -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCONNECTGUARD_FUZZ=ON
ifeq ($(CMAKE_FLAGS_$(BUILD)),)
$(error BUILD=$(BUILD) is not one of release, debug, asan, clang, coverage, fuzz)
endif

SOURCES = $(shell git ls-files '*.h' '*.cc')

.PHONY: help
help:
	@echo 'make demo                install what is missing, build, and see a plan denied and one allowed'
	@echo 'make test                build and run every test'
	@echo 'make check PLAN=path     judge your own plan or template'
	@echo 'make build               build both programs into $(BUILD_DIR)/bin'
	@echo 'make verdicts            compare our verdicts and reports with those of cfn-guard 3.1.1'
	@echo 'make test-policies       run the tests of the policies alone'
	@echo 'make coverage            show which branches that decide a verdict no test takes'
	@echo 'make fuzz FUZZ_SECONDS=n run each fuzz target for n seconds (60)'
	@echo 'make golden              rewrite the expected outputs that tests compare with'
	@echo 'make bench               measure speed and memory'
	@echo 'make nightly             ask 100,000 random pairs of IAM policies, compare verdicts, and fuzz'
	@echo 'make bench-iam-z3        ask Z3 random questions about IAM policies as well, where it is installed'
	@echo 'make bench-guard         measure `connectguard guard` beside cfn-guard 3.1.1'
	@echo 'make format              format the sources; make format-check only looks'
	@echo 'make tidy                run clang-tidy over the sources'
	@echo 'make deps                install the Debian packages alone'
	@echo 'make install PREFIX=dir  install both programs, and cfn-guard as another name of connectguard'
	@echo 'make clean               remove build/'
	@echo
	@echo 'BUILD=release|debug|asan|clang chooses the build: make BUILD=asan test'

# Asks dpkg first, so that a machine that has everything needs neither network
# nor root.
.PHONY: deps
deps:
	@command -v dpkg-query >/dev/null || { \
	  echo 'make: these sources are built on Debian 12 (dpkg was not found).' >&2; \
	  echo '      Install the equivalents of: $(PACKAGES)' >&2; exit 1; }
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; \
	  elif command -v sudo >/dev/null; then sudo=sudo; \
	  else echo "make: run as root, or install sudo, or install by hand:$$missing" >&2; exit 1; fi; \
	  $$sudo apt-get update -q \
	    && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $$missing; \
	fi

$(BUILD_DIR)/build.ninja: | deps
	cmake -S . -B $(BUILD_DIR) -G Ninja $(CMAKE_FLAGS_$(BUILD))

.PHONY: build
build: deps $(BUILD_DIR)/build.ninja
	cmake --build $(BUILD_DIR) --target connectguard connectguard-plugin

.PHONY: demo
demo: build
	examples/demo.sh $(BUILD_DIR)/bin

.PHONY: test
test: deps $(BUILD_DIR)/build.ninja
	cmake --build $(BUILD_DIR)
	ctest --test-dir $(BUILD_DIR) --output-on-failure -j $$(nproc)

.PHONY: check
check: build
	@test -n "$(PLAN)" || { echo 'make: name your plan: make check PLAN=plan.json' >&2; exit 64; }
	@$(CONNECTGUARD) check $(PLAN)

.PHONY: test-policies
test-policies: build
	@$(CONNECTGUARD) test policies

# With CFN_GUARD=path to the real program, it is asked as well.
.PHONY: verdicts
verdicts: deps $(BUILD_DIR)/build.ninja
	@cmake --build $(BUILD_DIR) --target verdicts reports guard_differential >/dev/null
	@$(BUILD_DIR)/bin/verdicts
	@$(BUILD_DIR)/bin/reports
	@$(BUILD_DIR)/bin/guard_differential --replay tests/corpus/guard-differential/recorded.txt

.PHONY: golden
golden: deps $(BUILD_DIR)/build.ninja
	cmake --build $(BUILD_DIR)
	CONNECTGUARD_UPDATE_GOLDENS=1 ctest --test-dir $(BUILD_DIR) -j $$(nproc) -R -i golden || true
	@git status --short

.PHONY: bench
bench: deps $(BUILD_DIR)/build.ninja
	cmake --build $(BUILD_DIR) --target bench bench_iam
	$(BUILD_DIR)/bin/bench
	$(BUILD_DIR)/bin/bench_iam

# Not among PACKAGES: 23 MB for a second opinion that no verdict needs.
.PHONY: bench-iam-z3
bench-iam-z3: deps $(BUILD_DIR)/build.ninja
	@cmake $(BUILD_DIR) >/dev/null
	@if ninja -C $(BUILD_DIR) -t query bench_iam_z3 >/dev/null 2>&1; then \
	  cmake --build $(BUILD_DIR) --target bench_iam_z3 >/dev/null && $(BUILD_DIR)/bin/bench_iam_z3; \
	else echo 'skipped: Z3 is not installed (Debian: libz3-dev)'; fi

# What is too slow for every change: many random questions about IAM policies,
# the fuzz targets, and recorded verdicts. Each night has pairs of its own; a
# failure names its seed.
NIGHTLY_PAIRS ?= 100000
NIGHTLY_SEED ?= $(shell date -u +%y%m%d)000000
.PHONY: nightly
nightly: deps $(BUILD_DIR)/build.ninja
	@cmake --build $(BUILD_DIR) --target iam_test >/dev/null
	@echo 'random pairs: $(NIGHTLY_PAIRS) from seed $(NIGHTLY_SEED)'
	@CONNECTGUARD_IAM_PAIRS=$(NIGHTLY_PAIRS) CONNECTGUARD_IAM_SEED=$(NIGHTLY_SEED) \
	  ctest --test-dir $(BUILD_DIR) -R '^SoundnessTest\.' --output-on-failure --timeout 36000 -j $$(nproc)
	@$(MAKE) --no-print-directory verdicts
	@$(MAKE) --no-print-directory fuzz

# The branches of the lines that decide a verdict: each is taken by a test, or
# listed with a reason.
.PHONY: coverage
ifeq ($(BUILD),coverage)
coverage: deps $(BUILD_DIR)/build.ninja
	@cmake --build $(BUILD_DIR) --target guard_test builtins_test gate_test policy_test differential_test \
	  lint_test rule_tests_test >/dev/null
	@tests/coverage/run.sh $(BUILD_DIR)
else
coverage:
	@$(MAKE) --no-print-directory BUILD=coverage coverage
endif

FUZZ_TARGETS := rules documents pair sources flow iam_documents iam_questions
FUZZ_SECONDS ?= 60
.PHONY: fuzz
ifeq ($(BUILD),fuzz)
fuzz: deps $(BUILD_DIR)/build.ninja
	@cmake --build $(BUILD_DIR) --target $(FUZZ_TARGETS:%=fuzz_%) >/dev/null
	@tests/fuzz/run.sh $(BUILD_DIR) $(FUZZ_SECONDS) $(FUZZ_TARGETS)
else
fuzz:
	@$(MAKE) --no-print-directory BUILD=fuzz fuzz
endif

# With CFN_GUARD=path to the real program, beside it and with ratios.
.PHONY: bench-guard
bench-guard: deps $(BUILD_DIR)/build.ninja
	@cmake --build $(BUILD_DIR) --target bench_guard >/dev/null
	@$(BUILD_DIR)/bin/bench_guard

.PHONY: format format-check
format:
	@clang-format -i $(SOURCES)
format-check: deps
	@clang-format --dry-run --Werror $(SOURCES) && echo "formatted: $(words $(SOURCES)) files"

.PHONY: tidy
tidy: deps $(BUILD_DIR)/build.ninja
	cmake --build $(BUILD_DIR)
	run-clang-tidy -quiet -p $(BUILD_DIR) '$(CURDIR)/(plugin|tests)/.*\.cc$$'

PREFIX ?= /usr/local
.PHONY: install
install: build
	install -D -t $(DESTDIR)$(PREFIX)/bin $(CONNECTGUARD) $(PLUGIN)
	@cd $(DESTDIR)$(PREFIX)/bin && if [ -e cfn-guard ] && [ ! -L cfn-guard ]; \
	  then echo 'left $(DESTDIR)$(PREFIX)/bin/cfn-guard as it is'; \
	  else ln -sf connectguard cfn-guard; fi

.PHONY: clean
clean:
	rm -rf build
