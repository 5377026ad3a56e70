import { KUBERNETES_MESSAGES } from './kubernetes-messages';

const VALUE_TYPES = [
  'string',
  'bytes',
  'boolean',
  'integer',
  'time',
  'microTime',
  'quantity',
  'intOrString',
  'strings',
  'ignored',
] as const;
type ValueType = (typeof VALUE_TYPES)[number];

/** How one field of a message becomes JSON. */
export interface FieldDescriptor {
  readonly json: string;
  readonly type: ValueType | 'message';
  /** Name of the message, where it is one. */
  readonly message: string;
  readonly many: 'no' | 'list' | 'map';
  /** A zero is a value; elsewhere it is what Go writes for a field that is not set. */
  readonly keepsZero: boolean;
}

/** Fields by their number. Those that are not described are passed over. */
export type MessageDescriptor = ReadonlyMap<number, FieldDescriptor>;

/** Kinds that are read as protobuf, by the apiVersion their message belongs to (H-6.3). */
const KINDS_BY_VERSION: Readonly<Record<string, readonly string[]>> = {
  v1: ['Secret', 'ConfigMap', 'Namespace', 'ServiceAccount', 'Service', 'Event'],
  'apps/v1': ['Deployment'],
  'coordination.k8s.io/v1': ['Lease'],
  'events.k8s.io/v1': ['Event'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  'authorization.k8s.io/v1': [
    'SelfSubjectAccessReview',
    'SelfSubjectRulesReview',
    'SubjectAccessReview',
    'LocalSubjectAccessReview',
  ],
  'authentication.k8s.io/v1': ['SelfSubjectReview', 'TokenReview', 'TokenRequest'],
};

const messages = new Map<string, MessageDescriptor>();

/** Where a kind's message cannot have its name, because the kind of another version has. */
const MESSAGE_NAMES: Readonly<Record<string, string>> = { 'events.k8s.io/v1/Event': 'NewEvent' };

/** The message of a kind; any API version may carry DeleteOptions. Undefined for a kind that is not read this way. */
export function messageOfKind(apiVersion: string, kind: string): MessageDescriptor | undefined {
  if (kind === 'DeleteOptions' || KINDS_BY_VERSION[apiVersion]?.includes(kind)) {
    return messageNamed(MESSAGE_NAMES[`${apiVersion}/${kind}`] ?? kind);
  }
  return undefined;
}

/** @throws Error for a name that the table does not have */
export function messageNamed(name: string): MessageDescriptor {
  if (messages.size === 0) readTable();
  const found = messages.get(name);
  if (found === undefined) throw new Error(`no message is named ${name}`);
  return found;
}

function readTable(): void {
  for (const line of KUBERNETES_MESSAGES.trim().split('\n')) {
    const colon = line.indexOf(': ');
    messages.set(
      line.slice(0, colon),
      new Map(
        line
          .slice(colon + 2)
          .split(', ')
          .map(readField),
      ),
    );
  }
}

function readField(text: string): [number, FieldDescriptor] {
  const [number = '', name = '', shape = ''] = text.split(' ');
  const many = shape.startsWith('[]') ? 'list' : shape.startsWith('{}') ? 'map' : 'no';
  const type = many === 'no' ? shape : shape.slice(2);
  const value = VALUE_TYPES.find((known) => known === type);
  const field: FieldDescriptor = {
    json: name.replace(/\?$/, ''),
    type: value ?? 'message',
    message: value === undefined ? type : '',
    many,
    keepsZero: name.endsWith('?'),
  };
  return [Number(number), field];
}
