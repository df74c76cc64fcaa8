//! Tests through all parts: core, virtual card, server, and the built program. The tests are in `tests/`.
