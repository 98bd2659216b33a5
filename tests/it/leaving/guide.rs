//! The guide over HTTP: nobody has to sign in for it, and nothing of it is kept.

use ident_tests::{Service, Setup};
use ident_wire::{Answer, GuideView, Question, Route};

async fn guide(service: &Service, answers: &str) -> GuideView {
    let path = format!("guide?answers={answers}");
    service.pc().get(&path).await.good().json()
}

async fn ways(service: &Service, answers: &str) -> Vec<Route> {
    match guide(service, answers).await {
        GuideView::Ways { routes } => routes.into_iter().map(|way| way.route).collect(),
        ask @ GuideView::Ask { .. } => panic!("not yet: {ask:?}"),
    }
}

/// All combinations of answers, with the ways at their ends.
async fn all(service: &Service) -> Vec<(String, Vec<ident_wire::RouteView>)> {
    let (mut open, mut ends) = (vec![(String::new(), 0)], Vec::new());
    while let Some((given, count)) = open.pop() {
        match guide(service, &given).await {
            GuideView::Ways { routes } => ends.push((given, routes)),
            GuideView::Ask {
                question,
                answers,
                number,
                at_most,
            } => {
                assert_eq!(usize::from(number), count + 1);
                assert!(number + at_most <= 5, "a fifth question after {given}");
                let name = |value: serde_json::Value| value.as_str().expect("a name").to_owned();
                let asked = name(serde_json::json!(question));
                for answer in answers {
                    let answer = name(serde_json::json!(answer));
                    let comma = if given.is_empty() { "" } else { "," };
                    open.push((format!("{given}{comma}{asked}:{answer}"), count + 1));
                }
            }
        }
    }
    ends
}

#[tokio::test]
async fn every_path_of_the_guide_ends_after_four_taps_at_most_with_ways_and_working_links() {
    let service = Service::start().await;
    let ends = all(&service).await;
    assert!(ends.len() > 40, "{}", ends.len());
    for (given, routes) in ends {
        assert!(!routes.is_empty(), "{given}");
        for way in routes {
            let ours = matches!(
                way.route,
                Route::Pass
                    | Route::Password
                    | Route::PassThenPassword
                    | Route::CheckLink
                    | Route::LinkNow
                    | Route::Salvage
                    | Route::Alumni
            );
            let url = way.url.unwrap_or_default();
            assert_eq!(
                url.starts_with("https://"),
                !ours,
                "{given}: {:?}",
                way.route
            );
            assert!(!way.needs.is_empty(), "{given}: {:?}", way.route);
        }
    }
    assert_eq!(service.count("visit"), 0, "the guide needs no visit");
}

#[tokio::test]
async fn the_guide_begins_with_the_trouble_and_goes_on_by_what_still_works() {
    let service = Service::start().await;
    let GuideView::Ask {
        question,
        answers,
        number,
        at_most,
    } = guide(&service, "").await
    else {
        panic!("a question comes first");
    };
    assert_eq!((question, number, at_most), (Question::Trouble, 1, 4));
    assert!(answers.contains(&Answer::BothLost));
    let lost = "trouble:both_lost,other_method:no,card:no,mail_address:no";
    assert_eq!(ways(&service, lost).await, [Route::OfficeBoth]);
    let rescue = "trouble:left,ended:recently,former:student,card:yes";
    assert_eq!(ways(&service, rescue).await, [Route::Salvage]);
}

#[tokio::test]
async fn without_an_alumni_service_the_guide_leads_to_none() {
    let service = Service::with(Setup {
        alone: true,
        ..Setup::default()
    })
    .await;
    let long_ago = "trouble:left,ended:long_ago";
    assert_eq!(ways(&service, long_ago).await, [Route::Support]);
    let all = all(&service).await;
    assert!(
        all.iter()
            .all(|(_, ways)| ways.iter().all(|way| way.route != Route::Alumni))
    );
}

#[tokio::test]
async fn answers_to_other_questions_are_refused() {
    let service = Service::start().await;
    for wrong in [
        "guide?answers=card:yes",
        "guide?answers=trouble:maybe",
        "guide?answers=trouble",
        "guide?answers=trouble:left&answers=trouble:left",
        "guide?other=1",
    ] {
        service.pc().get(wrong).await.refused("request_malformed");
    }
}
