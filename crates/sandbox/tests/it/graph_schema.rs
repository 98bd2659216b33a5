//! Every answer of Graph against the facts of the v1.0 schema: names, types, nullability.

use serde_json::{Value, json};

use crate::client::{Bench, json_of};
use crate::directory::{Directory, POLICY, SAKURA, oid, passes};

fn facts() -> Value {
    serde_json::from_str(include_str!("graph_schema.json")).unwrap()
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "list" => value.is_array(),
        "int32" => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        "moment" => value.as_str().is_some_and(|text| {
            time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
                .is_ok()
        }),
        members => value
            .as_str()
            .is_some_and(|text| members.split('|').any(|member| member == text)),
    }
}

/// Each member is known by the schema and has its type; `whole` asks for every member of the table.
fn holds(shown: &Value, name: &str, whole: bool) {
    let facts = facts();
    let facts = facts[name].as_object().unwrap();
    let members = shown.as_object().unwrap();
    for (member, value) in members
        .iter()
        .filter(|(member, _)| !member.starts_with('@'))
    {
        let fact = facts
            .get(member)
            .unwrap_or_else(|| panic!("{name} has no {member}"));
        let nullable = fact[1].as_bool().unwrap();
        let right = if value.is_null() {
            nullable
        } else {
            fits(fact[0].as_str().unwrap(), value)
        };
        assert!(right, "{name}.{member}: {value}");
    }
    if whole {
        for member in facts.keys() {
            assert!(members.contains_key(member), "{name} lacks {member}");
        }
    }
}

#[tokio::test]
async fn a_user_holds() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let names: Vec<String> = facts()["user"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    for number in [
        "0123456789",
        "2000000016",
        "2000000017",
        "2000000029",
        "3000000031",
    ] {
        let path = format!("users/{}?$select={}", oid(number), names.join(","));
        holds(&graph.get(&path).await, "user", true);
    }
}

#[tokio::test]
async fn a_pass_holds_when_created_and_when_read() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let name = "temporaryAccessPassAuthenticationMethod";
    let created = graph.create(SAKURA, json!({ "isUsableOnce": true })).await;
    assert_eq!(created.status(), 201);
    let created = json_of(created).await;
    holds(&created, name, true);
    assert!(created["temporaryAccessPass"].as_str().unwrap().len() >= 8);
    let list = graph.get(&passes(SAKURA)).await;
    holds(&list["value"][0], name, true);
    let path = format!("{}/{}", passes(SAKURA), created["id"].as_str().unwrap());
    let read = graph.get(&path).await;
    holds(&read, name, true);
    for shown in [&list["value"][0], &read] {
        assert_eq!(
            shown["temporaryAccessPass"],
            Value::Null,
            "the value is told once"
        );
    }
}

#[tokio::test]
async fn the_policy_holds() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let change = json!({ "policy": { "exclude": ["2000000024"] } });
    assert_eq!(bench.control("graph", change).await.status(), 200);
    let policy = graph.get(POLICY).await;
    holds(
        &policy,
        "temporaryAccessPassAuthenticationMethodConfiguration",
        true,
    );
    let targets = policy["excludeTargets"].as_array().unwrap();
    assert_eq!(targets.len(), 2, "a group and the user named");
    for target in targets {
        holds(target, "excludeTarget", true);
    }
    for target in policy["includeTargets"].as_array().unwrap() {
        holds(target, "authenticationMethodTarget", true);
    }
}

#[tokio::test]
async fn every_kind_of_method_holds() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let many = oid("2000000024");
    graph.create(&many, json!({})).await;
    let methods = graph
        .get(&format!("users/{many}/authentication/methods"))
        .await;
    let methods = methods["value"].as_array().unwrap();
    let mut seen = Vec::new();
    for method in methods {
        let name = method["@odata.type"].as_str().unwrap();
        let name = name.strip_prefix("#microsoft.graph.").unwrap();
        holds(method, name, true);
        seen.push(name);
    }
    assert_eq!(methods.len(), 9, "{seen:?}");
    let phone = methods
        .iter()
        .find(|method| method["phoneType"] == "mobile")
        .unwrap();
    assert_eq!(phone["id"], "3179e48a-750b-4051-897c-87b9720928f7");
    assert_eq!(phone["phoneNumber"], "+81 XXXXXXXX00", "numbers are masked");
}

#[tokio::test]
async fn roles_show_who_is_privileged() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let of = async |number, which| {
        let path = format!(
            "users/{}/{which}/microsoft.graph.directoryRole",
            oid(number)
        );
        graph.get(&path).await["value"].clone()
    };
    assert_eq!(of("0123456789", "memberOf").await, json!([]));
    assert_eq!(of("0123456789", "transitiveMemberOf").await, json!([]));
    let by_group = of("3000000033", "memberOf").await;
    assert_eq!(by_group, json!([]), "a role of a group is not one's own");
    let by_group = of("3000000033", "transitiveMemberOf").await;
    let roles = of("3000000026", "memberOf").await;
    assert_eq!(of("3000000026", "transitiveMemberOf").await, roles);
    assert_eq!(by_group, roles);
    assert_eq!(roles[0]["displayName"], "User Administrator");
    assert_eq!(
        roles[0]["roleTemplateId"],
        "fe930be7-5e62-47db-91af-98c3a49a38b1"
    );
}
