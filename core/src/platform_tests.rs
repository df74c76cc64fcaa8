use super::*;

fn sandbox(origin: &str) -> Result<Platform, PlatformError> {
    Platform::new(PlatformSpec {
        origin: origin.into(),
        environment: Environment::Sandbox,
        name: BTreeMap::new(),
        policies: None,
        links: Links::default(),
    })
}

#[test]
fn origins() {
    for good in ["https://sandbox.example", "https://a.example:8443", "https://x-1.example"] {
        assert!(sandbox(good).is_ok(), "{good}");
    }
    for bad in [
        "http://a.example",
        "https://A.example",
        "https://a.example/",
        "https://a.example:443",
        "https://a.example:0",
        "https://a.example:+443",
        "https://a.example:0443",
        "https://a.example:+8443",
        "https://",
        "",
    ] {
        assert_eq!(sandbox(bad), Err(PlatformError::Origin(bad.into())), "{bad}");
    }
}

/// What the service calls itself comes before what the app was built with; a near language before the origin.
#[test]
fn the_platform_is_called_by_its_name_in_the_language_of_the_screen() {
    let names = |names: &[(&str, &str)]| {
        names.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect::<BTreeMap<_, _>>()
    };
    let called = |built: &[(&str, &str)], learned: Option<&[(&str, &str)]>, language| {
        let platform = Platform { name: names(built), ..sandbox("https://sandbox.example").unwrap() };
        let surroundings = Surroundings {
            platform: Arc::new(platform),
            platform_name: learned.map(|learned| Arc::new(names(learned))),
            client: Arc::new(Client { name: "t".into(), version: "1.0.0".into(), platform: "linux".into() }),
            presentation: Presentation { language, shell: crate::screen::Shell::Pc, browser: false },
            facts: Facts::default(),
            purpose: Purpose::Registering,
        };
        surroundings.platform_name().to_owned()
    };
    let both = [("en", "Pine Town"), ("ja", "松町")];
    assert_eq!(called(&both, None, Language::English), "Pine Town");
    assert_eq!(called(&both, None, Language::PlainJapanese), "松町");
    assert_eq!(called(&both, Some(&[("ja", "竹町")]), Language::English), "竹町");
    assert_eq!(called(&[("fr", "Ville")], None, Language::English), "Ville");
    assert_eq!(called(&[], None, Language::English), "https://sandbox.example");
}

#[test]
fn req_121_only_a_sandbox_is_told_another_address() {
    let there = sandbox("https://sandbox.example").unwrap();
    let local = there.clone().at("http://127.0.0.1:8765/").unwrap();
    assert_eq!((local.address(), local.origin()), ("http://127.0.0.1:8765", "https://sandbox.example"));
    let remote = there.clone().at("https://other.example:444").unwrap();
    assert_eq!(remote.origin(), "https://other.example:444");
    for bad in ["http://192.168.0.1", "http://127.0.0.1.evil.example", "http://localhost:x", "ftp://a", "http://[::1]x"]
    {
        assert!(there.clone().at(bad).is_err(), "{bad}");
    }
    let real = Platform { environment: Environment::Production, ..there };
    assert_eq!(real.at("http://127.0.0.1:1"), Err(PlatformError::AddressInProduction));
}
