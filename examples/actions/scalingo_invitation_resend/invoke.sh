terraform apply -auto-approve -invoke=action.scalingo_invitation_resend.two
