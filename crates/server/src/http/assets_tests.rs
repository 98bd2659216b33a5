use std::path::PathBuf;

use http_body_util::BodyExt;

use super::*;

/// A small build in a folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ident-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("assets")).expect("a folder");
        Self(path)
    }

    fn built(name: &str) -> Self {
        let folder = Self::new(name);
        for (file, text) in [
            ("index.html", "<!doctype html>page"),
            ("icon.svg", "<svg/>"),
            ("secret.txt", "not to be served"),
            ("assets/app-1a2b.js", "plain"),
            ("assets/app-1a2b.js.br", "brotli"),
            ("assets/app-1a2b.js.gz", "gzip"),
        ] {
            std::fs::write(folder.0.join(file), text).expect("a file");
        }
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn ask(
    folder: &Folder,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, String) {
    let mut request = http::Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = around::<()>(&folder.0)
        .oneshot(request)
        .await
        .expect("an answer");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    (
        parts.status,
        parts.headers,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

#[tokio::test]
async fn every_page_is_the_one_document() {
    let folder = Folder::built("pages");
    for path in [
        "/verify/",
        "/verify/h/abc",
        "/verify/start/abc",
        "/verify/guide/",
        "/verify/notice/abc",
        "/my/",
        "/my/history/",
        "/my/contacts/",
        "/office/",
        "/help/",
    ] {
        let (status, headers, body) = ask(&folder, path, &[]).await;
        assert_eq!(
            (status, body.as_str()),
            (StatusCode::OK, "<!doctype html>page"),
            "{path}"
        );
        assert_eq!(
            headers["content-type"], "text/html; charset=utf-8",
            "{path}"
        );
        assert!(
            !headers.contains_key("cache-control"),
            "the edge says no-store: {path}"
        );
    }
}

#[tokio::test]
async fn the_front_door_leads_to_the_service() {
    let folder = Folder::built("front");
    let (status, headers, _) = ask(&folder, "/", &[]).await;
    assert_eq!(
        (status, headers["location"].as_bytes()),
        (StatusCode::SEE_OTHER, b"/verify/".as_slice())
    );
}

#[tokio::test]
async fn built_files_are_kept_for_ever_and_come_packed() {
    let folder = Folder::built("files");
    for (packing, expected) in [
        ("", "plain"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "brotli"),
    ] {
        let (_, headers, body) = ask(
            &folder,
            "/assets/app-1a2b.js",
            &[("accept-encoding", packing)],
        )
        .await;
        assert_eq!(body, expected);
        assert_eq!(headers["cache-control"], FOR_EVER);
        assert_eq!(headers["vary"], "accept-encoding");
        assert!(
            headers["content-type"]
                .to_str()
                .expect("a type")
                .starts_with("text/javascript")
        );
    }
    let (status, headers, _) = ask(&folder, "/assets/gone.js", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(
        !headers.contains_key("cache-control"),
        "an absence is not kept"
    );
}

#[tokio::test]
async fn a11_odd_paths_reach_nothing() {
    let folder = Folder::built("paths");
    for path in [
        "/assets/../secret.txt",
        "/assets/%2e%2e/secret.txt",
        "/assets/..%2fsecret.txt",
        "/assets/..%5csecret.txt",
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/app-1a2b.js%00",
        "/assets/",
        "/secret.txt",
        "//verify/",
        "/verify/..;/x",
        "/verify//",
        "/VERIFY/",
        "/index.html",
    ] {
        let (status, _, body) = ask(&folder, path, &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(body.contains("request_not_found"), "{path}: {body}");
    }
}

#[tokio::test]
async fn a_person_who_is_lost_gets_a_page() {
    let folder = Folder::built("lost");
    let (status, _, body) = ask(&folder, "/nowhere", &[("accept", "text/html,*/*")]).await;
    assert_eq!(
        (status, body.as_str()),
        (StatusCode::NOT_FOUND, "<!doctype html>page")
    );
}

#[tokio::test]
async fn a_missing_build_is_said_in_plain_words() {
    let folder = Folder::new("missing");
    let (status, headers, body) = ask(&folder, "/verify/", &[]).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers["retry-after"], "60");
    assert!(
        body.contains("準備中") && body.contains("not ready"),
        "{body}"
    );
}

#[tokio::test]
async fn robots_are_asked_to_stay_away() {
    let folder = Folder::built("robots");
    let (_, _, body) = ask(&folder, "/robots.txt", &[]).await;
    assert!(body.contains("Disallow: /"));
}
