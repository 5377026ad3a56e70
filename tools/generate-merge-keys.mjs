// Writes libs/krm/src/schema/kubernetes-definitions.ts: the part of the Kubernetes 1.21 OpenAPI document that decides
// how lists are merged. The patch strategies and keys come from the data file given (default: the conformance
// material); which definition sits in which field of another is listed here, since the data file has no references.
//
//   node tools/generate-merge-keys.mjs [path/to/k8s-1.21-merge-keys.json]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const source =
  process.argv[2] ??
  fileURLToPath(new URL('../../shared/conformance/schema/k8s-1.21-merge-keys.json', import.meta.url));
const target = fileURLToPath(new URL('../libs/krm/src/schema/kubernetes-definitions.ts', import.meta.url));

const core = 'io.k8s.api.core.v1';
const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const podTemplateSpec = `${core}.PodTemplateSpec`;

/** Definition package → API version → kinds that Kubernetes 1.21 serves. */
const kindsByPackage = {
  [core]: {
    v1: 'Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  },
  'io.k8s.api.admissionregistration.v1': {
    'admissionregistration.k8s.io/v1': 'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  },
  'io.k8s.api.admissionregistration.v1beta1': {
    'admissionregistration.k8s.io/v1beta1': 'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  },
  'io.k8s.api.apiserverinternal.v1alpha1': { 'internal.apiserver.k8s.io/v1alpha1': 'StorageVersion' },
  'io.k8s.api.apps.v1': { 'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet' },
  'io.k8s.api.authentication.v1': { 'authentication.k8s.io/v1': 'TokenRequest TokenReview' },
  'io.k8s.api.authentication.v1beta1': { 'authentication.k8s.io/v1beta1': 'TokenReview' },
  'io.k8s.api.authorization.v1': {
    'authorization.k8s.io/v1':
      'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  },
  'io.k8s.api.authorization.v1beta1': {
    'authorization.k8s.io/v1beta1':
      'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  },
  'io.k8s.api.autoscaling.v1': { 'autoscaling/v1': 'HorizontalPodAutoscaler Scale' },
  'io.k8s.api.autoscaling.v2beta1': { 'autoscaling/v2beta1': 'HorizontalPodAutoscaler' },
  'io.k8s.api.autoscaling.v2beta2': { 'autoscaling/v2beta2': 'HorizontalPodAutoscaler' },
  'io.k8s.api.batch.v1': { 'batch/v1': 'CronJob Job' },
  'io.k8s.api.batch.v1beta1': { 'batch/v1beta1': 'CronJob' },
  'io.k8s.api.certificates.v1': { 'certificates.k8s.io/v1': 'CertificateSigningRequest' },
  'io.k8s.api.certificates.v1beta1': { 'certificates.k8s.io/v1beta1': 'CertificateSigningRequest' },
  'io.k8s.api.coordination.v1': { 'coordination.k8s.io/v1': 'Lease' },
  'io.k8s.api.coordination.v1beta1': { 'coordination.k8s.io/v1beta1': 'Lease' },
  'io.k8s.api.discovery.v1': { 'discovery.k8s.io/v1': 'EndpointSlice' },
  'io.k8s.api.discovery.v1beta1': { 'discovery.k8s.io/v1beta1': 'EndpointSlice' },
  'io.k8s.api.events.v1': { 'events.k8s.io/v1': 'Event' },
  'io.k8s.api.events.v1beta1': { 'events.k8s.io/v1beta1': 'Event' },
  'io.k8s.api.extensions.v1beta1': { 'extensions/v1beta1': 'Ingress' },
  'io.k8s.api.flowcontrol.v1beta1': { 'flowcontrol.apiserver.k8s.io/v1beta1': 'FlowSchema PriorityLevelConfiguration' },
  'io.k8s.api.networking.v1': { 'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy' },
  'io.k8s.api.networking.v1beta1': { 'networking.k8s.io/v1beta1': 'Ingress IngressClass' },
  'io.k8s.api.node.v1': { 'node.k8s.io/v1': 'RuntimeClass' },
  'io.k8s.api.node.v1alpha1': { 'node.k8s.io/v1alpha1': 'RuntimeClass' },
  'io.k8s.api.node.v1beta1': { 'node.k8s.io/v1beta1': 'RuntimeClass' },
  'io.k8s.api.policy.v1': { 'policy/v1': 'Eviction PodDisruptionBudget' },
  'io.k8s.api.policy.v1beta1': { 'policy/v1beta1': 'Eviction PodDisruptionBudget PodSecurityPolicy' },
  'io.k8s.api.rbac.v1': { 'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding' },
  'io.k8s.api.rbac.v1alpha1': {
    'rbac.authorization.k8s.io/v1alpha1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  },
  'io.k8s.api.rbac.v1beta1': { 'rbac.authorization.k8s.io/v1beta1': 'ClusterRole ClusterRoleBinding Role RoleBinding' },
  'io.k8s.api.scheduling.v1': { 'scheduling.k8s.io/v1': 'PriorityClass' },
  'io.k8s.api.scheduling.v1alpha1': { 'scheduling.k8s.io/v1alpha1': 'PriorityClass' },
  'io.k8s.api.scheduling.v1beta1': { 'scheduling.k8s.io/v1beta1': 'PriorityClass' },
  'io.k8s.api.storage.v1': { 'storage.k8s.io/v1': 'CSIDriver CSINode StorageClass VolumeAttachment' },
  'io.k8s.api.storage.v1alpha1': { 'storage.k8s.io/v1alpha1': 'CSIStorageCapacity VolumeAttachment' },
  'io.k8s.api.storage.v1beta1': {
    'storage.k8s.io/v1beta1': 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment',
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1': { 'apiextensions.k8s.io/v1': 'CustomResourceDefinition' },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1': {
    'apiextensions.k8s.io/v1beta1': 'CustomResourceDefinition',
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1': { 'apiregistration.k8s.io/v1': 'APIService' },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1': { 'apiregistration.k8s.io/v1beta1': 'APIService' },
};

/** Definition → field → definition found there; only paths that lead to a merge key matter. */
const references = {
  [podTemplateSpec]: { metadata: objectMeta, spec: `${core}.PodSpec` },
  [`${core}.PodTemplate`]: { template: podTemplateSpec },
  [`${core}.ReplicationControllerSpec`]: { template: podTemplateSpec },
  'io.k8s.api.apps.v1.DaemonSetSpec': { template: podTemplateSpec },
  'io.k8s.api.apps.v1.DeploymentSpec': { template: podTemplateSpec },
  'io.k8s.api.apps.v1.ReplicaSetSpec': { template: podTemplateSpec },
  'io.k8s.api.apps.v1.StatefulSetSpec': { template: podTemplateSpec },
  'io.k8s.api.batch.v1.JobSpec': { template: podTemplateSpec },
  'io.k8s.api.batch.v1.JobTemplateSpec': { metadata: objectMeta, spec: 'io.k8s.api.batch.v1.JobSpec' },
  'io.k8s.api.batch.v1.CronJobSpec': { jobTemplate: 'io.k8s.api.batch.v1.JobTemplateSpec' },
  'io.k8s.api.batch.v1beta1.JobTemplateSpec': { metadata: objectMeta, spec: 'io.k8s.api.batch.v1.JobSpec' },
  'io.k8s.api.batch.v1beta1.CronJobSpec': { jobTemplate: 'io.k8s.api.batch.v1beta1.JobTemplateSpec' },
};

/** Definition → list field → definition of its elements. */
const elements = {
  [`${core}.PodSpec`]: {
    containers: `${core}.Container`,
    initContainers: `${core}.Container`,
    ephemeralContainers: `${core}.EphemeralContainer`,
  },
  'io.k8s.api.apps.v1.StatefulSetSpec': { volumeClaimTemplates: `${core}.PersistentVolumeClaim` },
};

const mergeKeys = JSON.parse(readFileSync(source, 'utf8'));
const definitions = {};
const kinds = {};

const reference = (name) => ({ $ref: `#/definitions/${name}` });
const properties = (name) => (definitions[name] ??= { properties: {} }).properties;

for (const [name, fields] of Object.entries(mergeKeys)) {
  for (const [field, key] of Object.entries(fields)) {
    if (key.type !== 'array') continue;
    properties(name)[field] = {
      type: 'array',
      ...(key.strategy && { 'x-kubernetes-patch-strategy': key.strategy }),
      ...(key.mergeKey && { 'x-kubernetes-patch-merge-key': key.mergeKey }),
      ...(key.mapKeys && { 'x-kubernetes-list-map-keys': key.mapKeys }),
    };
  }
}
for (const [name, fields] of Object.entries(references)) {
  for (const [field, definition] of Object.entries(fields)) properties(name)[field] = reference(definition);
}
for (const [name, fields] of Object.entries(elements)) {
  for (const [field, definition] of Object.entries(fields)) {
    properties(name)[field] = { type: 'array', ...properties(name)[field], items: reference(definition) };
  }
}
const withOwnFields = new Set(Object.keys(definitions));
for (const [definitionPackage, versions] of Object.entries(kindsByPackage)) {
  for (const [apiVersion, names] of Object.entries(versions)) {
    for (const kind of names.split(' ')) {
      const name = `${definitionPackage}.${kind}`;
      properties(name).metadata = reference(objectMeta);
      for (const part of ['Spec', 'Status']) {
        if (withOwnFields.has(name + part)) properties(name)[part.toLowerCase()] = reference(name + part);
      }
      kinds[`${apiVersion}/${kind}`] = name;
    }
  }
}

// kyaml knows kustomize's own file, too.
const kustomization = 'io.k8s.api.apps.v1.Kustomization';
for (const field of ['configMapGenerator', 'secretGenerator']) {
  properties(kustomization)[field] = {
    type: 'array',
    'x-kubernetes-patch-strategy': 'merge',
    'x-kubernetes-patch-merge-key': 'name',
  };
}
kinds['kustomize.config.k8s.io/v1beta1/Kustomization'] = kustomization;

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const text = `// Written by tools/generate-merge-keys.mjs from the Kubernetes 1.21 OpenAPI document; do not edit.
import type { OpenApiSchema } from './openapi-schema';

/** Definitions that hold, or lead to, a list with a patch strategy. Fields not named are plain. */
export const kubernetesDefinitions: Readonly<Record<string, OpenApiSchema>> = ${JSON.stringify(sorted(definitions))};

/** \`apiVersion/kind\` of each resource type → its definition. */
export const kubernetesKinds: Readonly<Record<string, string>> = ${JSON.stringify(sorted(kinds))};
`;
writeFileSync(target, await format(text, { ...(await resolveConfig(target)), parser: 'typescript' }));
