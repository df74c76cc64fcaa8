-- The rule of one active registration without an index of its own: an entry with a random key costs a page of its own in
-- every registration, written twice, and `registrations_by_subject` finds the same rows.
DROP INDEX one_active_registration;

CREATE TRIGGER one_active_registration BEFORE INSERT ON registrations
WHEN NEW.card IN ('processing', 'registered') AND NEW.release IS NOT 'released' AND NEW.subject_ref <> '' AND EXISTS (
    SELECT 1 FROM registrations WHERE subject_ref = NEW.subject_ref
        AND card IN ('processing', 'registered') AND release IS NOT 'released')
BEGIN SELECT RAISE(ABORT, 'one active registration for each certificate'); END;

CREATE TRIGGER one_active_registration_again BEFORE UPDATE OF subject_ref, card, release ON registrations
WHEN NEW.card IN ('processing', 'registered') AND NEW.release IS NOT 'released' AND NEW.subject_ref <> '' AND EXISTS (
    SELECT 1 FROM registrations WHERE subject_ref = NEW.subject_ref AND id <> OLD.id
        AND card IN ('processing', 'registered') AND release IS NOT 'released')
BEGIN SELECT RAISE(ABORT, 'one active registration for each certificate'); END;
