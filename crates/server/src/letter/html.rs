//! A mail as HTML: inline styles, no pictures, nothing fetched from anywhere. Colours are left to
//! the reader's own light or dark scheme, but for the lines and the one button.

use std::fmt::Write;

use ident_wire::Both;

use super::story::Story;
use crate::config::Config;

const BODY: &str = "margin:0;padding:24px 16px;font-family:sans-serif;font-size:16px;\
                    line-height:1.7";
const PAGE: &str = "max-width:36em;margin:0 auto";
const HEADING: &str = "font-size:20px;line-height:1.4;margin:0 0 16px";
const CODE: &str = "font-family:monospace;font-size:28px;letter-spacing:4px;margin:16px 0";
const TABLE: &str = "border-collapse:collapse;margin:16px 0";
const NAME: &str = "text-align:left;vertical-align:top;font-weight:normal;padding:4px 16px 4px 0;\
                    border-bottom:1px solid #8a8a8a";
const FACT: &str = "vertical-align:top;padding:4px 0;border-bottom:1px solid #8a8a8a;\
                    overflow-wrap:anywhere";
const BUTTON: &str = "display:inline-block;padding:10px 20px;border-radius:6px;\
                      background-color:#1a5fb4;color:#ffffff;text-decoration:none";
const ADDRESS: &str = "font-size:14px;overflow-wrap:anywhere";
const FOOT: &str = "font-size:14px;margin:24px 0 0;white-space:pre-line;overflow-wrap:anywhere";
const RULE: &str = "border:0;border-top:1px solid #8a8a8a;margin:32px 0";

pub(super) fn text(story: &Story, foot: &Both, config: &Config) -> String {
    let service = &config.texts.service_name;
    let ja = part(story, &service.ja, &foot.ja, |both| &both.ja);
    let en = part(story, &service.en, &foot.en, |both| &both.en);
    format!(
        "<!doctype html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\
         <body style=\"{BODY}\"><div style=\"{PAGE}\">\n{ja}<hr style=\"{RULE}\">\n\
         <div lang=\"en\">\n{en}</div>\n</div></body></html>\n",
        escaped(&story.title.ja)
    )
}

/// Writing to a string cannot fail.
fn part(story: &Story, service: &str, foot: &str, of: fn(&Both) -> &str) -> String {
    let mut html = format!(
        "<h1 style=\"{HEADING}\">{}</h1>\n<p>{}</p>\n",
        escaped(of(&story.title)),
        escaped(of(&story.lead))
    );
    if let Some(code) = &story.code {
        let _ = writeln!(html, "<p style=\"{CODE}\">{}</p>", escaped(code));
    }
    let _ = writeln!(html, "<table style=\"{TABLE}\">");
    for (name, fact) in &story.facts {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\" style=\"{NAME}\">{}</th><td style=\"{FACT}\">{}</td></tr>",
            escaped(of(name)),
            escaped(of(fact))
        );
    }
    html.push_str("</table>\n");
    for advice in &story.advice {
        let _ = writeln!(html, "<p>{}</p>", escaped(of(advice)));
    }
    if let Some((title, url)) = &story.link {
        let (title, url) = (escaped(of(title)), escaped(url));
        let _ = writeln!(
            html,
            "<p><a href=\"{url}\" style=\"{BUTTON}\">{title}</a></p>\n\
             <p style=\"{ADDRESS}\">{url}</p>"
        );
    }
    let foot = escaped(foot.trim_end());
    let _ = writeln!(html, "<p style=\"{FOOT}\">{foot}\n{}</p>", escaped(service));
    html
}

/// Text as content or attribute of an element.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
        out
    })
}
