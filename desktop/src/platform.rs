//! The one platform that this build talks to, and who is asking.

use kazasu_core::platform::{Client, Platform, PlatformError, PlatformSpec};

/// The platform file of this build cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadPlatform {
    /// It is not such a file.
    #[error("the platform file of this build: {0}")]
    File(#[from] toml::de::Error),
    /// It says what cannot be.
    #[error("the platform file of this build: {0}")]
    Content(#[from] PlatformError),
}

/// The platform that was built in.
pub fn built_in() -> Result<Platform, BadPlatform> {
    let spec: PlatformSpec = toml::from_str(include_str!(concat!(env!("OUT_DIR"), "/platform.toml")))?;
    Ok(Platform::new(spec)?)
}

/// This program, as the platform is told.
pub fn client() -> Client {
    let platform = if cfg!(target_os = "macos") {
        "macos"
    } else if cfg!(windows) {
        "windows"
    } else {
        "linux"
    };
    Client { name: "kazasu".into(), version: env!("CARGO_PKG_VERSION").into(), platform: platform.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_that_was_built_in_can_be_used() {
        assert!(built_in().is_ok(), "{:?}", built_in());
    }
}
