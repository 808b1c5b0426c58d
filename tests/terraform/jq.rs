//! jq, for machines that have none.

use anyhow::{Context, anyhow};
use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};

/// What a program gives for one JSON text, with these variables in JSON: texts
/// as they are, as `jq --raw-output` prints them, everything else as JSON.
pub(crate) fn outputs(
    code: &str,
    variables: &[(&str, &str)],
    input: &str,
) -> anyhow::Result<Vec<String>> {
    let defs = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs());
    let funs = jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(defs).load(&arena, File { code, path: () });
    let modules = modules.map_err(|errors| anyhow!("{errors:?}"))?;
    let names = variables.iter().map(|(name, _)| *name);
    let compiler = Compiler::default().with_funs(funs).with_global_vars(names);
    let filter = compiler.compile(modules);
    let filter = filter.map_err(|errors| anyhow!("{errors:?}"))?;
    let values = variables.iter().map(|(_, json)| value(json));
    let values = values.collect::<anyhow::Result<Vec<Val>>>()?;
    let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new(values));
    let given = filter.id.run((context, value(input)?)).map(unwrap_valr);
    given
        .map(|output| text(output.map_err(|error| anyhow!("{error}"))?))
        .collect()
}

fn value(json: &str) -> anyhow::Result<Val> {
    read::parse_single(json.as_bytes())
        .map_err(|error| anyhow!("{error}"))
        .with_context(|| format!("no JSON: {json}"))
}

fn text(output: Val) -> anyhow::Result<String> {
    match output {
        Val::TStr(text) => Ok(String::from_utf8(text.to_vec())?),
        other => Ok(other.to_string()),
    }
}
