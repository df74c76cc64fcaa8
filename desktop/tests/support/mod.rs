//! The built program at a real pseudo-terminal, and a practice server beside it.
#![allow(dead_code, clippy::unwrap_used, reason = "each test program takes what it needs of it")]

#[cfg(feature = "sandbox")]
pub mod play;
#[cfg(feature = "sandbox")]
pub mod screen;
pub mod terminal;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use kazasu_virtual_card::{Authority, Personality, Slot};

/// The program under test, with nothing of the environment that changes what it does.
pub fn kazasu(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kazasu"));
    clean(&mut command, home);
    command
}

/// What `--json` promises.
pub fn schema() -> jsonschema::Validator {
    let schema = serde_json::from_str(include_str!("../../kazasu.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Takes away what would change what the program does.
pub fn clean(command: &mut Command, home: &Path) {
    for name in [
        "DISPLAY",
        "KAZASU_LOG",
        "LC_ALL",
        "LC_MESSAGES",
        "WAYLAND_DISPLAY",
        "XDG_STATE_HOME",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "http_proxy",
        "https_proxy",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", home).env("LANG", "en_US.UTF-8").env("TERM", "xterm").env("NO_COLOR", "1");
}

/// A running `kazasu sandbox --serve`. Dropping it ends it.
pub struct Practice {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub server: String,
    /// `tcp:127.0.0.1:PORT`
    pub card: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Practice {
    pub fn start(folder: &Path, more: &[&str]) -> Self {
        let mut command = kazasu(folder);
        command.args(["sandbox", "--serve", "--lang", "en", "--data"]).arg(folder).args(more);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (mut server, mut card) = (String::new(), String::new());
        for line in lines.map(Result::unwrap) {
            if let Some(address) = line.strip_prefix("Server: ") {
                server = address.to_owned();
            } else if let Some(address) = line.strip_prefix("Practice card: ") {
                card = address.to_owned();
            } else if line.starts_with("Running.") {
                break;
            }
        }
        assert!(server.starts_with("http://127.0.0.1:") && card.starts_with("tcp:127.0.0.1:"), "{server} {card}");
        Self { child, server, card, folder: folder.to_owned() }
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(mut self) -> ExitStatus {
        let id = i32::try_from(self.child.id()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), rustix::process::Signal::TERM)
            .unwrap();
        wait(&mut self.child)
    }

    /// A card that this server trusts.
    pub fn slot(&self, kind: &str) -> Slot {
        let authority = Authority::load(&self.folder.join("authority")).unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        Slot::new(kind.parse::<Personality>().unwrap(), &authority, i64::try_from(now).unwrap())
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for a program that is about to end.
pub fn wait(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "the program does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}
