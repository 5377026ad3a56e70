// Writes one page of docs/api for each kind that the API serves, from the tables in libs/apiserver/src/kinds.
// Run `npx tsc --build libs/apiserver` first. With --check it writes nothing and fails when a page is out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'api');
const { apiVersionOf, KINDS, selectableFieldsOf } = createRequire(import.meta.url)(
  join(root, 'libs', 'apiserver', 'dist', 'index.js'),
);

const escape = (text) => String(text ?? '').replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escape).join(' | ')} |`).join('\n');

function typeOf(schema) {
  if (schema['x-kubernetes-int-or-string']) return 'integer or string';
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.additionalProperties) return `map to ${typeOf(schema.additionalProperties)}`;
  if (schema['x-kubernetes-preserve-unknown-fields']) return 'any object';
  return schema.format === 'date-time' ? 'time' : (schema.type ?? 'any');
}

function fieldRows(schema, path, required = []) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const place = path === '' ? name : `${path}.${name}`;
    const notes = [
      field.description,
      required.includes(name) ? 'Required.' : '',
      field.default === undefined ? '' : `Default ${code(JSON.stringify(field.default))}.`,
    ];
    const nested = field.type === 'array' ? (field.items ?? {}) : (field.additionalProperties ?? field);
    const below = field.type === 'array' ? `${place}[]` : field.additionalProperties ? `${place}[KEY]` : place;
    return [
      [code(place), typeOf(field), notes.filter(Boolean).join(' ')],
      ...fieldRows(nested, below, nested.required),
    ];
  });
}

function page(kind) {
  const base = `/${kind.group === '' ? 'api' : 'apis'}/${apiVersionOf(kind)}`;
  const place = kind.namespaced ? `${base}/namespaces/NAMESPACE/${kind.plural}` : `${base}/${kind.plural}`;
  const fields = { properties: kind.fields };
  const sections = [
    `# ${kind.kind}`,
    '<!-- Made by tools/generate-kind-docs.mjs from libs/apiserver/src/kinds; edit the table there. -->',
    kind.description,
    table(
      ['', ''],
      [
        ['apiVersion', code(apiVersionOf(kind))],
        ['Resource', [kind.plural, ...(kind.shortNames ?? [])].map(code).join(', ')],
        ['Path', code(place)],
        ['Verbs', kind.verbs.map(code).join(', ')],
        ...(kind.subresources ?? []).map(({ name, verbs }) => [
          `Subresource ${code(name)}`,
          verbs.map(code).join(', '),
        ]),
        ['Field selectors', selectableFieldsOf(kind).map(code).join(', ')],
      ],
    ),
    '## Fields',
    table(['Field', 'Type', 'Meaning'], fieldRows(fields, '', kind.required)),
  ];
  if (kind.immutable?.length) {
    sections.push('## Never changed once set', kind.immutable.map(({ path }) => `- ${code(path)}`).join('\n'));
  }
  if (kind.columns?.length) {
    sections.push(
      '## Columns',
      table(
        ['Column', 'Type', 'Meaning'],
        kind.columns.map(({ name, type, description }) => [name, type, description]),
      ),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

const check = process.argv.includes('--check');
const outdated = [];
async function put(name, text) {
  const path = join(folder, name);
  const formatted = await format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
  const current = await readFile(path, 'utf8').catch(() => undefined);
  if (current === formatted) return;
  outdated.push(name);
  if (!check) await writeFile(path, formatted);
}

await mkdir(folder, { recursive: true });
/** The page of a kind; of two with one name, the later one's tells its group too. */
function pageName(kind) {
  const first = KINDS.find((other) => other.kind === kind.kind) === kind;
  return `${kind.kind.toLowerCase()}${first ? '' : `.${kind.group}`}.md`;
}
for (const kind of KINDS) await put(pageName(kind), page(kind));
const links = KINDS.map((kind) => [`[${kind.kind}](${pageName(kind)})`, code(apiVersionOf(kind)), kind.description]);
await put(
  'README.md',
  `# The API, kind by kind\n\n${table(['Kind', 'apiVersion', 'What it is'], links)}\n\nWhat can go wrong: [errors.md](errors.md).\n`,
);

if (check && outdated.length > 0) {
  console.error(`out of date in docs/api: ${outdated.join(', ')}; run node tools/generate-kind-docs.mjs`);
  process.exitCode = 1;
}
