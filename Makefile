# The few commands that people use. CI runs the same ones.
.PHONY: run screenshots test check dist bench bench-server explore fuzz mutants coverage rehearse android ios ios-mac fmt

run: ## Try it: a server, a virtual card and the registration, on a page in the browser; ARGS=--terminal for the terminal.
	@scripts/setup run
	cargo run --quiet -p kazasu -- sandbox $(ARGS)

screenshots: ## Pictures of every screen of the page, in three languages, light and dark.
	@scripts/page pictures

test: ## Everything, set-up included.
	@scripts/test

check: ## The quick part, for every edit.
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	cargo test --quiet -p kazasu-core -p kazasu-e2e -p kazasu-explore --lib --test table --test quick --test all

dist: ## What is released, into target/dist: packages, platform, AAR, Swift package, what each is made of.
	@scripts/dist

bench: ## How long the card must be held, beside other programs.
	cargo run --quiet --release -p kazasu-bench

bench-server: ## What a registration costs the server, beside two RSA verifications: make bench-server MODE=quick for less.
	cargo build --quiet --release -p kazasu-server --features sandbox
	cargo run --quiet --release -p kazasu-server --features sandbox --example bench-server -- $(MODE)

explore: ## Every pair of faults, in full: minutes.
	cargo run --quiet --release -p kazasu-explore -- two

fuzz: ## Octets that mean harm, looked for by libFuzzer: make fuzz SECONDS=600 for each target.
	@scripts/fuzz $(SECONDS)

mutants: ## Every small change to the core that no test notices. make mutants ONLY='card/ Pin::parse' for those alone.
	@scripts/mutants $(ONLY)

coverage: ## Which lines and branches of the core no test reaches.
	@scripts/coverage

rehearse: ## One scenario on the screen: make rehearse NAME=fresh-card
	cargo run --quiet -p kazasu -- sandbox --rehearse $(NAME)

android: ## The Android library and app: built, tested, packaged, measured. Says where the pictures are.
	@scripts/android

ios: ## The Swift package: bindings, every file type-checked, tests, the library for iPhones. As root; no Mac needed.
	@scripts/ios

ios-mac: ## On a Mac: the app, and its tests in the simulator. Not run in CI.
	@ios/tools/on-a-mac

fmt:
	cargo fmt --all
