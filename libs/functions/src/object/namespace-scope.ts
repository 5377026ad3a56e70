import { type YamlNode } from '@porch/krm';
import { apiVersionOf, kindOf, namespaceOf } from './krm-object';

/** Kubernetes 1.21's built-in kinds by apiVersion: those that live in a namespace, and those that do not. */
const KINDS: readonly (readonly [apiVersions: string, namespaced: string, cluster: string])[] = [
  [
    'v1',
    'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodAttachOptions PodExecOptions PodPortForwardOptions ' +
      'PodProxyOptions PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount ServiceProxyOptions',
    'ComponentStatus Namespace Node NodeProxyOptions PersistentVolume',
  ],
  ['apps/v1', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet', ''],
  ['autoscaling/v1', 'HorizontalPodAutoscaler Scale', ''],
  ['autoscaling/v2beta1 autoscaling/v2beta2', 'HorizontalPodAutoscaler', ''],
  ['batch/v1', 'CronJob Job', ''],
  ['batch/v1beta1', 'CronJob', ''],
  ['coordination.k8s.io/v1 coordination.k8s.io/v1beta1', 'Lease', ''],
  ['discovery.k8s.io/v1 discovery.k8s.io/v1beta1', 'EndpointSlice', ''],
  ['events.k8s.io/v1 events.k8s.io/v1beta1', 'Event', ''],
  ['extensions/v1beta1', 'Ingress', ''],
  ['networking.k8s.io/v1', 'Ingress NetworkPolicy', 'IngressClass'],
  ['networking.k8s.io/v1beta1', 'Ingress', 'IngressClass'],
  ['policy/v1', 'PodDisruptionBudget', ''],
  ['policy/v1beta1', 'PodDisruptionBudget', 'PodSecurityPolicy'],
  [
    'rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1',
    'Role RoleBinding',
    'ClusterRole ClusterRoleBinding',
  ],
  [
    'admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1',
    '',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  ],
  ['apiextensions.k8s.io/v1 apiextensions.k8s.io/v1beta1', '', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io/v1 apiregistration.k8s.io/v1beta1', '', 'APIService'],
  ['certificates.k8s.io/v1 certificates.k8s.io/v1beta1', '', 'CertificateSigningRequest'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', '', 'FlowSchema PriorityLevelConfiguration'],
  ['node.k8s.io/v1 node.k8s.io/v1beta1', '', 'RuntimeClass'],
  ['scheduling.k8s.io/v1 scheduling.k8s.io/v1beta1', '', 'PriorityClass'],
  ['storage.k8s.io/v1', '', 'CSIDriver CSINode StorageClass VolumeAttachment'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'CSIDriver CSINode StorageClass VolumeAttachment'],
];

const scopes = new Map<string, boolean>();
for (const [apiVersions, namespaced, cluster] of KINDS) {
  for (const apiVersion of apiVersions.split(' ')) {
    for (const kind of namespaced.split(' ')) if (kind !== '') scopes.set(`${apiVersion} ${kind}`, true);
    for (const kind of cluster.split(' ')) if (kind !== '') scopes.set(`${apiVersion} ${kind}`, false);
  }
}

/** Whether a built-in kind lives in a namespace; undefined for kinds that are not built in. */
export function builtInScope(apiVersion: string, kind: string): boolean | undefined {
  return scopes.get(`${apiVersion} ${kind}`);
}

/** The Go SDK's rule: built-in kinds by table, any other object when it says a namespace itself. */
export function isNamespaceScoped(object: YamlNode): boolean {
  return builtInScope(apiVersionOf(object), kindOf(object)) ?? namespaceOf(object) !== '';
}
