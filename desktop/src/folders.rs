//! Where the program keeps things unless `--data` says otherwise.

use std::env;
use std::path::PathBuf;

/// Neither `--data` nor the environment names a folder.
#[derive(Debug, thiserror::Error)]
#[error("no folder to keep records in: set HOME, or name a folder with --data")]
pub struct NoFolder;

/// The folder of that name among the programs' state: `$XDG_STATE_HOME`, else `~/.local/state`; on Windows the local
/// application data.
pub fn state(name: &str) -> Result<PathBuf, NoFolder> {
    let of = |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else {
        // The XDG base directory specification has relative paths ignored.
        of("XDG_STATE_HOME").or_else(|| Some(of("HOME")?.join(".local/state")))
    };
    base.map(|base| base.join(name)).ok_or(NoFolder)
}
