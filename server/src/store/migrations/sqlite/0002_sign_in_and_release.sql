-- Card sign-in, release, poll limit, retention.
ALTER TABLE registrations ADD COLUMN release TEXT CHECK (release IN ('requested', 'released'));
ALTER TABLE registrations ADD COLUMN release_at INTEGER;
DROP INDEX one_active_registration;
CREATE UNIQUE INDEX one_active_registration ON registrations (subject_ref)
    WHERE card IN ('processing', 'registered') AND (release IS NULL OR release = 'requested') AND subject_ref <> '';
CREATE INDEX registrations_by_subject ON registrations (subject_ref, accepted_at);
CREATE INDEX registrations_by_end ON registrations (release_at) WHERE release = 'released';
CREATE INDEX registrations_failed ON registrations (card_at) WHERE card IN ('not-linked', 'rejected');

CREATE TABLE outbox_of_two_kinds (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('link', 'release')),
    sealed          BLOB NOT NULL,
    asked_at        INTEGER NOT NULL,
    next_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (registration_id, kind)
) WITHOUT ROWID, STRICT;
INSERT INTO outbox_of_two_kinds
    SELECT o.registration_id, 'link', o.sealed, r.accepted_at, o.next_at, o.attempts
    FROM outbox o JOIN registrations r ON r.id = o.registration_id;
DROP TABLE outbox;
ALTER TABLE outbox_of_two_kinds RENAME TO outbox;
CREATE INDEX outbox_by_time ON outbox (next_at);

CREATE TABLE access_tokens (
    token       BLOB PRIMARY KEY,
    subject_ref TEXT NOT NULL,
    scope       TEXT NOT NULL,
    expires_at  INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);

CREATE TABLE polls (
    registration_id TEXT PRIMARY KEY,
    next_at         INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE INDEX polls_by_end ON polls (next_at);

CREATE INDEX posts_by_time ON posts (created_at);
CREATE INDEX status_tokens_by_registration ON status_tokens (registration_id);
