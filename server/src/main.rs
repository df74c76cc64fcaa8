//! The platform as a program.

// Standard output and error are this program's face.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use kazasu_server::{Database, Server, Settings, Tls, config_file};

/// Registration platform of HRP/1.
///
/// Plain HTTP is spoken on loopback addresses only: put a proxy in front that ends TLS, or give a certificate and its
/// key. Once it is ready it prints one line, "listening on http://ADDRESS" (or https). Mistakes in options, settings or files are told on standard error, with exit
/// code 2; a broken audit log gives exit code 1.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Serve (this is what happens without a command)
    Serve(Serve),
    /// Bring the tables of a PostgreSQL database up to date (a file is brought up to date when it is opened)
    Migrate {
        /// Address of the database
        #[arg(long, value_name = "postgres://…", env = "KAZASU_DATABASE", hide_env_values = true)]
        database: String,
    },
    /// Check the chain of the audit log from its first line to its last
    VerifyAudit {
        /// Folder with the database
        #[arg(long, value_name = "DIR", default_value = "kazasu-data")]
        data: PathBuf,
        /// Address of a PostgreSQL database, instead of the folder
        #[arg(long, value_name = "postgres://…", env = "KAZASU_DATABASE", hide_env_values = true)]
        database: Option<String>,
    },
}

#[derive(Args)]
struct Serve {
    /// Address to listen on, without TLS a loopback one; with port 0 a free port is chosen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8765")]
    listen: SocketAddr,
    /// Folder for the database and the server key; it is made when it is not there
    #[arg(long, value_name = "DIR", default_value = "kazasu-data")]
    data: PathBuf,
    /// Address of a PostgreSQL database to use instead of a file in the folder. Several processes may share it; each needs
    /// a copy of the same server.key. It may hold a password, so prefer the environment
    #[arg(long, value_name = "postgres://…", env = "KAZASU_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// How the log on standard error is written; without this, text on a terminal and JSON elsewhere
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], env = "KAZASU_LOG_FORMAT")]
    log_format: Option<String>,
    /// PEM file with CA certificates to trust; may be given more than once, a file may hold several
    #[arg(long, value_name = "FILE.pem")]
    anchor: Vec<PathBuf>,
    /// Settings of a production platform (TOML): origin, anchors, [platform_name], [[terms]] with version,
    /// effective_from and folder, [revocation] with list and max_age_s, or crl, or ocsp and max_age_s, [eligibility] with
    /// folder; and optionally algorithms, operations, sender_constrained, portal_registration, forwarded_for,
    /// trusted_proxies, anchors_sha256, [min_client], [limits], [tls] with certificate and key
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// End TLS here, with this PEM file (the server's own certificate first); it is read at the start
    #[arg(long, value_name = "FILE.pem", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The private key of that certificate, as PEM
    #[arg(long, value_name = "FILE.pem", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Check everything, print the settings in force, and end
    #[arg(long)]
    print_config: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let format = match &cli.command {
        Some(Command::Serve(options)) => options.log_format.clone(),
        Some(_) => Some("text".to_owned()),
        None => cli.serve.log_format.clone(),
    };
    start_log(format.as_deref());
    match cli.command {
        Some(Command::Migrate { database }) => end(migrate(database).await),
        Some(Command::VerifyAudit { data, database }) => verify_audit(data, database).await,
        Some(Command::Serve(options)) => end(serve(options).await),
        None => end(serve(cli.serve).await),
    }
}

fn start_log(format: Option<&str>) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::INFO.into())
        .from_env_lossy();
    let ansi = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi);
    match format.unwrap_or(if ansi { "text" } else { "json" }) {
        "json" => log.json().flatten_event(true).init(),
        _ => log.init(),
    }
}

async fn serve(options: Serve) -> Result<(), String> {
    let (listen, print_config) = (options.listen, options.print_config);
    let settings = settings(options)?;
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    if settings.tls.is_none() && !listen.ip().is_loopback() {
        return Err(format!(
            "--listen {listen}: plain HTTP is served on loopback addresses only; use 127.0.0.1 or [::1] and a proxy \
             that ends TLS, or give --tls-certificate and --tls-key",
        ));
    }
    if print_config {
        settings.check().map_err(|error| error.to_string())?;
        print!("listen = \"{listen}\"\n{}", config_file::print(&settings));
        return Ok(());
    }
    let server = Server::open(settings).await.map_err(|error| error.to_string())?;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| format!("--listen {listen}: {error}; choose another port, or 0 for any"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let stop = stop_signal().map_err(|error| format!("signals cannot be heard: {error}"))?;
    println!("listening on {scheme}://{address}");
    server.serve(listener, stop).await.map_err(|error| format!("the listener failed: {error}"))
}

fn settings(options: Serve) -> Result<Settings, String> {
    let mut anchors = Vec::new();
    for path in &options.anchor {
        anchors.extend(config_file::read_anchors(path).map_err(|error| format!("--anchor {error}"))?);
    }
    let mut settings = match options.config {
        Some(path) => config_file::load(&path, options.data, anchors).map_err(|mistakes| told(&path, &mistakes))?,
        None => without_config(options.data, anchors)?,
    };
    if let (Some(certificate), Some(key)) = (&options.tls_certificate, &options.tls_key) {
        settings.tls = Some(Tls::from_files(certificate, key).map_err(|error| format!("--tls-certificate: {error}"))?);
    }
    if let Some(address) = options.database {
        settings.postgres = Some(postgres(address)?);
    }
    Ok(settings)
}

/// A sentence for each mistake, on a line of its own.
fn told(path: &Path, mistakes: &config_file::Mistakes) -> String {
    let each = |mistake: &config_file::ConfigError| format!("--config {}: {mistake}", path.display());
    mistakes.0.iter().map(each).collect::<Vec<_>>().join("\nkazasu-server: ")
}

fn postgres(address: String) -> Result<String, String> {
    match address.starts_with("postgres://") || address.starts_with("postgresql://") {
        true => Ok(address),
        false => Err("--database must be an address that starts with postgres://; for a file use --data".to_owned()),
    }
}

async fn migrate(address: String) -> Result<(), String> {
    let database = Database::Postgres(postgres(address)?);
    let steps = Server::migrate(&database).await.map_err(|error| format!("--database: {error}"))?;
    println!("{steps} steps were applied; the tables are up to date");
    Ok(())
}

#[cfg(feature = "sandbox")]
fn without_config(data: PathBuf, anchors: Vec<kazasu_server::Anchor>) -> Result<Settings, String> {
    Ok(Settings::sandbox(data, anchors))
}

#[cfg(not(feature = "sandbox"))]
fn without_config(_: PathBuf, _: Vec<kazasu_server::Anchor>) -> Result<Settings, String> {
    Err("--config is missing: a production platform needs a settings file".to_owned())
}

/// Ready on Ctrl+C, and on SIGTERM where there is one.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

async fn verify_audit(data: PathBuf, database: Option<String>) -> ExitCode {
    let database = match database.map(postgres).transpose() {
        Ok(address) => address.map_or(Database::Sqlite(data.clone()), Database::Postgres),
        Err(message) => return end(Err(message)),
    };
    match Server::verify_audit_of(&database).await {
        Ok(Ok(head)) => {
            println!("the audit log is whole: {} lines, head {}", head.lines, head.hash);
            ExitCode::SUCCESS
        }
        Ok(Err(fault)) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
        Err(error) => end(Err(format!("--data {}: {error}", data.display()))),
    }
}

fn end(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("kazasu-server: {message}");
            ExitCode::from(2)
        }
    }
}
