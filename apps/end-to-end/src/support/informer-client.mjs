// Runs @kubernetes/client-node informers, which is an ESM package, and reports: `informer-client.mjs KUBECONFIG SPECS`.
// SPECS is JSON: [{path, labelSelector?, fieldSelector?}]. Every line on standard output is JSON:
// {informer, list: [names and versions]}, {informer, watch: TYPE, ...} as the server says it, {informer, on: EVENT, ...} as
// the informer tells it. A line on standard input is answered with {stores: [[name, version, labels, data], ...]}.
import { createInterface } from 'node:readline';
import { KubeConfig, ListWatch, Watch } from '@kubernetes/client-node';
import { request } from 'node:https';

const [, , kubeconfigFile, specs] = process.argv;
const kubeconfig = new KubeConfig();
kubeconfig.loadFromFile(kubeconfigFile);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const short = ({ metadata }) => ({ name: metadata.name, version: metadata.resourceVersion });

async function list({ path, labelSelector, fieldSelector }) {
  const query = new URLSearchParams({
    ...(labelSelector && { labelSelector }),
    ...(fieldSelector && { fieldSelector }),
  });
  const options = {};
  await kubeconfig.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const sent = request(`${kubeconfig.getCurrentCluster().server}${path}?${query}`, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
    });
    sent.on('error', reject).end();
  });
}

/** Says what the server sends before the informer makes something of it. */
class ReportingWatch extends Watch {
  constructor(informer) {
    super(kubeconfig);
    this.informer = informer;
  }

  watch(path, query, onEvent, onDone) {
    const report = (type, object, whole) => {
      if (type !== 'BOOKMARK') {
        say({ informer: this.informer, watch: type, ...(object.metadata?.name ? short(object) : { object }) });
      }
      onEvent(type, object, whole);
    };
    return super.watch(path, query, report, onDone);
  }
}

const informers = JSON.parse(specs).map((spec, informer) => {
  const listing = async () => {
    const answer = await list(spec);
    say({ informer, list: answer.items.map(short) });
    return answer;
  };
  const { path, labelSelector, fieldSelector } = spec;
  const created = new ListWatch(path, new ReportingWatch(informer), listing, false, labelSelector, fieldSelector);
  for (const on of ['add', 'update', 'delete']) created.on(on, (object) => say({ informer, on, ...short(object) }));
  created.on('error', () => setTimeout(() => created.start(), 100));
  void created.start();
  return created;
});

createInterface({ input: process.stdin })
  .on('line', () =>
    say({
      stores: informers.map((informer) =>
        informer
          .list()
          .map(({ metadata, data, spec }) => [metadata.name, metadata.resourceVersion, metadata.labels, data, spec]),
      ),
    }),
  )
  .on('close', () => process.exit(0));
