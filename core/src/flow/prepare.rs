//! Before anything is asked of the person: is this the platform, is it open, is this app recent enough?

use crate::algorithm::Algorithm;
use crate::effect::Io;
use crate::failure::Failure;
use crate::registration::{Calls, Operation, SenderConstrained, ServiceState};
use crate::screen::Page;

use super::trouble::{Turn, call_failed, trouble};

/// What the flow needs to know of the service.
pub(super) struct Service {
    /// The algorithms that platform and client both know.
    pub(super) algorithms: Vec<Algorithm>,
    /// Whether the platform offers registration as a portal user.
    pub(super) portal: bool,
    /// Whether sessions need a key.
    pub(super) keyed: bool,
    /// The operations that it offers beside registering.
    pub(super) operations: Vec<Operation>,
    /// Server's time less the device's, if that is worth a word.
    pub(super) skew: Option<i64>,
}

/// Seconds between the device's clock and the server's that are worth a word (HRP/1 §3.10).
const SKEW_S: i64 = 300;

/// Asks for configuration and health, until both are good (REQ-129).
pub(super) async fn prepare(io: &mut Io) -> Result<Service, Turn> {
    let configuration = loop {
        io.show(Page::Loading);
        match Calls::on(io).configuration().await {
            Ok(configuration) => break configuration,
            Err(error) => call_failed(io, error).await?,
        }
    };
    loop {
        io.show(Page::Loading);
        match Calls::on(io).service_status().await {
            Ok(status) if status.state == ServiceState::Maintenance => {
                trouble(io, Failure::Maintenance { until: status.until }).await?;
            }
            Ok(_) => break,
            Err(error) => call_failed(io, error).await?,
        }
    }
    let skew = io.server_time().map(|server| server.saturating_sub(io.now().unix_s));
    Ok(Service {
        algorithms: configuration.algorithms(),
        portal: configuration.portal_registration,
        keyed: configuration.sender_constrained == SenderConstrained::Required,
        operations: configuration.operations(),
        skew: skew.filter(|skew| skew.abs() > SKEW_S),
    })
}
