//! Counters, in Prometheus's form at `/metrics`.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Of a request: the route as listed (never the address as asked, which may hold anything), and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Upper bounds in seconds, about the figures that the ledger is held to.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// A request under way.
#[derive(Debug)]
pub(crate) struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// All counters.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Route, Histogram, fn() -> Histogram>,
    under_way: Gauge,
    /// Bytes of sources taken in.
    pub(crate) uploaded: Counter<u64, AtomicU64>,
    /// Judgements made.
    pub(crate) judged: Counter<u64, AtomicU64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("chancery");
        let answered = Family::<Answered, Counter>::default();
        let took: Family<Route, Histogram, fn() -> Histogram> = Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let (under_way, uploaded, judged) = (Gauge::default(), Counter::default(), Counter::default());
        registry.register("requests", "Requests answered", answered.clone());
        registry.register_with_unit("answer", "Time to the first byte of an answer", Unit::Seconds, took.clone());
        registry.register("under_way", "Requests under way", under_way.clone());
        registry.register_with_unit("uploaded", "Sources taken in", Unit::Bytes, uploaded.clone());
        registry.register("judgements", "Judgements made", judged.clone());
        Self { registry, answered, took, under_way, uploaded, judged }
    }

    /// A request begins; it is under way until what is given back goes, also where whoever asked hangs up before the answer.
    pub(crate) fn begins(&self) -> UnderWay {
        self.under_way.inc();
        UnderWay(self.under_way.clone())
    }

    /// It is answered.
    pub(crate) fn ends(&self, method: &str, route: &str, status: u16, took: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.took.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.answered.get_or_create(&Answered { method, route, status }).inc();
    }

    /// As text.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        // A string takes all.
        let _ = encode(&mut out, &self.registry);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route() {
        let metrics = Metrics::new();
        let given_up = metrics.begins();
        drop(given_up);
        let answered = metrics.begins();
        assert!(metrics.text().contains("chancery_under_way 1"));
        drop(answered);
        metrics.ends("GET", "/api/v1/acts/{id}", 200, Duration::from_millis(3));
        let text = metrics.text();
        assert!(
            text.contains(r#"chancery_requests_total{method="GET",route="/api/v1/acts/{id}",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains("chancery_under_way 0") && text.ends_with("# EOF\n"), "{text}");
    }
}
