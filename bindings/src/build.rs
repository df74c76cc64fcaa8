//! Which sources this library was built from.

/// Names what this library was built from: `kazasu-` and 32 hexadecimal digits, from a hash of the sources, the locked
/// versions and the features. It stands as such in the library's file.
///
/// A shell whose bindings were generated for another name must not go on: the two may understand one call differently.
/// The same on every architecture.
#[uniffi::export]
pub fn build_id() -> String {
    env!("KAZASU_BUILD_ID").to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_build_has_a_name() {
        let id = super::build_id();
        let digits = id.strip_prefix("kazasu-").unwrap();
        assert_eq!(digits.len(), 32);
        assert!(digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    }
}
