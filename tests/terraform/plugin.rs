//! The provider as a process: what it logs, and how it is attached to.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::world::{Outcome, World};

const BINARY: &str = env!("CARGO_BIN_EXE_terraform-provider-scalingo");

#[tokio::test]
async fn debug_log_lines_have_level_message_and_fields() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("TF_LOG", "debug");
    world.workspace.set("TF_LOG_PATH", "log.txt");
    world.one("my-app", "user1@example.com", "")?;
    world.apply().await?;
    let log = world.workspace.read("log.txt")?;
    let lines: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("provider.terraform-provider-scalingo: "))
        .filter(|line| line.contains("tf_rpc=ApplyResourceChange"))
        .collect();
    assert!(!lines.is_empty(), "{log}");
    for line in &lines {
        assert!(
            line.contains("[DEBUG]") || line.contains("[INFO]"),
            "{line}"
        );
        for field in [
            "tf_resource_type=scalingo_collaborator",
            "tf_req_id=",
            "tf_provider_addr=registry.terraform.io/scalingo/scalingo",
            "timestamp=",
        ] {
            assert!(line.contains(field), "{field}: {line}");
        }
    }
    assert!(
        lines
            .iter()
            .any(|line| line.contains("tf_req_duration_ms=")),
        "{lines:#?}"
    );
    Ok(())
}

#[tokio::test]
async fn whole_trace_log_holds_no_secret() -> Outcome {
    let mut world = World::new().await?;
    world.workspace.set("TF_LOG", "trace");
    world.workspace.set("TF_LOG_PATH", "log.txt");
    world.team(&["user1@example.com", "user2@example.com"])?;
    world.apply().await?;
    let mut secrets = invitation_links(&world)?;
    world.team_with(&["user1@example.com"], "limited = true")?;
    world.apply().await?;
    world.destroy().await?;
    let log = world.workspace.read("log.txt")?;
    assert!(log.contains("/v1/tokens/exchange"), "calls are logged");
    secrets.extend(world.emulator.bearers_issued());
    secrets.push(world.emulator.api_token().to_owned());
    assert!(
        secrets.len() > 4,
        "links, bearers, token: {}",
        secrets.len()
    );
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log");
    }
    Ok(())
}

/// The invitation links of `my-app`, without the address of the emulator.
fn invitation_links(world: &World) -> anyhow::Result<Vec<String>> {
    let people = world.emulator.collaborators("my-app")?;
    let token = |link: String| link.split('=').next_back().unwrap_or("").to_owned();
    let links: Vec<String> = people
        .into_iter()
        .map(|person| token(person.invitation_link))
        .collect();
    assert!(links.iter().all(|link| link.len() > 20), "{links:?}");
    Ok(links)
}

#[tokio::test]
async fn by_default_the_provider_is_silent() -> Outcome {
    let world = World::new().await?;
    world.one("my-app", "user1@example.com", "")?;
    let run = world.run(["apply", "-auto-approve"]).await?.success()?;
    assert_eq!(run.stderr, "");
    Ok(())
}

#[tokio::test]
async fn debug_mode_serves_plan_apply_and_plan_in_one_process() -> Outcome {
    let mut world = World::new().await?;
    let mut provider = Command::new(BINARY)
        .arg("--debug")
        .env("TMPDIR", world.workspace.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(provider.stdout.take().unwrap()).lines();
    let reattach = loop {
        let line = lines.next_line().await?.unwrap();
        if let Some((_, value)) = line.split_once("TF_REATTACH_PROVIDERS=") {
            break value.trim_matches('\'').to_owned();
        }
    };
    let source = r#""terraform.local/scalingo/scalingo""#;
    let attached = reattach.replace(r#""registry.terraform.io/scalingo/scalingo""#, source);
    world.workspace.set("TF_REATTACH_PROVIDERS", attached);
    let url = world.emulator.url();
    let token = world.emulator.api_token().to_owned();
    world.provider(&format!(
        "api_token = {token:?}\napi_url = {url:?}\nauth_api_url = {url:?}"
    ))?;
    world.one("my-app", "user1@example.com", "")?;
    world.plan().await?.expect_code(2)?;
    world.apply().await?;
    world.plan_is_empty().await?;
    assert!(provider.try_wait()?.is_none(), "it still serves");
    assert_eq!(world.people()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn started_by_hand_it_explains_itself() -> Outcome {
    let output = Command::new(BINARY).stdin(Stdio::null()).output().await?;
    let said = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(output.stdout.is_empty());
    Ok(())
}

#[tokio::test]
async fn version_and_debug_mode_take_one_dash_or_two() -> Outcome {
    for option in ["-version", "--version"] {
        let version = Command::new(BINARY).arg(option).output().await?;
        let said = String::from_utf8(version.stdout)?;
        assert_eq!(
            said.trim(),
            format!("terraform-provider-scalingo {}", env!("CARGO_PKG_VERSION"))
        );
    }
    let world = World::new().await?;
    for option in ["-debug", "--debug"] {
        let mut provider = Command::new(BINARY)
            .arg(option)
            .env("TMPDIR", world.workspace.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(provider.stdout.take().unwrap()).lines();
        let greeting = lines.next_line().await?.unwrap();
        assert!(greeting.starts_with("Serving until Ctrl-C."), "{greeting}");
    }
    Ok(())
}
