# The few commands that people use. CI runs the same ones.
.PHONY: run test check bench explore rehearse fmt

run: ## Try it: a server, a virtual card and the registration, in this terminal.
	@scripts/setup run
	cargo run --quiet -p kazasu -- sandbox $(ARGS)

test: ## Everything, set-up included.
	@scripts/test

check: ## The quick part, for every edit.
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	cargo test --quiet -p kazasu-core
	cargo test --quiet -p kazasu-e2e --test table
	cargo test --quiet -p kazasu-explore

bench: ## How long the card must be held, beside other programs.
	cargo run --quiet -p kazasu-bench

explore: ## Every pair of faults, in full: minutes.
	cargo run --quiet --release -p kazasu-explore -- two

rehearse: ## One scenario on the screen: make rehearse NAME=fresh-card
	cargo run --quiet -p kazasu -- sandbox --rehearse $(NAME)

fmt:
	cargo fmt --all
