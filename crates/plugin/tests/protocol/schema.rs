//! `GetMetadata`, `GetProviderSchema`, `GetFunctions`, and calls not offered.

use tonic::Code;

use super::support::{Tested, client};
use plugin::protocol as wire;
use plugin::protocol::schema::object::NestingMode;
use plugin::protocol::schema::{Attribute, Block};

async fn schemas() -> Result<wire::GetProviderSchemaResponse, tonic::Status> {
    let request = wire::GetProviderSchemaRequest {};
    Ok(client().get_provider_schema(request).await?.into_inner())
}

async fn note_block() -> Result<Block, Box<dyn std::error::Error>> {
    let mut schemas = schemas().await?.resource_schemas;
    let note = schemas.remove("toy_note").ok_or("no toy_note")?;
    assert_eq!(note.version, 1);
    Ok(note.block.ok_or("no block")?)
}

fn attribute<'a>(block: &'a Block, name: &str) -> Result<&'a Attribute, String> {
    let mut attributes = block.attributes.iter();
    attributes
        .find(|attribute| attribute.name == name)
        .ok_or_else(|| format!("no attribute {name}"))
}

#[tokio::test]
async fn schema_tells_what_the_server_can() -> Tested {
    let schemas = schemas().await?;
    let capabilities = schemas.server_capabilities.ok_or("no capabilities")?;
    assert!(capabilities.plan_destroy && capabilities.get_provider_schema_optional);
    assert!(capabilities.generate_resource_config && !capabilities.move_resource_state);
    assert!(schemas.diagnostics.is_empty());
    assert!(
        schemas
            .provider
            .is_some_and(|provider| provider.block.is_some())
    );
    Ok(())
}

#[tokio::test]
async fn attributes_are_sorted_by_name() -> Tested {
    let block = note_block().await?;
    let names: Vec<_> = block.attributes.iter().map(|a| a.name.as_str()).collect();
    let expected = [
        "id", "links", "parts", "secret", "size", "tags", "text", "weight",
    ];
    assert_eq!(names, expected);
    Ok(())
}

#[tokio::test]
async fn attribute_carries_its_constraint_and_type() -> Tested {
    let block = note_block().await?;
    let text = attribute(&block, "text")?;
    assert_eq!(
        (text.required, text.optional, text.computed),
        (true, false, false)
    );
    let size = attribute(&block, "size")?;
    assert_eq!(
        (size.required, size.optional, size.computed),
        (false, true, true)
    );
    let tags = attribute(&block, "tags")?;
    assert_eq!(tags.r#type, br#"["map","string"]"#);
    Ok(())
}

#[tokio::test]
async fn only_write_only_attribute_is_marked_so() -> Tested {
    let block = note_block().await?;
    let marked = block.attributes.iter().filter(|a| a.write_only);
    let names: Vec<_> = marked.map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["secret"]);
    Ok(())
}

#[tokio::test]
async fn every_kind_of_offer_has_its_schema() -> Tested {
    let schemas = schemas().await?;
    let whisper = schemas.ephemeral_resource_schemas.get("toy_whisper");
    let block = whisper.and_then(|schema| schema.block.as_ref());
    let heard = attribute(block.ok_or("no toy_whisper")?, "heard")?;
    assert!(heard.computed && !heard.write_only);
    let ring = schemas.action_schemas.get("toy_ring");
    let block = ring.and_then(|action| action.schema.as_ref()?.block.as_ref());
    let block = block.ok_or("no toy_ring")?;
    assert!(attribute(block, "secret")?.write_only);
    assert!(!attribute(block, "times")?.write_only);
    assert!(schemas.list_resource_schemas.contains_key("toy_note"));
    assert!(schemas.data_source_schemas.contains_key("toy_echo"));
    Ok(())
}

#[tokio::test]
async fn nested_attribute_has_a_nested_type_and_no_other() -> Tested {
    let block = note_block().await?;
    let parts = attribute(&block, "parts")?;
    assert!(parts.r#type.is_empty());
    let nested = parts.nested_type.as_ref().ok_or("no nested type")?;
    assert_eq!(nested.nesting(), NestingMode::List);
    let names: Vec<_> = nested.attributes.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["checksum", "name"]);
    let links = attribute(&block, "links")?.nested_type.as_ref();
    assert_eq!(
        links.map(wire::schema::Object::nesting),
        Some(NestingMode::Set)
    );
    Ok(())
}

#[tokio::test]
async fn functions_are_told_with_and_without_the_schema() -> Tested {
    let request = wire::GetFunctionsRequest {};
    let functions = client()
        .get_functions(request)
        .await?
        .into_inner()
        .functions;
    assert_eq!(functions, schemas().await?.functions);
    let join = functions.get("join").ok_or("no join")?;
    let types: Vec<_> = join
        .parameters
        .iter()
        .map(|p| p.r#type.as_slice())
        .collect();
    assert_eq!(types, [&br#""string""#[..], br#"["list","string"]"#]);
    Ok(())
}

#[tokio::test]
async fn metadata_names_everything() -> Tested {
    let request = wire::GetMetadataRequest {};
    let metadata = client().get_metadata(request).await?.into_inner();
    let names = |types: Vec<wire::TypeMetadata>| {
        let names = types.into_iter().map(|metadata| metadata.type_name);
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(metadata.resources), ["toy_note"]);
    assert_eq!(names(metadata.data_sources), ["toy_echo"]);
    assert_eq!(names(metadata.list_resources), ["toy_note"]);
    assert_eq!(names(metadata.ephemeral_resources), ["toy_whisper"]);
    assert_eq!(names(metadata.actions), ["toy_ring"]);
    let functions: Vec<_> = metadata.functions.into_iter().map(|f| f.name).collect();
    assert_eq!(functions, ["join"]);
    Ok(())
}

#[tokio::test]
async fn call_not_offered_is_unimplemented() {
    let request = wire::MoveResourceStateRequest::default();
    let moved = client().move_resource_state(request).await;
    assert_eq!(moved.map_err(|s| s.code()).err(), Some(Code::Unimplemented));
}
