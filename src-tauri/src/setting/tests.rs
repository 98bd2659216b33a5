use super::*;

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("ident-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn sources(policy: Option<PathBuf>, personal: Option<PathBuf>) -> Sources {
    Sources {
        policy,
        personal,
        environment: None,
        idle: None,
        return_by: None,
        is_kiosk: false,
    }
}

fn host(settings: &Settings) -> String {
    settings.server.join("/").to_string()
}

#[test]
fn without_files_the_demo_on_this_machine_is_meant() {
    let settings = Settings::read(sources(Some("/nowhere/policy.json".into()), None)).unwrap();
    assert_eq!(host(&settings), "http://localhost:7440/");
    assert_eq!(settings.return_by, ReturnBy::Loopback);
    assert!(settings.keeps_secret && !settings.is_kiosk && settings.updates.is_none());
}

#[test]
fn the_policy_stands_above_the_environment_and_that_above_the_persons_file() {
    let place = Place::new("order");
    let policy = Some(place.write("policy.json", r#"{"server_url":"https://managed.example"}"#));
    let personal = Some(place.write("app.json", r#"{"server_url":"https://own.example"}"#));
    let of = |policy: Option<PathBuf>, environment: Option<&str>| {
        let environment = environment.map(str::to_owned);
        let sources = Sources {
            environment,
            ..sources(policy, personal.clone())
        };
        host(&Settings::read(sources).unwrap())
    };
    let named = Some("https://started.example");
    assert_eq!(of(policy, named), "https://managed.example/");
    assert_eq!(of(None, named), "https://started.example/");
    assert_eq!(of(None, None), "https://own.example/");
}

#[test]
fn a_policy_says_everything_that_can_be_said() {
    let place = Place::new("all");
    let text = r#"{"server_url":"https://a.example","return_by":"link","keep_secret":false,
        "kiosk":true,"updates":{"url":"https://a.example/app.json","public_key":"abc"}}"#;
    let settings = Settings::read(sources(Some(place.write("policy.json", text)), None)).unwrap();
    assert_eq!(settings.return_by, ReturnBy::Link);
    assert!(!settings.keeps_secret && settings.is_kiosk);
    assert_eq!(settings.updates.unwrap().public_key, "abc");
}

#[test]
fn k02_a_policy_or_the_environment_says_how_patient_a_kiosk_is() {
    let place = Place::new("idle");
    let policy = place.write("policy.json", r#"{"idle_percent":250}"#);
    let of = |policy: Option<PathBuf>, idle: Option<&str>| {
        let idle = idle.map(str::to_owned);
        Settings::read(Sources {
            idle,
            ..sources(policy, None)
        })
        .map(|settings| settings.idle_percent)
    };
    assert_eq!(of(None, None).unwrap(), 100);
    assert_eq!(of(None, Some("50")).unwrap(), 50);
    assert_eq!(of(Some(policy), Some("50")).unwrap(), 250);
    for text in ["0", "1001", "-1", "soon", ""] {
        assert!(of(None, Some(text)).is_err(), "{text} was taken");
    }
}

#[test]
fn the_environment_says_how_a_result_comes_back_where_no_policy_does() {
    let place = Place::new("return");
    let policy = place.write("policy.json", r#"{"return_by":"loopback"}"#);
    let of = |policy: Option<PathBuf>, by: &str| {
        let return_by = Some(by.to_owned());
        Settings::read(Sources {
            return_by,
            ..sources(policy, None)
        })
        .map(|settings| settings.return_by)
    };
    assert_eq!(of(None, "link").unwrap(), ReturnBy::Link);
    assert_eq!(of(Some(policy), "link").unwrap(), ReturnBy::Loopback);
    assert!(of(None, "mail").is_err());
}

#[test]
fn a_policy_that_cannot_be_understood_stops_the_app() {
    let place = Place::new("bad");
    for text in [
        "",
        "{",
        r#"{"kiosc":true}"#,
        r#"{"return_by":"mail"}"#,
        r#"{"server_url":"http://far.example"}"#,
    ] {
        let policy = Some(place.write("policy.json", text));
        assert!(
            Settings::read(sources(policy, None)).is_err(),
            "{text} was taken"
        );
    }
}

#[test]
fn the_policy_that_technicians_begin_with_makes_a_kiosk_that_keeps_nothing() {
    let place = Place::new("kiosk");
    let policy = place.write("policy.json", include_str!("../../kiosk/policy.json"));
    let settings = Settings::read(sources(Some(policy), None)).unwrap();
    assert!(settings.is_kiosk && !settings.keeps_secret);
}
