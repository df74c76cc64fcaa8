//! Keeping an authority in a folder.

use std::os::unix::fs::PermissionsExt;

use kazasu_virtual_card::{Authority, AuthorityError};

use crate::harness::{DAY, NOW, READ_WHOLE, Talk, authority, personality};

fn certificate_file(authority: &Authority, name: &str, now: i64) -> Vec<u8> {
    let mut card = personality(name).card(authority, now, "1234");
    card.select_jpki();
    card.send(&READ_WHOLE).0
}

#[test]
fn a_kept_authority_gives_the_same_card() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    let loaded = Authority::load(folder.path()).unwrap();
    assert_eq!(loaded.created_unix(), authority().created_unix());
    assert_eq!(loaded.anchors_pem(), authority().anchors_pem());
    for name in ["fresh", "untrusted", "next-generation"] {
        let before = certificate_file(authority(), name, NOW);
        assert_eq!(before, certificate_file(&loaded, name, NOW), "{name}");
        assert_eq!(before, certificate_file(&loaded, name, NOW + 400 * DAY), "{name}, a year later");
    }
    assert_ne!(certificate_file(&loaded, "fresh", NOW), certificate_file(&loaded, "fresh", NOW + 1_500 * DAY));
}

#[test]
fn files_are_for_the_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    let files: Vec<_> = folder.path().read_dir().unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 14);
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}

#[test]
fn what_is_not_an_authority_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Authority::load(folder.path()), Err(AuthorityError::File { .. })));
    authority().save(folder.path()).unwrap();
    std::fs::write(folder.path().join("holder.key.pem"), "nothing").unwrap();
    assert!(matches!(Authority::load(folder.path()), Err(AuthorityError::Content { expected: "private key", .. })));
}

#[test]
fn a_certificate_is_not_taken_for_a_key() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    let key = std::fs::read_to_string(folder.path().join("holder.key.pem")).unwrap();
    let mislabelled = key.replace("PRIVATE KEY", "CERTIFICATE");
    std::fs::write(folder.path().join("holder.key.pem"), mislabelled).unwrap();
    assert!(matches!(Authority::load(folder.path()), Err(AuthorityError::Content { .. })));
}

#[test]
fn an_existing_authority_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    authority().save(folder.path()).unwrap();
    let again = Authority::load_or_create(folder.path(), NOW + DAY).unwrap();
    assert_eq!(again.anchors_pem(), authority().anchors_pem());
}
