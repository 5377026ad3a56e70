// The least client that can be timed: one kept connection, JSON, no parsing unless asked.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

export function connect(url, dataDirectory, { sockets = 1 } = {}) {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: sockets,
    ca: readFileSync(join(dataDirectory, 'authority.crt')),
  });
  const token = readFileSync(join(dataDirectory, 'admin.token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };

  const send = (method, path, body, type = 'application/json') =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(`${url}${path}`, {
        method,
        agent,
        headers: { ...headers, ...(text ? { 'content-type': type, 'content-length': Buffer.byteLength(text) } : {}) },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
        response.on('error', reject);
      });
      sent.end(text);
    });
  const json = async (method, path, body) => {
    const answer = await send(method, path, body);
    const parsed = JSON.parse(answer.body.toString('utf8'));
    if (answer.status >= 400)
      throw Object.assign(new Error(`${method} ${path}: ${parsed.message}`), { status: answer.status });
    return parsed;
  };
  const watch = (path, onLine) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}${path}`, { method: 'GET', agent: new Agent({ ca: agent.options.ca }), headers });
      sent.on('error', reject);
      sent.on('response', (response) => {
        let rest = '';
        response.setEncoding('utf8').on('data', (text) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onLine(line);
        });
        response.on('error', () => undefined);
        resolve({ pause: () => response.pause(), end: () => sent.destroy() });
      });
      sent.end();
    });
  return { send, json, watch, close: () => agent.destroy() };
}

export const PORCH = '/apis/porch.kpt.dev/v1alpha1/namespaces/bench';
export const CONFIG = '/apis/config.porch.kpt.dev/v1alpha1/namespaces/bench';

/** The steps of a package revision's life, as clients take them. */
export function lifecycle(client) {
  const revisions = `${PORCH}/packagerevisions`;
  const get = (name) => client.json('GET', `${revisions}/${name}`);
  const create = (repository, packageName, workspaceName, task) =>
    client.json('POST', revisions, {
      apiVersion: 'porch.kpt.dev/v1alpha1',
      kind: 'PackageRevision',
      metadata: { namespace: 'bench' },
      spec: { repository, packageName, workspaceName, lifecycle: 'Draft', tasks: [task] },
    });
  const move = (object, lifecycleValue, path = '') =>
    client.json('PUT', `${revisions}/${object.metadata.name}${path}`, {
      ...object,
      spec: { ...object.spec, lifecycle: lifecycleValue },
    });
  return {
    get,
    create,
    init: (repository, name) => create(repository, name, 'v1', { type: 'init', init: { description: 'bench' } }),
    propose: (object) => move(object, 'Proposed'),
    approve: (object) => move(object, 'Published', '/approval'),
    remove: (object) => client.json('DELETE', `${revisions}/${object.metadata.name}`),
    async push(object, change) {
      const path = `${PORCH}/packagerevisionresources/${object.metadata.name}`;
      const resources = await client.json('GET', path);
      return client.json('PUT', path, {
        ...resources,
        spec: { ...resources.spec, resources: change(resources.spec.resources) },
      });
    },
  };
}
