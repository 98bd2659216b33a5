//! Passes: how many a second, and how a rush of people drains under the directory's budget.

use std::time::{Duration, Instant};

use futures_util::future::{join_all, try_join_all};

use crate::figures::{Drain, Issues, Times};
use crate::graph::Budget;
use crate::issue::{self, Issue};
use crate::place::{Alg, Place};
use crate::{process, seed};

const PEOPLE_AT_ONCE: u64 = 16;
/// All of a rush ask within this time.
const RUSH: Duration = Duration::from_mins(1);

/// Passes a second where the directory takes any number of writes.
pub(crate) async fn issues(seconds: u64) -> Result<Issues, String> {
    eprintln!("passes");
    let place = Place::make(Alg::Es256).await?;
    seed::links(&place, 20_000).await?;
    let server = place.start().await?;
    let (begun, cpu) = (Instant::now(), process::cpu(server.pid()));
    let end = begun + Duration::from_secs(seconds);
    let all = (0..PEOPLE_AT_ONCE).map(async |first| {
        let (mut done, mut person) = (Vec::new(), first);
        while Instant::now() < end {
            let begun = Instant::now();
            issue::one(&place, &server, person).await?;
            done.push(begun.elapsed());
            person += PEOPLE_AT_ONCE;
        }
        Ok::<_, String>(done)
    });
    let mut times = Vec::new();
    for of_one in join_all(all).await {
        times.extend(of_one?);
    }
    let count = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX).max(1));
    let cpu = process::cpu(server.pid()).saturating_sub(cpu);
    Ok(Issues {
        per_second: count / begun.elapsed().as_secs_f64(),
        times: Times::of(times),
        cpu_us: cpu.as_secs_f64() * 1e6 / count,
    })
}

/// `people` ask within a minute; each waits for the told turn, looking at it as the page does.
pub(crate) async fn rush(people: u32) -> Result<Drain, String> {
    eprintln!("{people} people ask for a pass");
    let place = Place::with_budget(Alg::Es256, Budget::GRAPH).await?;
    seed::links(&place, u64::from(people)).await?;
    let server = place.start().await?;
    let begun = Instant::now();
    // A short rush keeps the rate of a long one.
    let rush = if people < 10_000 {
        RUSH * people / 10_000
    } else {
        RUSH
    };
    let all = (0..people).map(async |number| {
        tokio::time::sleep(rush * number / people).await;
        issue::one(&place, &server, number.into()).await
    });
    let issues = try_join_all(all).await?;
    let seen = place.graph.seen();
    Ok(Drain {
        people,
        drained_s: last(&issues, begun).as_secs_f64(),
        waited: Times::of(each(&issues, |issue| issue.done_at - issue.asked_at)),
        after_turn: Times::of(each(&issues, |issue| {
            issue.done_at.saturating_duration_since(issue.turn)
        })),
        most_ahead: issues
            .iter()
            .map(|issue| issue.ahead)
            .max()
            .unwrap_or_default(),
        turns_out_of_order: out_of_order(&issues),
        pushed_back: issues.iter().map(|issue| issue.pushed_back).sum(),
        put_off: issues.iter().filter(|issue| issue.put_off).count(),
        throttled: seen.throttled,
        early_writes: seen.early,
        under_way: seen.under_way,
        passes: seen.passes,
        most_live: seen.most_live,
    })
}

fn last(issues: &[Issue], begun: Instant) -> Duration {
    let last = issues.iter().map(|issue| issue.done_at).max();
    last.map_or(Duration::ZERO, |last| last - begun)
}

fn each(issues: &[Issue], time: impl Fn(&Issue) -> Duration) -> Vec<Duration> {
    issues.iter().map(time).collect()
}

/// People whose turn comes before that of somebody who had asked a second or more before them.
fn out_of_order(issues: &[Issue]) -> usize {
    let mut by_asking: Vec<_> = issues.iter().collect();
    by_asking.sort_unstable_by_key(|issue| issue.asked_at);
    let (mut latest, mut settled, mut count) = (None, 0, 0);
    for issue in &by_asking {
        while by_asking[settled].asked_at + Duration::from_secs(1) <= issue.asked_at {
            latest = latest.max(Some(by_asking[settled].turn));
            settled += 1;
        }
        count += usize::from(latest.is_some_and(|latest| issue.turn < latest));
    }
    count
}
