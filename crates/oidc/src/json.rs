//! JSON read strictly: what two parsers could read differently is refused (R-36, R-42).
//!
//! Refused: duplicate keys, nesting deeper than [`MAX_DEPTH`], numbers outside the range of their
//! type, text that is not UTF-8, anything after the end.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep an answer may be nested.
pub(crate) const MAX_DEPTH: usize = 16;

/// A JSON object without duplicate keys.
pub(crate) type Object = Map<String, Value>;

/// A member is there and has another type than agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongType;

/// Reads one object; `None` for anything else.
pub(crate) fn parse_object(bytes: &[u8]) -> Option<Object> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// A text member; `null` is a wrong type, not an absence.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> Result<Option<&'a str>, WrongType> {
    object
        .get(name)
        .map(|value| value.as_str().ok_or(WrongType))
        .transpose()
}

/// A whole number.
pub(crate) fn integer(object: &Object, name: &str) -> Result<Option<i64>, WrongType> {
    object
        .get(name)
        .map(|value| value.as_i64().ok_or(WrongType))
        .transpose()
}

/// A text or a list of texts, as a list.
pub(crate) fn texts<'a>(object: &'a Object, name: &str) -> Result<Option<Vec<&'a str>>, WrongType> {
    match object.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(vec![text])),
        Some(Value::Array(list)) => list
            .iter()
            .map(|value| value.as_str().ok_or(WrongType))
            .collect::<Result<_, _>>()
            .map(Some),
        Some(_) => Err(WrongType),
    }
}

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            Err(E::custom("too deep"))
        } else {
            Ok(Self { depth })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON without duplicate keys")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inner)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate key"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r42_what_two_parsers_could_read_differently_is_refused() {
        for hostile in [
            r#"{"sub":"a","sub":"b"}"#,
            r#"{"sub":"a","\u0073ub":"b"}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":[{"b":1,"b":2}]}"#,
            r#"{"exp":1e309}"#,
            r#"{"exp":-1e309}"#,
            r#"{"exp":NaN}"#,
            r#"{"a":1}x"#,
            r#"{"a":1}{}"#,
            r#"{"a":1,}"#,
            r#"{"a":"\ud800"}"#,
            "[]",
            "1",
            "null",
            "",
        ] {
            assert!(parse_object(hostile.as_bytes()).is_none(), "{hostile}");
        }
        assert!(
            parse_object(b"{\"a\":\"\xff\"}").is_none(),
            "text that is not UTF-8"
        );
        assert!(
            parse_object(b"\xef\xbb\xbf{}").is_none(),
            "a byte order mark"
        );
    }

    #[test]
    fn a31_depth_is_bounded() {
        let nested =
            |depth: usize| format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse_object(nested(MAX_DEPTH - 1).as_bytes()).is_some());
        assert!(parse_object(nested(MAX_DEPTH).as_bytes()).is_none());
        assert!(parse_object("{\"a\":".repeat(100_000).as_bytes()).is_none());
    }

    #[test]
    fn r36_types_are_not_converted() {
        let object = parse_object(br#"{"t":"1","n":1,"f":1.5,"z":null,"l":["a"],"m":["a",1]}"#)
            .expect("JSON");
        assert_eq!(text(&object, "t"), Ok(Some("1")));
        assert_eq!(text(&object, "n"), Err(WrongType));
        assert_eq!(text(&object, "z"), Err(WrongType));
        assert_eq!(text(&object, "absent"), Ok(None));
        assert_eq!(integer(&object, "n"), Ok(Some(1)));
        assert_eq!(integer(&object, "t"), Err(WrongType));
        assert_eq!(integer(&object, "f"), Err(WrongType));
        assert_eq!(texts(&object, "l"), Ok(Some(vec!["a"])));
        assert_eq!(texts(&object, "t"), Ok(Some(vec!["1"])));
        assert_eq!(texts(&object, "m"), Err(WrongType));
    }
}
