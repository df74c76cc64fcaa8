//! Reading from a connection without waiting for ever.

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use super::{PATIENCE, Stop};

/// How long the rest of a frame may take.
const FRAME_TIME: Duration = Duration::from_secs(5);

/// Acknowledges what arrives at once, for the time being. The vpcd driver sends length and content
/// apart and waits for the first acknowledgement: delayed, it costs 40 ms per APDU.
fn acknowledge_at_once(stream: &TcpStream) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    std::os::linux::net::TcpStreamExt::set_quickack(stream, true)?;
    #[cfg(not(target_os = "linux"))]
    let _ = stream;
    Ok(())
}

/// A connection that sends every answer at once: with Nagle's algorithm an APDU takes 40 ms longer.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)
}

/// Waits for the first octet of a frame, as long as `wanted` holds. False: it no longer does.
pub(super) fn wait_for_frame(stream: &TcpStream, stop: &Stop, wanted: impl Fn() -> bool) -> io::Result<bool> {
    stream.set_read_timeout(Some(PATIENCE))?;
    while !stop.is_set() && wanted() {
        acknowledge_at_once(stream)?;
        match stream.peek(&mut [0]) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => {
                acknowledge_at_once(stream)?;
                stream.set_read_timeout(Some(FRAME_TIME))?;
                return Ok(true);
            }
            Err(error) if is_timeout(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}
