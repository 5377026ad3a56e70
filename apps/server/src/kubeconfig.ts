import { type SecretText } from '@porch/api';

/** A kubeconfig for the administrator, context namespace `default`. JSON strings are YAML, so nothing needs escaping. */
export function kubeconfig(server: string, authority: string | undefined, token: SecretText): string {
  const trust = authority ? `    certificate-authority-data: ${Buffer.from(authority).toString('base64')}\n` : '';
  return `apiVersion: v1
kind: Config
clusters:
- name: porch
  cluster:
    server: ${JSON.stringify(server)}
${trust}users:
- name: admin
  user:
    token: ${JSON.stringify(token.reveal())}
contexts:
- name: porch
  context:
    cluster: porch
    user: admin
    namespace: default
current-context: porch
`;
}
