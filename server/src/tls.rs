//! TLS that this program ends itself: rustls with ring, versions 1.2 and 1.3.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// Files that cannot serve for TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificates cannot be read.
    #[error("{path}: must be a PEM file with the certificate and those above it: {error}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        error: rustls::pki_types::pem::Error,
    },
    /// There is no certificate.
    #[error("{0}: there is no PEM certificate in it")]
    Empty(PathBuf),
    /// The key cannot be read.
    #[error("{path}: must be a PEM file with the private key: {error}")]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        error: rustls::pki_types::pem::Error,
    },
    /// They do not belong together, or are of a kind that is not known.
    #[error("the certificate and the key for TLS cannot be used: {0}")]
    Pair(#[from] rustls::Error),
}

/// What a server shows and proves.
#[derive(Clone)]
pub struct Tls(pub(crate) Arc<ServerConfig>);

impl Tls {
    /// Reads a PEM file with a chain, the server's own certificate first, and one with its key.
    ///
    /// # Errors
    /// One of the files cannot be read, or they do not belong together.
    pub fn from_files(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
            .and_then(Iterator::collect)
            .map_err(|error| TlsError::Certificate { path: chain.to_owned(), error })?;
        if certificates.is_empty() {
            return Err(TlsError::Empty(chain.to_owned()));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| TlsError::Key { path: key.to_owned(), error })?;
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(certificates, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

/// For a client that speaks plain HTTP: it trusts nobody.
pub(crate) fn client() -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
