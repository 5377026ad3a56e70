import { getString } from '../document/node-access';
import { nodesEqual } from '../document/node-copy';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { YamlDocument } from '../document/yaml-document';
import type { YamlNode } from '../document/yaml-node';
import { kptfileSequenceIndent } from '../kptfile/kptfile-sequence-indent';
import { FieldDecisionRecorder } from '../merge/field-decision';
import { mergeKptfile } from '../merge/merge-kptfile';
import { combineOutcomes } from './merge-decision';
import type { MergeFormatting, MergeSession } from './merge-session';
import { bytesOf, joinPath, KPTFILE, textOf } from './package-files';
import { readKptfile } from './read-kptfile';

/**
 * Merges the Kptfiles of a directory of the three packages.
 *
 * @returns content of the local Kptfile after the merge, undefined if there is none.
 * @throws PorchError (Invalid) for Kptfiles that cannot be read or merged.
 */
export function mergeKptfileOf(
  session: MergeSession,
  directory: string,
  updateUpstream: boolean,
): Uint8Array | undefined {
  const path = joinPath(directory, KPTFILE);
  const content = session.local.get(path);
  const local = readKptfile(session.local, directory);
  if (!content || !local) return undefined;
  const recorder = new FieldDecisionRecorder();
  const merged = mergeKptfile({
    local,
    updated: readKptfile(session.updated, directory),
    original: readKptfile(session.original, directory),
    updateUpstream,
    recorder,
  });
  const fields = recorder.decisions;
  const outcome = combineOutcomes(fields.map((field) => field.outcome));
  if (outcome) {
    const identity = { apiVersion: getString(local, 'apiVersion') ?? '', kind: getString(local, 'kind') ?? '' };
    const name = getString(local, 'metadata', 'name') ?? '';
    session.resourceDecisions.set(path, [{ ...identity, namespace: '', name, outcome, fields }]);
  }
  return rewriteKptfile(content, merged, session.formatting);
}

/** Replaces what a Kptfile says; one that says the same stays byte for byte, unless kpt's formatting is asked for. */
export function rewriteKptfile(content: Uint8Array, root: YamlNode, formatting: MergeFormatting): Uint8Array {
  const text = textOf(content);
  const document = parseYaml(text)[0] ?? new YamlDocument();
  const same = nodesEqual(document.root, root, { comments: true, style: true });
  if (same && formatting === 'preserve') return content;
  document.root = root;
  return bytesOf(printYaml(document, { sequenceIndent: formatting === 'kpt' ? 'wide' : kptfileSequenceIndent(text) }));
}
