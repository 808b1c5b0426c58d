//! Detached signatures by gpg, in the form the registry takes: binary, by an
//! RSA or DSA key.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use tokio::process::Command;

/// The numbers of RSA and DSA, as RFC 9580 lists them.
const TAKEN_BY_THE_REGISTRY: [&str; 2] = ["1", "17"];

/// A gpg keyring.
#[derive(Debug)]
pub(super) struct Keyring {
    /// Its folder; none for the user's own.
    folder: Option<PathBuf>,
}

impl Keyring {
    /// The keyring gpg uses by itself.
    pub(super) fn of_user() -> Self {
        Self { folder: None }
    }

    /// A keyring in a folder that only its owner may enter.
    pub(super) fn of_folder(folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()),
        }
    }

    /// Writes the signature of `file` beside it, as `.sig`, and checks it.
    pub(super) async fn sign(&self, file: &Path, key: &str) -> anyhow::Result<()> {
        self.refuse_other_algorithms(key).await?;
        let mut gpg = self.command("gpg");
        gpg.args(["--yes", "--local-user", key, "--output"])
            .arg(signature_of(file))
            .arg("--detach-sign")
            .arg(file);
        run(gpg).await?;
        self.verify(file).await
    }

    /// Whether the signature beside `file` is good.
    pub(super) async fn verify(&self, file: &Path) -> anyhow::Result<()> {
        let mut gpg = self.command("gpg");
        gpg.arg("--verify").arg(signature_of(file)).arg(file);
        run(gpg).await.map(drop)
    }

    /// Makes an RSA key without a passphrase that lasts a day.
    pub(super) async fn make_key(&self, owner: &str) -> anyhow::Result<()> {
        let mut gpg = self.command("gpg");
        gpg.args(["--passphrase", "", "--quick-generate-key", owner])
            .args(["rsa3072", "sign", "1d"]);
        run(gpg).await.map(drop)
    }

    /// Ends the agent that gpg has started for this keyring.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        let mut gpgconf = Command::new("gpgconf");
        self.point(&mut gpgconf);
        gpgconf.args(["--kill", "gpg-agent"]);
        run(gpgconf).await.map(drop)
    }

    async fn refuse_other_algorithms(&self, key: &str) -> anyhow::Result<()> {
        let mut gpg = self.command("gpg");
        gpg.args(["--with-colons", "--list-secret-keys", key]);
        let listing = run(gpg).await?;
        let algorithm = listing
            .lines()
            .find_map(|line| line.strip_prefix("sec:")?.split(':').nth(2))
            .with_context(|| format!("there is no secret key {key}"))?;
        ensure!(
            TAKEN_BY_THE_REGISTRY.contains(&algorithm),
            "the registry takes signatures by RSA and DSA keys only, and {key} is another kind"
        );
        Ok(())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        self.point(&mut command);
        command.arg("--batch");
        command
    }

    fn point(&self, command: &mut Command) {
        command.kill_on_drop(true);
        if let Some(folder) = &self.folder {
            command.env("GNUPGHOME", folder);
        }
    }
}

fn signature_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sig");
    name.into()
}

/// Like `project::output`, but what gpg says is shown only when it fails.
async fn run(mut command: Command) -> anyhow::Result<String> {
    let output = command
        .output()
        .await
        .context("this needs gpg (GnuPG 2.1 or newer) on the PATH")?;
    ensure!(
        output.status.success(),
        "gpg failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    String::from_utf8(output.stdout).context("gpg printed no text")
}
