//! A pseudo-terminal with the program at one end and the test at the other.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Terminal {
    master: File,
    /// Kept open, so that the terminal's settings can be asked for at any time.
    slave: File,
    child: Child,
    seen: Arc<Mutex<Vec<u8>>>,
    read: usize,
    reader: Option<JoinHandle<()>>,
    /// The settings before the program came.
    before: LocalModes,
}

impl Terminal {
    /// Runs the program at a new terminal, which is its controlling one.
    pub fn run(home: &Path, arguments: &[&str]) -> Self {
        Self::run_with(home, arguments, &[], None)
    }

    /// The same, with these variables, and standard output in a file.
    pub fn run_with(home: &Path, arguments: &[&str], variables: &[(&str, &str)], out: Option<File>) -> Self {
        Self::run_sized(home, arguments, variables, out, 0)
    }

    /// The same on a terminal of that many columns; 0 for one that does not say how many.
    pub fn run_sized(
        home: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        out: Option<File>,
        columns: u16,
    ) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let slave = OpenOptions::new().read(true).write(true).open(name).unwrap();
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&slave, size).unwrap();
        let before = tcgetattr(&slave).unwrap().local_modes;
        // util-linux's setsid makes its standard input the controlling terminal: Rust has no way to without `unsafe`.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait", env!("CARGO_BIN_EXE_kazasu")]).args(arguments);
        super::clean(&mut command, home);
        command.envs(variables.iter().copied());
        let there = || Stdio::from(slave.try_clone().unwrap());
        let out = out.map_or_else(there, Stdio::from);
        let child = command.stdin(there()).stdout(out).stderr(there()).spawn().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let reader = read_all(File::from(master.try_clone().unwrap()), Arc::clone(&seen));
        Self { master: File::from(master), slave, child, seen, read: 0, reader: Some(reader), before }
    }

    /// Waits until a text appears after the one that was waited for last.
    pub fn expect(&mut self, text: &str) -> &mut Self {
        let began = Instant::now();
        loop {
            let seen = self.seen.lock().unwrap().clone();
            let rest = &seen[self.read..];
            if let Some(place) = rest.windows(text.len()).position(|window| window == text.as_bytes()) {
                self.read += place + text.len();
                return self;
            }
            assert!(began.elapsed() < PATIENCE, "no {text:?} in: {}", String::from_utf8_lossy(rest));
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Types.
    pub fn type_in(&mut self, keys: &str) -> &mut Self {
        self.master.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Everything that appeared.
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    /// Whether keys are shown, and whether Ctrl-C is a signal.
    pub fn shows_and_signals(&self) -> (bool, bool) {
        let modes = tcgetattr(&self.slave).unwrap().local_modes;
        (modes.contains(LocalModes::ECHO), modes.contains(LocalModes::ISIG))
    }

    /// The process id of the program itself.
    pub fn id(&self) -> i32 {
        let setsid = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{setsid}/task/{setsid}/children")).unwrap();
        // setsid becomes the program where it need not fork.
        let id = children.split_whitespace().next().map_or(setsid, |id| id.parse().unwrap());
        i32::try_from(id).unwrap()
    }

    /// Sends a signal to the program itself.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_raw(self.id()).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Waits for the end; gives the exit code. The terminal must be as it was.
    pub fn end(&mut self) -> i32 {
        let status = super::wait(&mut self.child);
        assert_eq!(tcgetattr(&self.slave).unwrap().local_modes, self.before, "the terminal is not as it was");
        status.code().unwrap_or_else(|| panic!("{status}"))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.reader.take()); // it ends with the terminal
    }
}

fn read_all(mut master: File, seen: Arc<Mutex<Vec<u8>>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = master.read(&mut piece) {
            seen.lock().unwrap().extend_from_slice(&piece[..count]);
        }
    })
}
