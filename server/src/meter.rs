//! What is counted while the platform runs, for Prometheus. Labels are routes and codes: nothing personal.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// Labels of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    status: u16,
    code: &'static str,
}

/// Labels of a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Taken {
    route: String,
}

/// The counters of one platform.
pub(crate) struct Meter {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Taken, Histogram, fn() -> Histogram>,
}

/// From half a millisecond to eight seconds.
fn times() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 15))
}

impl Default for Meter {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("kazasu");
        let requests = Family::<Asked, Counter>::default();
        let seconds = Family::<Taken, Histogram, fn() -> Histogram>::new_with_constructor(times);
        registry.register("http_requests", "Requests by route, status and problem code", requests.clone());
        registry.register("http_request_seconds", "Time until the answer, by route", seconds.clone());
        Self { registry, requests, seconds }
    }
}

impl Meter {
    pub(crate) fn request(&self, route: &str, status: u16, code: &'static str, taken: Duration) {
        self.requests.get_or_create(&Asked { route: route.to_owned(), status, code }).inc();
        self.seconds.get_or_create(&Taken { route: route.to_owned() }).observe(taken.as_secs_f64());
    }

    /// OpenMetrics text, with further counters `(name, help, value)`.
    pub(crate) fn text(&self, further: &[(&str, &str, u64)]) -> Option<String> {
        let mut text = String::new();
        for (name, help, value) in further {
            text.push_str(&format!("# HELP {name} {help}.\n# TYPE {name} counter\n{name}_total {value}\n"));
        }
        prometheus_client::encoding::text::encode(&mut text, &self.registry).ok()?;
        Some(text)
    }
}
