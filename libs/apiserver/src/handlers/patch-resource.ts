import { isPorchError, type KubernetesObject, toTimestamp } from '@porch/api';
import { type Clock } from '@porch/repository';
import { decodeForKind, type Strictness } from '../decoding/decode-for-kind';
import { type ApiAnswer, bytesAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { booleanParameter } from '../http/request-target';
import { type JsonObject } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { hasSubresource } from '../kinds/resource-kind';
import { applyConfiguration } from '../managed-fields/apply-configuration';
import { decodePatch, type Patch } from '../patch/patch-type';
import { objectViewOf } from './object-view';
import { type ServedResource } from './served-resource';
import { strictnessOf, writeRequestOf } from './write-options';
import { checkPlace, type ObjectPlace } from './write-resource';

const ATTEMPTS = 5;

/** Answers PATCH: read, change, write, again when somebody was faster and the patch names no version. */
export async function patchObject(
  resource: ServedResource,
  place: ObjectPlace,
  request: ApiRequest,
  clock: Clock,
): Promise<ApiAnswer> {
  const view = objectViewOf(request);
  const body = await request.readBody();
  const strictness = strictnessOf(request, body);
  const patch = decodePatch(body, request.headers['content-type'], resource.kind);
  const change =
    patch.type === 'apply'
      ? new Application(resource, place, request, patch.configuration, strictness, clock)
      : new Change(resource, place, request, patch, strictness);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { object, created } = await change.attempt();
      return bytesAnswer(resource.encoder.encodeAnswer(object, view), created ? 201 : 200);
    } catch (error) {
      if (attempt >= ATTEMPTS || !change.mayRepeat || !isLostRace(error)) throw error;
    }
  }
}

/** A write that met another one; a conflict of field managers, or a lock, will not go away by trying again. */
function isLostRace(error: unknown): boolean {
  if (!isPorchError(error) || error.reason !== 'Conflict' || error.details?.causes?.length) return false;
  return !error.message.includes('another request is already in progress');
}

interface Outcome {
  readonly object: KubernetesObject;
  readonly created: boolean;
}

/** A JSON, merge or strategic merge patch. */
class Change {
  readonly mayRepeat: boolean;

  constructor(
    private readonly resource: ServedResource,
    private readonly place: ObjectPlace,
    private readonly request: ApiRequest,
    private readonly patch: Patch & { type: 'change' },
    private readonly strictness: Strictness,
  ) {
    this.mayRepeat = !patch.namesVersion;
  }

  async attempt(): Promise<Outcome> {
    const { backend, kind } = this.resource;
    const { namespace, name, subresource } = this.place;
    const write = { ...writeRequestOf(this.request, 'Update'), subresource };
    const current = await currentObject(this.resource, this.place, this.request);
    const object = decodeForKind(this.patch.change(current), kind, this.strictness);
    checkPlace(object, this.place);
    return { object: await backend.update(namespace, name, object, write), created: false };
  }
}

/** A server-side apply; it creates what is missing. */
class Application {
  readonly mayRepeat = true;

  constructor(
    private readonly resource: ServedResource,
    private readonly place: ObjectPlace,
    private readonly request: ApiRequest,
    private readonly configuration: JsonObject,
    private readonly strictness: Strictness,
    private readonly clock: Clock,
  ) {}

  async attempt(): Promise<Outcome> {
    const { backend, kind } = this.resource;
    const { namespace, name, subresource } = this.place;
    const write = { ...writeRequestOf(this.request, 'Apply'), subresource };
    const configuration = this.#configuration();
    const stored = await this.#stored();
    const applied = applyConfiguration(kind, stored, configuration, {
      manager: write.fieldManager.name,
      force: booleanParameter(this.request.target.query, 'force'),
      subresource,
      now: toTimestamp(this.clock.now()),
    });
    if (stored !== undefined) return { object: await backend.update(namespace, name, applied, write), created: false };
    backend.checkName?.(applied, name);
    return { object: await backend.create(namespace, applied, write), created: true };
  }

  /** What the configuration may say here: a status only through its subresource, and then nothing else. */
  #configuration(): KubernetesObject {
    const { kind } = this.resource;
    const object = decodeForKind(this.configuration, kind, this.strictness);
    checkPlace(object, this.place);
    const metadata = { ...object.metadata, name: this.place.name };
    const { subresource } = this.place;
    const named: KubernetesObject = { ...object, metadata };
    if (subresource === 'status') {
      const { apiVersion, status } = named;
      return {
        apiVersion,
        kind: named.kind,
        metadata: { name: this.place.name },
        ...(status === undefined ? {} : { status }),
      };
    }
    if (!hasSubresource(kind, 'status')) return named;
    return withoutFields(named, 'status') as KubernetesObject;
  }

  async #stored(): Promise<KubernetesObject | undefined> {
    try {
      return await currentObject(this.resource, this.place, this.request);
    } catch (error) {
      const missing = isPorchError(error) && error.reason === 'NotFound';
      if (!missing || this.place.subresource !== undefined || !this.resource.kind.verbs.includes('create')) throw error;
      return undefined;
    }
  }
}

async function currentObject(
  resource: ServedResource,
  place: ObjectPlace,
  request: ApiRequest,
): Promise<KubernetesObject> {
  const { backend } = resource;
  return backend.toObject(await backend.get(place.namespace, place.name, request.context));
}
