import { randomBytes, randomUUID } from 'node:crypto';
import {
  badRequest,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  type KubernetesObject,
  type ObjectMeta,
} from '@porch/api';
import { invalidField } from '../kinds/field-causes';
import { qualifiedNameCauses } from '../kinds/qualified-name';
import { type FieldCause, type ResourceKind } from '../kinds/resource-kind';

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_GENERATED_BASE = 63 - SUFFIX_LENGTH;

/** A name from a generateName prefix, as Kubernetes completes it. */
export function generateName(prefix: string): string {
  const suffix = [...randomBytes(SUFFIX_LENGTH)].map((byte) => SUFFIX_ALPHABET[byte % SUFFIX_ALPHABET.length]).join('');
  return prefix.slice(0, MAX_GENERATED_BASE) + suffix;
}

/** Metadata of an object about to be stored: what clients may set, and what the server sets. */
export function metadataForCreate(given: ObjectMeta, namespace: string, kind: ResourceKind, now: string): ObjectMeta {
  if (given.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  const { name, generateName: prefix, labels, annotations, ownerReferences, finalizers, managedFields } = given;
  return dropUndefined({
    name: name ?? (prefix ? generateName(prefix) : undefined),
    generateName: prefix,
    namespace: kind.namespaced ? namespace : undefined,
    uid: randomUUID(),
    generation: kind.tracksGeneration ? 1 : undefined,
    creationTimestamp: now,
    labels,
    annotations,
    ownerReferences,
    finalizers,
    managedFields,
  });
}

/** Metadata of an update: what clients may change is the request's, the rest is as stored. */
export function metadataForUpdate(given: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  const { labels, annotations, ownerReferences, finalizers, managedFields } = given;
  return dropUndefined({ ...stored, labels, annotations, ownerReferences, finalizers, managedFields });
}

function dropUndefined(metadata: { [Field in keyof ObjectMeta]: ObjectMeta[Field] | undefined }): ObjectMeta {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const MAX_ANNOTATION_BYTES = 256 * 1024;

/** What breaks Kubernetes' rules for metadata. */
export function metadataCauses(
  kind: ResourceKind,
  object: KubernetesObject,
  previous?: KubernetesObject,
): FieldCause[] {
  const { metadata } = object;
  return [
    ...nameCauses(kind, metadata.name ?? ''),
    ...Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
      ...qualifiedNameCauses('metadata.labels', key),
      ...(value.length <= 63 && LABEL_VALUE.test(value)
        ? []
        : [
            invalidField(
              'metadata.labels',
              value,
              'a valid label must be an empty string or consist of at most 63 alphanumeric characters, ' +
                "'-', '_' or '.', and must start and end with an alphanumeric character",
            ),
          ]),
    ]),
    ...Object.keys(metadata.annotations ?? {}).flatMap((key) =>
      qualifiedNameCauses('metadata.annotations', key.toLowerCase()),
    ),
    ...annotationSizeCauses(metadata),
    ...(metadata.finalizers ?? []).flatMap((finalizer) => qualifiedNameCauses('metadata.finalizers', finalizer)),
    ...finalizerCauses(metadata, previous?.metadata),
  ];
}

function nameCauses(kind: ResourceKind, name: string): FieldCause[] {
  const field = 'metadata.name';
  if (name === '') {
    return [{ reason: 'FieldValueRequired', field, message: 'Required value: name or generateName is required' }];
  }
  const { nameRule = 'subdomain' } = kind;
  if (nameRule === 'path') {
    return name === '.' || name === '..' || /[/%]/.test(name)
      ? [invalidField(field, name, "may not be '.' or '..' or contain '/' or '%'")]
      : [];
  }
  const problems = nameRule === 'label' ? dns1123LabelProblems(name) : dns1123SubdomainProblems(name);
  return problems.map((problem) => invalidField(field, name, problem));
}

function annotationSizeCauses(metadata: ObjectMeta): FieldCause[] {
  const size = Object.entries(metadata.annotations ?? {}).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  if (size <= MAX_ANNOTATION_BYTES) return [];
  const message = `Too long: may not be more than ${MAX_ANNOTATION_BYTES} bytes`;
  return [{ reason: 'FieldValueTooLong', field: 'metadata.annotations', message }];
}

function finalizerCauses(metadata: ObjectMeta, previous: ObjectMeta | undefined): FieldCause[] {
  if (!previous?.deletionTimestamp) return [];
  const added = (metadata.finalizers ?? []).filter((finalizer) => !previous.finalizers?.includes(finalizer));
  if (added.length === 0) return [];
  const names = added.map((name) => JSON.stringify(name)).join(', ');
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${names}}`;
  return [{ reason: 'FieldValueForbidden', field: 'metadata.finalizers', message }];
}
