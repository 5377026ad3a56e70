import { type Command, Option } from 'commander';

/** kubectl get's flags, as commander stores them. */
export interface GetOptions {
  allNamespaces?: boolean;
  output?: string;
  template?: string;
  /** False when `--no-headers` is given. */
  headers: boolean;
  showLabels?: boolean;
  showManagedFields?: boolean;
  showKind?: boolean;
  sortBy?: string;
  ignoreNotFound?: boolean;
  chunkSize: string;
  labelColumns?: string[];
  selector?: string;
  fieldSelector?: string;
  watch?: boolean;
  watchOnly?: boolean;
}

const commaSeparated = (value: string, previous: string[] | undefined) => [...(previous ?? []), ...value.split(',')];

/** Adds kubectl get's print and selection flags. */
export function addGetOptions(command: Command): void {
  command
    .option('-A, --all-namespaces', 'across all namespaces')
    .option('-o, --output <FORMAT>', 'one of json|yaml|name|wide|custom-columns=…|custom-columns-file=…|jsonpath=…')
    .option('--template <TEMPLATE>', 'template for an output format that needs one')
    .option('--no-headers', 'do not print the header line')
    .option('--show-labels', 'print the labels in a last column')
    .option('--show-managed-fields', 'keep managedFields in json and yaml output')
    .option('-L, --label-columns <LABELS>', 'labels to print as columns, separated by commas', commaSeparated)
    .option('-l, --selector <SELECTOR>', 'label selector')
    .option('--field-selector <SELECTOR>', 'field selector')
    .option('-w, --watch', 'after printing, watch for changes')
    .option('--watch-only', 'watch for changes without printing what there is')
    .option('--show-kind', 'put the kind before each name')
    .option('--sort-by <PATH>', "sort by a JSONPath expression, as '{.metadata.name}'")
    .option('--ignore-not-found', 'say nothing about named objects that are not there')
    .option('--chunk-size <N>', 'objects asked for at a time', '500')
    .addOption(new Option('--allow-missing-template-keys', 'accepted for kubectl, whose default it is').hideHelp());
}
