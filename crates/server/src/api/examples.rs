//! What the document says beside shapes: an example of each body, from a ledger of the bundled samples, and how callers say who
//! they are. `examples.json` names a route by method and path; `tools/serve/examples.py` writes it anew.

use serde_json::Value;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi, RefOr, SecurityRequirement};

const EXAMPLES: &str = include_str!("examples.json");

/// Puts examples and ways to sign in into the document.
pub(crate) fn put(document: &mut OpenApi) {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    for (path, item) in &mut document.paths.paths {
        let methods =
            [("GET", &mut item.get), ("POST", &mut item.post), ("PUT", &mut item.put), ("DELETE", &mut item.delete)];
        for (method, operation) in methods {
            let Some(operation) = operation else { continue };
            let told = &examples[format!("{method} {path}")];
            if let (Some(RefOr::T(body)), example @ Value::Object(_)) = (&mut operation.request_body, &told["request"])
                && let Some(RefOr::T(content)) = body.content.get_mut("application/json")
            {
                content.example = Some(example.clone());
            }
            let given = operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with('2'));
            for (_, response) in given {
                let RefOr::T(response) = response else { continue };
                let content = response.content.get_mut("application/json");
                if let (Some(RefOr::T(content)), false) = (content, told["answer"].is_null()) {
                    content.example = Some(told["answer"].clone());
                }
            }
        }
    }
    let components = document.components.get_or_insert_default();
    let token = Http::builder()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token, as `chancery user token` or `POST /api/v1/tokens` makes them"))
        .build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    let told = "The cookie of a session, which `POST /api/v1/session` sets; what changes something carries the word `csrf` \
                of it in the header `x-csrf-token`";
    let session = ApiKeyValue::with_description("chancery_session", told);
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    // Without users, at this machine, nobody has to say who they are.
    let none: [String; 0] = [];
    document.security = Some(vec![
        SecurityRequirement::default(),
        SecurityRequirement::new("token", none.clone()),
        SecurityRequirement::new("session", none),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_example_names_a_path_of_the_machine_that_wrote_it() {
        let places = include_str!("examples.json").lines().filter(|line| line.contains("samples/"));
        let wrong: Vec<&str> = places.clone().filter(|line| !line.contains("\"samples/")).collect();
        assert!(wrong.is_empty() && places.count() > 3, "run tools/serve/examples.py: {wrong:?}");
    }

    #[test]
    fn every_body_in_json_has_an_example_with_what_its_shape_requires() {
        let document = serde_json::to_value(crate::routes::router().1).expect("JSON");
        let mut looked = 0;
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, told) in item.as_object().expect("methods") {
                let given = told["responses"].as_object().expect("answers").iter();
                let given = given.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer);
                for body in given.chain([&told["requestBody"]]) {
                    let Some(json) = body["content"].get("application/json") else { continue };
                    if path == "/api/v1/openapi.json" {
                        continue;
                    }
                    let example = &json["example"];
                    assert!(!example.is_null(), "{method} {path} has no example: run tools/serve/examples.py");
                    let one = if example.is_array() { &example[0] } else { example };
                    let shape = json["schema"]["items"]["$ref"].as_str().or(json["schema"]["$ref"].as_str());
                    let Some(shape) = shape.and_then(|to| document.pointer(to.trim_start_matches('#'))) else {
                        continue;
                    };
                    for field in shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                        assert!(one.get(field).is_some(), "{method} {path}: the example has no {field}: {one}");
                    }
                    looked += 1;
                }
            }
        }
        assert!(looked > 20, "{looked}");
        assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    }
}
