// output_config: effort, and structured output.
import { isObject, type Json } from '../json.ts';
import { invalid, type ParamsCheck, type ParamsError } from './contract.ts';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
/** Keywords of JSON Schema that structured output does not know. */
const UNSUPPORTED = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
];
/** Below them stand schemas by name, not keywords. */
const NAMED = ['properties', '$defs', 'definitions'];

export const checkOutput: ParamsCheck = ({ output_config: output, messages }, { model }) => {
  if (output === undefined) return null;
  if (!isObject(output)) return invalid('output_config: Input should be an object');
  const { effort = null, format = null, ...others } = output;
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return invalid(`output_config.${extra}: Extra inputs are not permitted`);
  if (effort !== null) {
    if (!EFFORTS.some((one) => one === effort))
      return invalid(`output_config.effort: Input should be ${EFFORTS.map((one) => `'${one}'`).join(', ')}`);
    if (model.efforts.length === 0) return invalid('This model does not support the effort parameter.');
    if (!model.efforts.some((one) => one === effort))
      return invalid(`output_config.effort: '${String(effort)}' is not supported for this model`);
  }
  return format === null ? null : checkFormat(format, messages);
};

function checkFormat(format: Json, messages: Json | undefined): ParamsError | null {
  const at = 'output_config.format';
  if (!isObject(format)) return invalid(`${at}: Input should be an object`);
  if (format.type !== 'json_schema') return invalid(`${at}.type: Input should be 'json_schema'`);
  if (!isObject(format.schema)) return invalid(`${at}.schema: Field required`);
  if (JSON.stringify(messages ?? null).includes('"citations":{"enabled":true'))
    return invalid(`${at}: structured output cannot be used together with citations`);
  return checkSchema(format.schema, `${at}.schema`);
}

function checkSchema(schema: Json, at: string): ParamsError | null {
  if (!isObject(schema)) return null;
  const refused = UNSUPPORTED.find((name) => name in schema);
  if (refused !== undefined)
    return invalid(`${at}: For '${String(schema.type)}' type, property '${refused}' is not supported`);
  if (typeof schema.minItems === 'number' && schema.minItems > 1)
    return invalid(`${at}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  if (schema.type === 'object' && schema.additionalProperties !== false)
    return invalid(`${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  for (const [name, value] of Object.entries(schema)) {
    const below =
      NAMED.includes(name) && isObject(value) ? Object.values(value) : Array.isArray(value) ? value : [value];
    for (const one of below) {
      const error = name === 'enum' || name === 'const' ? null : checkSchema(one, `${at}.${name}`);
      if (error) return error;
    }
  }
  return null;
}
