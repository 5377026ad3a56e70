import { type FunctionResultList } from '@porch/api';
import { printYaml } from '@porch/krm';
import { type DecodedStruct } from '../kptfile/decode-struct';
import { encodeStruct } from '../kptfile/encode-struct';
import { type StructType } from '../kptfile/kptfile-schema';
import { RESULT_ITEM } from '../kptfile/kptfile-schema';

const RESULT: StructType = {
  name: 'v1.Result',
  fields: { image: 'string', exec: 'string', stderr: 'string', exitCode: 'int', results: { list: RESULT_ITEM } },
  always: ['exitCode'],
};

const RESULT_LIST: StructType = {
  name: 'v1.ResultList',
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: { name: 'yaml.ObjectMeta', fields: { name: 'string' } },
    exitCode: 'int',
    items: { list: RESULT },
  },
  always: ['exitCode'],
};

/** A FunctionResultList as `--results-dir` writes it. */
export function resultListText(list: FunctionResultList): string {
  return printYaml(encodeStruct(list as unknown as DecodedStruct, RESULT_LIST), { sequenceIndent: 'wide' });
}
