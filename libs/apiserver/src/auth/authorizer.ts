import { PorchError, type ResourceName } from '@porch/api';
import { type UserInfo } from '@porch/repository';
import { type PolicyRule } from './policy-rule';

/** What a request wants to do. */
export type AuthorizationAttributes =
  | {
      readonly user: UserInfo;
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string | undefined;
      readonly namespace: string | undefined;
      readonly name: string | undefined;
    }
  | { readonly user: UserInfo; readonly verb: string; readonly path: string };

export interface AuthorizationDecision {
  readonly allowed: boolean;
  readonly reason?: string;
}

/** Decides who may do what. */
export interface Authorizer {
  authorize(attributes: AuthorizationAttributes): Promise<AuthorizationDecision>;
  /** What a user may do in a namespace, or outside of any, where that can be listed. */
  rulesFor?(user: UserInfo, namespace: string | undefined): Promise<readonly PolicyRule[]>;
}

/** The refusal, in Kubernetes' words. */
export function forbiddenRequest(attributes: AuthorizationAttributes, reason?: string): PorchError {
  const { user, verb } = attributes;
  const because = reason === undefined ? '' : `: ${reason}`;
  if ('path' in attributes) {
    return new PorchError(
      'Forbidden',
      `forbidden: User "${user.name}" cannot ${verb} path "${attributes.path}"${because}`,
      {
        details: {},
      },
    );
  }
  const { group, resource, subresource, namespace, name } = attributes;
  const resourceName: ResourceName = group === '' ? resource : `${resource}.${group}`;
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = name === undefined ? resourceName : `${resourceName} "${name}"`;
  return new PorchError(
    'Forbidden',
    `${subject} is forbidden: User "${user.name}" cannot ${verb} resource "${full}" in API group "${group}" ${where}${because}`,
    { details: { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource } },
  );
}
