CREATE TABLE kazasu_schema (step BIGINT PRIMARY KEY);

CREATE TABLE sessions (
    id              TEXT PRIMARY KEY,
    token           BYTEA NOT NULL,
    operation       TEXT NOT NULL,
    session_key     BYTEA,
    ends_at         BIGINT NOT NULL,
    closed_at       BIGINT,
    registration_id TEXT
);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE challenges (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq         BIGINT NOT NULL,
    octets      BYTEA NOT NULL UNIQUE,
    submit_by   BIGINT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('fresh', 'claimed', 'used', 'burned', 'void')),
    claim_key   TEXT,
    lease_until BIGINT,
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE posts (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    key         TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    created_at  BIGINT NOT NULL,
    counted     BIGINT NOT NULL DEFAULT 0,
    status      BIGINT,
    body        TEXT,
    location    TEXT,
    retry_after BIGINT,
    token_of    TEXT,
    PRIMARY KEY (session_id, key)
);
CREATE INDEX posts_by_time ON posts (created_at);

CREATE TABLE registrations (
    id                     TEXT PRIMARY KEY,
    subject_ref            TEXT NOT NULL,
    card                   TEXT NOT NULL CHECK (card IN ('processing', 'registered', 'not-linked', 'rejected')),
    card_at                BIGINT NOT NULL,
    portal_at              BIGINT,
    terms_version          TEXT NOT NULL,
    consents               TEXT NOT NULL,
    receipt                TEXT NOT NULL UNIQUE,
    accepted_at            BIGINT NOT NULL,
    certificate_expires_at BIGINT NOT NULL,
    release                TEXT CHECK (release IN ('requested', 'released')),
    release_at             BIGINT
);
CREATE UNIQUE INDEX one_active_registration ON registrations (subject_ref)
    WHERE card IN ('processing', 'registered') AND (release IS NULL OR release = 'requested') AND subject_ref <> '';
CREATE INDEX registrations_by_subject ON registrations (subject_ref, accepted_at);
CREATE INDEX registrations_by_end ON registrations (release_at) WHERE release = 'released';
CREATE INDEX registrations_failed ON registrations (card_at) WHERE card IN ('not-linked', 'rejected');

CREATE TABLE status_tokens (
    token           BYTEA PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    portal          BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);
CREATE INDEX status_tokens_by_end ON status_tokens (expires_at);
CREATE INDEX status_tokens_by_registration ON status_tokens (registration_id);

CREATE TABLE access_tokens (
    token       BYTEA PRIMARY KEY,
    subject_ref TEXT NOT NULL,
    scope       TEXT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);

CREATE TABLE outbox (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('link', 'release')),
    sealed          BYTEA NOT NULL,
    asked_at        BIGINT NOT NULL,
    next_at         BIGINT NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (registration_id, kind)
);
CREATE INDEX outbox_by_time ON outbox (next_at);

CREATE TABLE counters (
    bucket    TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    n         BIGINT NOT NULL,
    PRIMARY KEY (bucket, starts_at)
);

-- A poll that is forgotten in a crash costs nothing, so its table is not logged.
CREATE UNLOGGED TABLE polls (
    registration_id TEXT PRIMARY KEY,
    next_at         BIGINT NOT NULL
);
CREATE INDEX polls_by_end ON polls (next_at);

CREATE TABLE audit (
    seq  BIGINT PRIMARY KEY,
    line TEXT NOT NULL,
    hash BYTEA NOT NULL
);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

INSERT INTO kazasu_schema VALUES (1);
