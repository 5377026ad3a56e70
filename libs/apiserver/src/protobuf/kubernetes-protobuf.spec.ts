import fc from 'fast-check';
import { isPorchError } from '@porch/api';
import { CLIENT_GO_BODIES } from '../testing/client-go-bodies';
import { decodeKubernetesProtobuf } from './kubernetes-protobuf';

const field = (number: number, content: Buffer | string) => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
};
const number = (at: number, value: number) => Buffer.concat([Buffer.from([at << 3]), varint(value)]);
const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};
const entry = (key: string, value: string) => Buffer.concat([field(1, key), field(2, value)]);
const frame = (apiVersion: string, kind: string, ...fields: Buffer[]) =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, Buffer.concat(fields)),
    field(3, ''),
    field(4, ''),
  ]);

/** Go's JSON says null of times that are not set; without is the same. */
const withoutNulls = (json: string) =>
  JSON.parse(json, (_key, value: unknown) => (value === null ? undefined : value)) as Record<string, unknown>;

describe('protobuf bodies', () => {
  it('reads a Secret', () => {
    const metadata = Buffer.concat([
      field(1, 'login'),
      field(2, ''),
      field(3, 'default'),
      number(7, 0),
      field(8, number(1, 1_767_323_045)),
      field(11, entry('a', 'b')),
      field(13, Buffer.concat([field(1, 'ConfigMap'), field(3, 'owner'), field(4, 'u'), field(5, 'v1'), number(6, 1)])),
      field(14, 'example.com/hold'),
    ]);
    const body = frame(
      'v1',
      'Secret',
      field(1, metadata),
      field(2, entry('password', 'p')),
      field(3, 'Opaque'),
      field(4, entry('user', 'u')),
      number(5, 1),
    );
    expect(decodeKubernetesProtobuf(body)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'login',
        namespace: 'default',
        creationTimestamp: '2026-01-02T03:04:05Z',
        labels: { a: 'b' },
        ownerReferences: [{ kind: 'ConfigMap', name: 'owner', uid: 'u', apiVersion: 'v1', controller: true }],
        finalizers: ['example.com/hold'],
      },
      data: { password: 'cA==' },
      type: 'Opaque',
      stringData: { user: 'u' },
      immutable: true,
    });
  });

  it('reads DeleteOptions of any version', () => {
    const body = frame(
      'porch.kpt.dev/v1alpha1',
      'DeleteOptions',
      number(1, 30),
      field(2, field(1, 'the-uid')),
      field(4, 'Foreground'),
      field(5, 'All'),
    );
    expect(decodeKubernetesProtobuf(body)).toMatchObject({
      gracePeriodSeconds: 30,
      preconditions: { uid: 'the-uid' },
      propagationPolicy: 'Foreground',
      dryRun: ['All'],
    });
  });

  it.each(CLIENT_GO_BODIES.map(({ protobuf, json }) => ({ protobuf, object: withoutNulls(json) })))(
    'reads what client-go writes as the JSON it would have been: $object.kind',
    ({ protobuf, object }) => {
      expect(decodeKubernetesProtobuf(Buffer.from(protobuf, 'base64'))).toEqual(object);
    },
  );

  it('says which kinds it does not read', () => {
    expect(() => decodeKubernetesProtobuf(frame('v1', 'Pod'))).toThrow(expect.objectContaining({ code: 415 }) as Error);
  });

  it('refuses whatever else there is, without another error than that', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, framed) => {
        const body = framed
          ? frame('v1', 'Secret', Buffer.from(bytes))
          : Buffer.from([...Buffer.from('k8s\0'), ...bytes]);
        try {
          decodeKubernetesProtobuf(body);
        } catch (error) {
          expect(isPorchError(error)).toBe(true);
        }
      }),
    );
  });
});
