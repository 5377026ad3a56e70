import { type InitTask } from '@porch/api';
import { type PackageResources, packagePathProblem, textFile, type PackageFile } from '@porch/repository';
import { refused } from '@porch/api';
import { newKptfile } from './kptfile-edits';

/**
 * The files `kpt pkg init` makes: Kptfile, README.md and package-context.yaml, each only where there is none yet. With
 * a subpackage the same is done there as well, named after its directory.
 *
 * @param packageName full package path; the Kptfile is named by it
 */
export function initPackage(existing: PackageResources, packageName: string, task: InitTask): PackageResources {
  const resources = new Map(existing);
  addInitialFiles(resources, '', packageName, task);
  const subpackage = (task.subpackage ?? '').replace(/^\/+|\/+$/g, '');
  if (subpackage !== '') {
    const problem = packagePathProblem(subpackage);
    if (problem !== undefined) throw refused(`subpackage "${subpackage}" cannot be made: ${problem}`);
    addInitialFiles(resources, `${subpackage}/`, subpackage.slice(subpackage.lastIndexOf('/') + 1), task);
  }
  return resources;
}

function addInitialFiles(resources: Map<string, PackageFile>, folder: string, name: string, task: InitTask): void {
  const add = (file: string, text: string) => {
    if (!resources.has(folder + file)) resources.set(folder + file, textFile(text));
  };
  add('Kptfile', newKptfile(name, task));
  add('README.md', readme(name, task.description ?? ''));
  add('package-context.yaml', PLACEHOLDER_CONTEXT);
}

const PLACEHOLDER_CONTEXT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: kptfile.kpt.dev
  annotations:
    config.kubernetes.io/local-config: "true"
data:
  name: example
`;

/** The wording users know from kpt's own initialiser, HTML-escaped as there. */
function readme(name: string, description: string): string {
  const title = escapeHtml(name);
  return `# ${title}

## Description
${escapeHtml(description)}

## Usage

### Fetch the package
\`kpt pkg get REPO_URI[.git]/PKG_PATH[@VERSION] ${title}\`
Details: https://kpt.dev/reference/cli/pkg/get/

### View package content
\`kpt pkg tree ${title}\`
Details: https://kpt.dev/reference/cli/pkg/tree/

### Apply the package
\`\`\`
kpt live init ${title}
kpt live apply ${title} --reconcile-timeout=2m --output=table
\`\`\`
Details: https://kpt.dev/reference/cli/live/
`;
}

const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character);
}
