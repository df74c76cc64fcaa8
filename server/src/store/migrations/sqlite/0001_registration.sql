CREATE TABLE sessions (
    id              TEXT PRIMARY KEY,
    token           BLOB NOT NULL,
    operation       TEXT NOT NULL,
    session_key     BLOB,
    ends_at         INTEGER NOT NULL,
    closed_at       INTEGER,
    registration_id TEXT
) WITHOUT ROWID, STRICT;

CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE challenges (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,
    octets      BLOB NOT NULL UNIQUE,
    submit_by   INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('fresh', 'claimed', 'used', 'burned', 'void')),
    claim_key   TEXT,
    lease_until INTEGER,
    PRIMARY KEY (session_id, seq)
) WITHOUT ROWID, STRICT;

CREATE TABLE posts (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    counted     INTEGER NOT NULL DEFAULT 0,
    status      INTEGER,
    body        TEXT,
    location    TEXT,
    retry_after INTEGER,
    token_of    TEXT,
    PRIMARY KEY (session_id, key)
) WITHOUT ROWID, STRICT;

CREATE TABLE registrations (
    id                     TEXT PRIMARY KEY,
    subject_ref            TEXT NOT NULL,
    card                   TEXT NOT NULL CHECK (card IN ('processing', 'registered', 'not-linked', 'rejected')),
    card_at                INTEGER NOT NULL,
    portal_at              INTEGER,
    terms_version          TEXT NOT NULL,
    consents               TEXT NOT NULL,
    receipt                TEXT NOT NULL UNIQUE,
    accepted_at            INTEGER NOT NULL,
    certificate_expires_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX one_active_registration ON registrations (subject_ref) WHERE card IN ('processing', 'registered');

CREATE TABLE status_tokens (
    token           BLOB PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    portal          INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE INDEX status_tokens_by_end ON status_tokens (expires_at);

CREATE TABLE outbox (
    registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    sealed          BLOB NOT NULL,
    next_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;

CREATE INDEX outbox_by_time ON outbox (next_at);

CREATE TABLE counters (
    bucket     TEXT NOT NULL,
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (bucket, starts_at)
) WITHOUT ROWID, STRICT;

CREATE TABLE audit (
    seq  INTEGER PRIMARY KEY,
    line TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
