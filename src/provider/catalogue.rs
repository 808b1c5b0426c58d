//! Everything that Terraform can ask this provider for, by its name.

use plugin::Registry;

use crate::apps::{AppDataSource, AppList, AppResource};
use crate::collaborators::{
    CollaborationResource, CollaboratorList, CollaboratorResource, CollaboratorsDataSource,
    DatabaseCollaboratorList, DatabaseCollaboratorResource, DatabaseTeamList, DatabaseTeamResource,
    InvitationLink, InvitationResend, TeamList, TeamResource,
};
use crate::functions::{ImportIdFunction, NormalizeEmails};
use crate::session::cell::SessionCell;

const APP: &str = "scalingo_app";
const PERSON: &str = "scalingo_collaborator";
const COLLABORATION: &str = "scalingo_collaboration";
const TEAM: &str = "scalingo_collaborators";
const DATABASE_PERSON: &str = "scalingo_database_collaborator";
const INVITATION: &str = "scalingo_invitation";
const RESEND: &str = "scalingo_invitation_resend";
const DATABASE_TEAM: &str = "scalingo_database_collaborators";

/// Enters everything; it finds its session in `session`.
pub(super) fn register(registry: &mut Registry, session: &SessionCell) {
    resources(registry, session);
    list_resources(registry, session);
    registry.data_source(APP, AppDataSource::new(session.clone()));
    registry.data_source(TEAM, CollaboratorsDataSource::new(session.clone()));
    registry.ephemeral_resource(INVITATION, InvitationLink::new(session.clone()));
    registry.action(RESEND, InvitationResend::new(session.clone()));
    registry.function("normalize_emails", NormalizeEmails);
    registry.function("import_id", ImportIdFunction);
}

fn resources(registry: &mut Registry, session: &SessionCell) {
    registry.resource(APP, AppResource::new(session.clone()));
    registry.resource(PERSON, CollaboratorResource::new(session.clone()));
    registry.resource(TEAM, TeamResource::new(session.clone()));
    registry.resource(COLLABORATION, CollaborationResource::new(session.clone()));
    registry.resource(
        DATABASE_PERSON,
        DatabaseCollaboratorResource::new(session.clone()),
    );
    registry.resource(DATABASE_TEAM, DatabaseTeamResource::new(session.clone()));
}

fn list_resources(registry: &mut Registry, session: &SessionCell) {
    registry.list_resource(APP, AppList::new(session.clone()));
    registry.list_resource(PERSON, CollaboratorList::new(session.clone()));
    registry.list_resource(TEAM, TeamList::new(session.clone()));
    registry.list_resource(
        DATABASE_PERSON,
        DatabaseCollaboratorList::new(session.clone()),
    );
    registry.list_resource(DATABASE_TEAM, DatabaseTeamList::new(session.clone()));
}
