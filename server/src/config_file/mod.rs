//! Settings from a TOML file, with a sentence for every mistake. Paths in it are relative to the file.

mod error;
mod files;
mod print;
mod shape;
mod words;

pub use error::{ConfigError, Mistakes};
pub use files::read_anchors;
pub use print::print;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::certificate::Anchor;
use crate::eligibility::FolderBackend;
use crate::settings::{Limits, Settings, SettingsError, Times};
use crate::tls::Tls;
use crate::words::{Environment, Lang, SenderConstrained, ServiceState};
use files::{check_anchor_files, read, read_terms, revocation};
use shape::{File, FileLimits};
use words::{algorithms, keyed, min_client, names, operations, sender_constrained, trusted_proxies};

/// Reads a production platform's settings. `further` anchors are added to those of the file.
///
/// # Errors
/// Every mistake in the file and in the files that it names; of a file that is not TOML, or has keys that are missing or
/// unknown, the first.
pub fn load(path: &Path, data: PathBuf, further: Vec<Anchor>) -> Result<Settings, Mistakes> {
    let one = |mistake| Mistakes(vec![mistake]);
    let file: File = toml::from_str(&read(path).map_err(one)?).map_err(|error| one(Box::new(error).into()))?;
    let mut found = Found::default();
    let settings = found.settings(path.parent().unwrap_or(Path::new(".")), file, data, further);
    match (settings, found.mistakes.is_empty()) {
        (Some(settings), true) => Ok(settings),
        _ => Err(Mistakes(found.mistakes)),
    }
}

/// Mistakes so far.
#[derive(Default)]
struct Found {
    mistakes: Vec<ConfigError>,
}

impl Found {
    /// The value, or `None` with the mistake noted.
    fn take<T>(&mut self, read: Result<T, impl Into<ConfigError>>) -> Option<T> {
        read.map_err(|mistake| self.mistakes.push(mistake.into())).ok()
    }

    /// Every part is read, whatever is wrong with those before it.
    fn settings(&mut self, base: &Path, file: File, data: PathBuf, further: Vec<Anchor>) -> Option<Settings> {
        self.take(check_anchor_files(base, &file));
        let read: Vec<Option<Vec<Anchor>>> =
            file.anchors.iter().map(|anchor| self.take(read_anchors(&base.join(anchor)))).collect();
        let all_read = read.iter().all(Option::is_some);
        let anchors: Vec<Anchor> = read.into_iter().flatten().flatten().chain(further).collect();
        let platform_name =
            self.take(keyed("platform_name", file.platform_name, Lang::parse, &names(Lang::ALL, Lang::as_str)));
        let algorithms = self.take(algorithms(file.algorithms));
        let sender_constrained = self.take(sender_constrained(file.sender_constrained));
        let operations = self.take(operations(file.operations));
        let min_client = self.take(min_client(file.min_client));
        let trusted_proxies = self.take(trusted_proxies(file.trusted_proxies));
        let terms: Vec<_> = file.terms.into_iter().map(|terms| self.take(read_terms(base, terms))).collect();
        let terms_read = terms.iter().all(Option::is_some);
        let folder = base.join(file.eligibility.folder);
        if !folder.is_dir() {
            self.mistakes.push(ConfigError::EligibilityFolder(folder.clone()));
        }
        // Without its anchors a CRL cannot be judged.
        let revocation = all_read.then(|| self.take(revocation(base, file.revocation, &anchors))).flatten();
        let tls = file.tls.map(|tls| self.take(Tls::from_files(&base.join(tls.certificate), &base.join(tls.key))));
        let (names_read, algorithms_read) = (platform_name.is_some(), algorithms.is_some());
        let settings = Settings {
            data,
            postgres: None,
            environment: Environment::Production,
            origin: file.origin,
            platform_name: platform_name.unwrap_or_default(),
            algorithms: algorithms.unwrap_or_default(),
            sender_constrained: sender_constrained.unwrap_or(SenderConstrained::Required),
            operations: operations.unwrap_or_default(),
            portal_registration: file.portal_registration,
            min_client: min_client.unwrap_or_default(),
            anchors,
            terms: terms.into_iter().flatten().collect(),
            limits: limits(&file.limits),
            times: Times::default(),
            forwarded_for: file.forwarded_for,
            trusted_proxies: trusted_proxies.unwrap_or_default(),
            service: ServiceState::Ok,
            tls: tls.flatten(),
            revocation: revocation.unwrap_or_else(|| Arc::new(crate::revocation::Nobody)),
            eligibility: Arc::new(FolderBackend { folder }),
            #[cfg(feature = "sandbox")]
            controls: None,
        };
        for mistake in settings.mistakes() {
            // What is missing because it could not be read was told.
            let told = match mistake {
                SettingsError::NoAnchor => !all_read,
                SettingsError::NoTerms => !terms_read,
                SettingsError::NoAlgorithm => !algorithms_read,
                SettingsError::NoName => !names_read,
                _ => false,
            };
            if !told {
                self.mistakes.push(mistake.into());
            }
        }
        self.mistakes.is_empty().then_some(settings)
    }
}

fn limits(file: &FileLimits) -> Limits {
    let defaults = Limits::default();
    Limits {
        sessions_per_minute: file.sessions_per_minute.unwrap_or(defaults.sessions_per_minute),
        sessions_per_day: file.sessions_per_day.or(defaults.sessions_per_day),
        posts_per_certificate_per_day: file.posts_per_certificate_per_day.or(defaults.posts_per_certificate_per_day),
        sign_ins_per_certificate_per_day: file
            .sign_ins_per_certificate_per_day
            .or(defaults.sign_ins_per_certificate_per_day),
        ..defaults
    }
}
