//! The settings in force, for people: `--print-config`. Without secrets.

use std::fmt::Write as _;

use crate::settings::Settings;
use crate::words::{Algorithm, Operation};

/// One line for each setting, as in the settings file where it has that setting.
pub fn print(settings: &Settings) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name} = {value}"); // a String takes everything
    };
    let quoted = |value: &str| serde_json::Value::from(value).to_string();
    let list = |values: Vec<String>| format!("[{}]", values.join(", "));
    line("environment", quoted(settings.environment.as_str()));
    line("origin", quoted(&settings.origin));
    line("data", quoted(&settings.data.display().to_string()));
    line("database", quoted(&settings.postgres.as_deref().map_or("kazasu.sqlite3 in data".to_owned(), without_secret)));
    line("tls", quoted(if settings.tls.is_some() { "ended here" } else { "ended by a proxy" }));
    line("algorithms", list(settings.algorithms.iter().map(|one| quoted(Algorithm::as_str(*one))).collect()));
    line("operations", list(settings.operations.iter().map(|one| quoted(Operation::as_str(*one))).collect()));
    line("sender_constrained", quoted(settings.sender_constrained.as_str()));
    line("portal_registration", settings.portal_registration.to_string());
    line("forwarded_for", settings.forwarded_for.to_string());
    line("trusted_proxies", list(settings.trusted_proxies.iter().map(|one| quoted(&one.to_string())).collect()));
    line("anchors", list(settings.anchors.iter().map(|one| quoted(&crate::codec::hex(one.key_id()))).collect()));
    for (lang, name) in &settings.platform_name {
        line(&format!("platform_name.{}", lang.as_str()), quoted(name));
    }
    for (platform, version) in &settings.min_client {
        line(&format!("min_client.{}", platform.as_str()), quoted(&version.to_string()));
    }
    for terms in &settings.terms {
        let langs = list(terms.texts.keys().map(|lang| quoted(lang.as_str())).collect());
        line(&format!("terms.{}", quoted(&terms.version)), langs);
    }
    let (limits, times) = (&settings.limits, &settings.times);
    let a_day = |limit: Option<u32>| limit.map_or(quoted("no limit"), |limit| limit.to_string());
    line("limits.sessions_per_minute", limits.sessions_per_minute.to_string());
    line("limits.sessions_per_day", a_day(limits.sessions_per_day));
    line("limits.posts_per_certificate_per_day", a_day(limits.posts_per_certificate_per_day));
    line("limits.sign_ins_per_certificate_per_day", a_day(limits.sign_ins_per_certificate_per_day));
    line("limits.challenges_per_session", limits.challenges_per_session.to_string());
    line("limits.posts_per_session", limits.posts_per_session.to_string());
    line("limits.poll_interval_s", limits.poll_interval.as_secs().to_string());
    line("times.session_s", times.session.as_secs().to_string());
    line("times.challenge_ttl_s", times.challenge_ttl.as_secs().to_string());
    line("times.submit_grace_s", times.submit_grace.as_secs().to_string());
    line("times.revocation_budget_s", times.revocation_budget.as_secs().to_string());
    line("times.status_token_s", times.status_token.as_secs().to_string());
    line("times.access_token_s", times.access_token.as_secs().to_string());
    text
}

/// The address of a database without the password and the query, which may hold one.
fn without_secret(address: &str) -> String {
    let plain = address.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = plain.split_once("://") else { return "…".to_owned() };
    match rest.rsplit_once('@') {
        None => plain.to_owned(),
        Some((who, place)) => {
            let user = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{place}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_printed_without_its_password() {
        for (address, printed) in [
            ("postgres://kazasu:se@cret@db.example:5432/k?password=x", "postgres://kazasu@db.example:5432/k"),
            ("postgres://kazasu@db.example/k", "postgres://kazasu@db.example/k"),
            ("postgres:///k?host=/run/postgresql", "postgres:///k"),
        ] {
            assert_eq!(without_secret(address), printed);
        }
    }
}
