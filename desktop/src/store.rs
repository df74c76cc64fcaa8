//! Sealed storage: one file a slot, in a folder that only its owner opens.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use kazasu_core::effect::Slot;
use kazasu_core::secret::Secret;

/// The longest record that is read back.
const LONGEST: u64 = 1 << 20;

/// Why a slot could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The slot's name cannot be a file's name.
    #[error("slot {0:?} cannot be the name of a file")]
    Name(String),
    /// The file is longer than any record.
    #[error("{0}: longer than any record")]
    TooLong(String),
    /// The file system.
    #[error("{path}: {source}")]
    File {
        /// Which file or folder.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// A folder of slots.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Opens the folder and makes it if there is none. Nobody but its owner can open it from then on.
    pub fn open(folder: PathBuf) -> Result<Self, StoreError> {
        make_private(&folder)?;
        Ok(Self { folder })
    }

    /// Replaces what is in a slot. On return it outlives a power failure.
    pub fn save(&self, slot: &Slot, bytes: &Secret) -> Result<(), StoreError> {
        let path = self.path(slot)?;
        let folder = path.parent().unwrap_or(&self.folder);
        make_private(folder)?;
        let unfinished = path.with_extension("new");
        write(&unfinished, bytes.expose())
            .and_then(|()| fs::rename(&unfinished, &path))
            .and_then(|()| sync(folder))
            .map_err(|source| fault(&path, source))
    }

    /// Reads what is in a slot, if anything.
    pub fn load(&self, slot: &Slot) -> Result<Option<Secret>, StoreError> {
        let path = self.path(slot)?;
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(|source| fault(&path, source))?,
        };
        let length = file.metadata().map_err(|source| fault(&path, source))?.len();
        if length > LONGEST {
            return Err(StoreError::TooLong(path.display().to_string()));
        }
        // Of the full size at once: a regrown Vec leaves a copy behind in freed memory.
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        let read = file.take(LONGEST).read_to_end(&mut bytes);
        let secret = Secret::new(bytes);
        read.map_err(|source| fault(&path, source))?;
        Ok(Some(secret))
    }

    /// Empties a slot.
    pub fn forget(&self, slot: &Slot) -> Result<(), StoreError> {
        let path = self.path(slot)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed
                .and_then(|()| sync(path.parent().unwrap_or(&self.folder)))
                .map_err(|source| fault(&path, source)),
        }
    }

    /// The slot's file: every part of its name is plain, so that it stays within the folder.
    fn path(&self, slot: &Slot) -> Result<PathBuf, StoreError> {
        let name = slot.to_string();
        let mut path = self.folder.clone();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        for part in name.splitn(2, '/') {
            if part.is_empty() || part.len() > 64 || !part.bytes().all(is_plain) {
                return Err(StoreError::Name(name));
            }
            path.push(part);
        }
        Ok(path)
    }
}

fn make_private(folder: &Path) -> Result<(), StoreError> {
    let made = {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    };
    // A folder that was there keeps its mode.
    #[cfg(unix)]
    let made = made.and_then(|()| fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)));
    made.map_err(|source| fault(folder, source))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a crash has left would keep its mode.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A rename or removal outlives a power failure only once the folder is synced. Windows has no such call.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn fault(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests;
