//! The platform's process is killed at random moments while several clients post; started again on the same files it has a
//! whole audit log, and the same posts come to one registration each. The properties of `tests/model`, on the real thing.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use kazasu_virtual_card::Authority;
use kazasu_virtual_card::authority::{Key, KeyName, LeafProfile, LeafSpec};
use rsa::Pkcs1v15Sign;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Clients that post at the same time, each with a card of its own; every other one posts twice at once.
const CLIENTS: usize = 4;
/// Rounds, and the time after which no further one begins. `KAZASU_KILL_ROUNDS` says otherwise.
const ROUNDS: usize = 60;
const TIME: Duration = Duration::from_secs(60);
/// The least that a slow machine must do in that time.
const LEAST: usize = 10;

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kazasu-e2e-platform"));
        command.arg("serve").arg(folder.join("data")).arg(folder.join("anchors.pem"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    fn call(&self, method: &str, path: &str, headers: &str, body: &str) -> Option<(u16, Value)> {
        call(&self.address, method, path, headers, body)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill(); // SIGKILL
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; `None` if no whole answer came.
fn call(address: &str, method: &str, path: &str, headers: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, serde_json::from_str(body).ok()?))
}

fn base64(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}

/// A signed request, as its client keeps it: headers and body.
#[derive(Clone)]
struct Signed {
    headers: String,
    body: String,
}

/// Opens a session and signs with a card whose certificate nobody had before.
fn signed(program: &Program, authority: &Authority, number: usize) -> Signed {
    let client = json!({"name": "t", "version": "1.0.0", "platform": "linux"});
    let wish = json!({"operation": "register", "lang": "en", "client": client}).to_string();
    let (status, session) = program.call("POST", "/v1/sessions", "", &wish).unwrap();
    assert_eq!(status, 201, "{session}");
    let terms = program.call("GET", "/v1/terms/current?lang=en", "", "").unwrap().1;
    let items = terms["consent_items"].as_array().unwrap();
    let statement = json!({
        "type": "hrp.register.v1", "terms_version": terms["version"], "terms_digest": terms["digest"],
        "terms_lang": "en", "consents": items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>(),
        "portal_user_registration": number.is_multiple_of(2),
    });
    let statement = statement.to_string().into_bytes();
    let not_before = authority.created_unix() - 86_400;
    let certificate = authority.issue(&LeafSpec {
        holder: KeyName::Holder,
        issuer: authority.issuer_at(not_before),
        profile: LeafProfile::Authentication,
        not_before,
        not_after: not_before + 3 * 365 * 86_400 + i64::try_from(number).unwrap(),
        length: None,
    });
    let id = session["session_id"].as_str().unwrap();
    let challenge = Base64UrlUnpadded::decode_vec(session["challenge"]["challenge"].as_str().unwrap()).unwrap();
    let context = [id.as_bytes(), b"\0"].concat();
    let fields: [&[u8]; 7] =
        [b"hrp/1 register RS256", b"https://sandbox.example", &challenge, &context, &statement, &certificate, b""];
    let transcript: Vec<u8> = fields.into_iter().flat_map(Sha256::digest).collect();
    let Key::Rsa(key) = authority.key(KeyName::Holder) else { panic!("the holder has an RSA key") };
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(transcript)).unwrap();
    let proof = json!({
        "format": "hrp-proof:1", "algorithm": "RS256", "unverified_certificate": base64(&certificate),
        "signature": base64(&signature),
    });
    let token = session["session_token"].as_str().unwrap();
    let key = base64(&Sha256::digest(number.to_be_bytes())[..16]);
    Signed {
        headers: format!("authorization: Bearer {token}\r\nidempotency-key: \"{key}\"\r\n"),
        body: json!({"session_id": id, "statement": base64(&statement), "proof": proof}).to_string(),
    }
}

fn is_success(status: u16) -> bool {
    matches!(status, 200..=202)
}

/// Posts until there is a definite answer, as a client does; gives the registration's id.
fn settle(program: &Program, signed: &Signed) -> String {
    for _ in 0..200 {
        let answer = program.call("POST", "/v1/registrations", &signed.headers, &signed.body);
        let (status, body) = answer.unwrap_or((503, Value::Null));
        if is_success(status) {
            return body["registration_id"].as_str().unwrap().to_owned();
        }
        assert!(matches!(status, 409 | 429 | 500..), "{status} {body}: a good proof in time is refused");
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("no definite answer within a claim's time");
}

/// A drawn number below `of` (xorshift64*); not for secrets.
fn draw(state: &mut u64, of: u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) % of
}

#[test]
fn t21_req_118_killed_at_random_every_post_comes_to_one_registration() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let drawn = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let seed = number("KAZASU_KILL_SEED").unwrap_or(drawn);
    let rounds = number("KAZASU_KILL_ROUNDS").map_or(ROUNDS, |rounds| usize::try_from(rounds).unwrap());
    eprintln!("KAZASU_KILL_SEED={seed}");
    let (mut dice, began) = (seed | 1, Instant::now());
    let authority = Arc::new(Authority::new());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("anchors.pem"), authority.anchors_pem()).unwrap();
    let mut program = Program::start(folder.path());
    let (mut done, mut answered, mut ids) = (0, 0, HashMap::new());
    while done < rounds && (began.elapsed() < TIME || done < LEAST) {
        let posts: Vec<Signed> =
            (0..CLIENTS).map(|client| signed(&program, &authority, done * CLIENTS + client)).collect();
        let posting: Vec<_> = posts
            .iter()
            .enumerate()
            .flat_map(|(client, signed)| (0..1 + client % 2).map(move |_| (client, signed.clone())))
            .map(|(client, signed)| {
                let address = program.address.clone();
                std::thread::spawn(move || {
                    (client, call(&address, "POST", "/v1/registrations", &signed.headers, &signed.body))
                })
            })
            .collect();
        std::thread::sleep(Duration::from_micros(draw(&mut dice, 60_000)));
        drop(program); // killed
        let mut told: HashMap<usize, String> = HashMap::new();
        for posted in posting {
            let (client, answer) = posted.join().unwrap();
            if let Some((status, body)) = answer.filter(|(status, _)| is_success(*status)) {
                let id = body["registration_id"].as_str().unwrap().to_owned();
                let before = told.insert(client, id.clone());
                assert!(before.is_none_or(|before| before == id), "seed {seed}: two answers to one key, {status}");
            }
        }
        answered += told.len();
        let audit = Command::new(env!("CARGO_BIN_EXE_kazasu-e2e-platform"))
            .arg("verify-audit")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(audit.status.success(), "seed {seed}, round {done}: {}", String::from_utf8_lossy(&audit.stderr));
        program = Program::start(folder.path());
        for (client, signed) in posts.iter().enumerate() {
            let id = settle(&program, signed);
            let before = told.get(&client);
            assert!(before.is_none_or(|before| *before == id), "seed {seed}, round {done}: what was told is not there");
            assert_eq!(settle(&program, signed), id, "seed {seed}, round {done}");
            assert!(ids.insert(id, done * CLIENTS + client).is_none(), "seed {seed}: two cards share a registration");
        }
        done += 1;
        let stored = program.call("GET", "/sandbox/v1/registrations", "", "").unwrap().1;
        let stored = stored["registrations"].as_array().unwrap().len();
        assert_eq!(stored, done * CLIENTS, "seed {seed}, round {done}: one registration for each card");
    }
    let seconds = began.elapsed().as_secs();
    eprintln!("{done} kills, {} posts, {answered} of them answered before the kill, {seconds} s", done * CLIENTS);
    assert!(done >= rounds.min(LEAST));
}
