//! The platform as a process that can be killed, without limits on how often one address may ask.
//!
//! `kazasu-e2e-platform serve DATA ANCHORS.pem` prints `listening on http://ADDRESS` and serves until it is killed;
//! `kazasu-e2e-platform verify-audit DATA` ends with 0 if the audit log is whole.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use kazasu_server::{Anchor, Server, Settings};

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [command, data, anchors] if command.as_os_str() == "serve" => {
            let anchors = Anchor::parse_pem(&std::fs::read(anchors)?)?;
            let mut settings = Settings::sandbox(data.clone(), anchors);
            settings.limits.sessions_per_minute = u32::MAX;
            settings.limits.sessions_per_day = None;
            let server = Server::open(settings).await?;
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            println!("listening on http://{}", listener.local_addr()?);
            server.serve(listener, std::future::pending()).await?;
            Ok(ExitCode::SUCCESS)
        }
        [command, data] if command.as_os_str() == "verify-audit" => match Server::verify_audit(data).await? {
            Ok(head) => {
                println!("{} lines", head.lines);
                Ok(ExitCode::SUCCESS)
            }
            Err(fault) => {
                eprintln!("{fault}");
                Ok(ExitCode::FAILURE)
            }
        },
        _ => Err("serve DATA ANCHORS.pem, or verify-audit DATA".into()),
    }
}
