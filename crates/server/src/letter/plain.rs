//! The plain text of a mail.

use ident_wire::Both;

use super::story::Story;
use crate::config::Config;

/// Between the two languages.
const RULE: &str = "----------------------------------------";

pub(super) fn text(story: &Story, foot: &Both, config: &Config) -> String {
    let service = &config.texts.service_name;
    let ja = part(story, "：", &service.ja, &foot.ja, |both| &both.ja);
    let en = part(story, ": ", &service.en, &foot.en, |both| &both.en);
    format!("{ja}\n{RULE}\n\n{en}")
}

fn part(story: &Story, colon: &str, service: &str, foot: &str, of: fn(&Both) -> &str) -> String {
    let mut blocks = vec![of(&story.title).to_owned(), of(&story.lead).to_owned()];
    blocks.extend(story.code.as_ref().map(|code| format!("    {code}")));
    let facts = story
        .facts
        .iter()
        .map(|(name, fact)| format!("{}{colon}{}", of(name), of(fact)));
    blocks.push(facts.collect::<Vec<_>>().join("\n"));
    blocks.extend(story.advice.iter().map(|advice| of(advice).to_owned()));
    let link = story.link.as_ref();
    blocks.extend(link.map(|(title, url)| format!("{}\n{url}", of(title))));
    blocks.push(format!("{}\n{service}", foot.trim_end()));
    blocks.join("\n\n") + "\n"
}
