#![allow(clippy::unwrap_used)]

use super::*;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("records")).unwrap();
    (folder, store)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}

fn loaded(store: &Store, slot: &Slot) -> Option<String> {
    store.load(slot).unwrap().map(|bytes| String::from_utf8(bytes.expose().to_vec()).unwrap())
}

#[test]
fn what_is_saved_survives_and_is_replaced_as_a_whole() {
    let (folder, store) = store();
    for slot in [Slot::Pending, Slot::Preferences, Slot::Receipt("reg_1".into()), Slot::Status("reg_1".into())] {
        assert_eq!(loaded(&store, &slot), None);
        store.save(&slot, &secret("a first and longer record")).unwrap();
        store.save(&slot, &secret(&slot.to_string())).unwrap();
        let again = Store::open(folder.path().join("records")).unwrap();
        assert_eq!(loaded(&again, &slot), Some(slot.to_string()));
        store.forget(&slot).unwrap();
        store.forget(&slot).unwrap();
        assert_eq!(loaded(&again, &slot), None);
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_opens_folders_and_files() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, store) = store();
    let mode =
        |name: &str| fs::metadata(folder.path().join("records").join(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(folder.path().join("records"), PermissionsExt::from_mode(0o755)).unwrap();
    // What a crash has left behind, readable by all.
    fs::write(folder.path().join("records/pending.new"), "half a rec").unwrap();
    store.save(&Slot::Pending, &secret("x")).unwrap();
    store.save(&Slot::Receipt("reg_1".into()), &secret("x")).unwrap();
    assert_eq!((mode(""), mode("pending")), (0o700, 0o600));
    assert_eq!((mode("receipt"), mode("receipt/reg_1")), (0o700, 0o600));
    assert!(!folder.path().join("records/pending.new").exists());
}

#[test]
fn no_slot_name_leaves_the_folder() {
    let (folder, store) = store();
    let hostile = [
        "",
        ".",
        "..",
        "../pending",
        "../../x",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "C:x",
        "a\0b",
        "a b",
        "é",
        "pending.new",
    ];
    for id in hostile.into_iter().map(str::to_owned).chain([String::from("a").repeat(65)]) {
        for slot in [Slot::Receipt(id.clone()), Slot::Status(id.clone())] {
            assert!(matches!(store.save(&slot, &secret("x")), Err(StoreError::Name(_))), "{id:?}");
            assert!(matches!(store.load(&slot), Err(StoreError::Name(_))), "{id:?}");
            assert!(matches!(store.forget(&slot), Err(StoreError::Name(_))), "{id:?}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path().join("records")).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_read_is_said_and_not_taken_for_empty() {
    let (folder, store) = store();
    let records = folder.path().join("records");
    fs::create_dir(records.join("pending")).unwrap();
    assert!(store.load(&Slot::Pending).is_err());
    assert!(store.save(&Slot::Pending, &secret("x")).is_err());
    let long = File::create(records.join("preferences")).unwrap();
    long.set_len(LONGEST + 1).unwrap();
    assert!(matches!(store.load(&Slot::Preferences), Err(StoreError::TooLong(_))));
    fs::write(records.join("receipt"), "a file where a folder should be").unwrap();
    assert!(store.save(&Slot::Receipt("reg_1".into()), &secret("x")).is_err());
    assert!(Store::open(records.join("preferences")).is_err());
}
