# What only a practice needs.

practice-title = Practice tools
