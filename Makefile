# Two commands for newcomers: `make demo` and `make test`. All they need is a Rust toolchain (https://rustup.rs, 1.89 or newer).
CARGO ?= cargo

.PHONY: demo test

# Builds the program and reads the bundled samples with it.
demo:
	$(CARGO) build --release --locked -p chancery
	./target/release/chancery read samples --format table

# Runs every test.
test:
	$(CARGO) test --workspace --locked --no-fail-fast
